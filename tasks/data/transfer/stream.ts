import type { LargeTurn } from "../connection/large";
import { type Loaded, LoadStream } from "../connection/load-rows";
import { type RowSink, readRows } from "../connection/read-rows";
import type { Session } from "../connection/session";
import { DataError } from "../errors";
import { Checksum, sumOf } from "./checksum";
import type { CompiledTable } from "./compile";
import { RowView } from "./row";
import { Writer } from "./writer";

const block = 256 * 1024;

/** Where blocks of lines go: a table of the target, or a chunk's file. */
export interface Destination {
	/**
	 * @param rows how many lines the block has
	 * @returns a promise while it is behind
	 */
	write(block: Buffer, rows: number): Promise<void> | undefined;
}

/** What went by: rows, bytes of their lines, and the sum over those. */
export interface Streamed {
	rows: number;
	bytes: number;
	checksum: number;
}

/** What two parts of a table come to. */
export function together(one: Streamed, other: Streamed): Streamed {
	return {
		rows: one.rows + other.rows,
		bytes: one.bytes + other.bytes,
		checksum: sumOf(one.checksum, other.checksum),
	};
}

/** What all tables come to. */
export function totalOf(tables: Map<string, Streamed>): { tables: number; rows: number; bytes: number } {
	const { rows, bytes } = [...tables.values()].reduce(together, { rows: 0, bytes: 0, checksum: 0 });
	return { tables: tables.size, rows, bytes };
}

/** Reads, sanitises and hands on: one row at a time, one block at a time, with nothing kept but the block. */
export async function streamRows(
	source: Session,
	sql: string,
	compiled: CompiledTable,
	destination: Destination | undefined,
	progress: (rows: number, bytes: number) => void,
	turn?: LargeTurn,
): Promise<Streamed> {
	const view = new RowView(compiled.columns.length);
	const out = new Writer(block);
	const checksum = new Checksum();
	const done: Streamed = { rows: 0, bytes: 0, checksum: 0 };
	let waiting: Promise<void> | undefined;
	let rowsSince = 0;

	const flush = () => {
		if (out.at === 0) return;
		done.bytes += out.at;
		progress(rowsSince, out.at);
		const written = destination ? destination.write(out.take(), rowsSince) : out.discard();
		rowsSince = 0;
		if (written) waiting = waiting ? Promise.all([waiting, written]).then(() => {}) : written;
	};
	const sink: RowSink = {
		row(data, from) {
			view.parse(data, from);
			const { at, escapes, nulls } = out;
			if (!compiled.write(view, out)) return;
			checksum.add(out.buffer, at, out.at - 1, out.escapes !== escapes, out.nulls - nulls);
			done.rows++;
			rowsSince++;
			if (out.at >= block) flush();
		},
		ready() {
			const wait = waiting;
			waiting = undefined;
			view.release();
			return wait;
		},
	};
	try {
		await source.withSocket((socket) => readRows(socket, sql, sink, turn));
		flush();
		if (waiting) await waiting;
	} finally {
		view.release();
		turn?.leave();
	}
	return { ...done, checksum: checksum.value };
}

/** Streams rows into a table of the target. @throws DataError if the target took fewer rows than it was given */
export async function loadStreamed<T extends { rows: number }>(
	target: Session,
	sql: string,
	fill: (destination: Destination) => Promise<T>,
): Promise<T> {
	return target.withSocket(async (socket) => {
		const stream = await LoadStream.begin(socket, sql);
		const streamed = await fill(stream);
		expectWhole(await stream.end(), streamed);
		return streamed;
	});
}

function expectWhole(loaded: Loaded, { rows }: { rows: number }): void {
	if (loaded.rows !== rows) throw new DataError(`the target took ${loaded.rows} of ${rows} rows`);
}
