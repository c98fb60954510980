import { quoted, storedColumns, type Table } from "../catalogue/catalogue";
import type { Address } from "../connection/address";
import { LargeTurn } from "../connection/large";
import { Session } from "../connection/session";
import { DataError } from "../errors";
import { Guard } from "../guard/guard";
import { People } from "../guard/people";
import type { Chunk } from "../manifest/manifest";
import type { TablePlan } from "../rules/classify";
import { findPeople, type PeopleColumns } from "../source/find-people";
import { rangeColumn, stretchesOf } from "../source/ranges";
import { ChunkWriter, readChunk } from "../store/chunks";
import { openStore } from "../store/open";
import type { Store } from "../store/store";
import { checksumOf } from "./checksum";
import { checksumQuery } from "./checksum-query";
import { type Context, compileTable } from "./compile";
import { loadingSession, loadRows, type Range, readingSession, selectRows } from "./statements";
import { loadStreamed, type Streamed, streamRows } from "./stream";

/** A table of fewer rows is guarded whole once more. */
const smallTable = 1000;
/** Lets everything pass. */
const unguarded = { find: () => undefined } as unknown as Guard;

/** What is needed to sanitise with where everything is kept. */
const nothing: Omit<Context, "guard"> = {
	secret: Buffer.alloc(0),
	locale: "en",
	domain: "",
	folds: new Map(),
	lookups: new Map(),
};

/** What every thread of a copy is given. Plain data. */
export interface HandData {
	source?: Address;
	target?: Address;
	/** The schema that is filled. */
	targetSchema?: string;
	/** Where exports are kept: a location for {@link openStore}. */
	store?: string;
	context?: Omit<Context, "guard">;
	allowedDomains: string[];
	people?: SharedArrayBuffer;
	/** What the threads share to take turns with large values. */
	large?: SharedArrayBuffer;
}

export interface Progress {
	table: string;
	rows: number;
	bytes: number;
}

/** One table, or a part of it, on its way. */
export interface TableTask {
	plan: TablePlan;
	where: string[];
	range?: Range;
}

/** The same, with what its files in the store begin with. */
export interface ExportTask extends TableTask {
	name: string;
}

/** A table that was loaded, what was sent to it, and how many rows there are to one that is guarded once more. */
export interface ReadBackTask {
	plan: TablePlan;
	sent: Streamed;
	sample: number;
}

export interface ImportTask {
	plan: TablePlan;
	chunks: Chunk[];
}

/** The connections of one thread, and what can be done with them. */
export class Hand {
	private source: Session | undefined;
	private target: Session | undefined;
	private opened: Store | undefined;
	private readonly turn: LargeTurn;
	private readonly people: People | undefined;

	constructor(
		private readonly data: HandData,
		private readonly report: (progress: Progress) => void,
	) {
		this.people = data.people && new People(data.people);
		this.turn = new LargeTurn(data.large);
	}

	/** Opens the connections; the source's with a view of the data as it is at this moment. */
	async open(): Promise<void> {
		const { source, target } = this.data;
		if (source) {
			this.source = await Session.open(source);
			for (const sql of [
				"SET SESSION TRANSACTION READ ONLY",
				"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
				...readingSession,
				"START TRANSACTION WITH CONSISTENT SNAPSHOT",
			])
				await this.source.query(sql);
			await this.source.query("USE ??", [source.schema]);
		}
		if (target) {
			this.target = await Session.open(target);
			for (const sql of loadingSession) await this.target.query(sql);
		}
	}

	/** Notes the people of some of a table's columns. */
	async findPeople(columns: PeopleColumns): Promise<number> {
		return findPeople(open(this.source), columns, this.people as People);
	}

	/** Copies rows from the source into the target's table of the same name. */
	async copy({ plan, where, range }: TableTask): Promise<Streamed> {
		const compiled = compileTable(plan, this.context());
		const select = selectRows(plan.table, where, range);
		const { name } = plan.table;
		return loadStreamed(open(this.target), loadRows(this.data.targetSchema as string, plan.table), (destination) =>
			streamRows(
				open(this.source),
				select,
				compiled,
				destination,
				(rows, bytes) => this.report({ table: name, rows, bytes }),
				this.turn,
			),
		);
	}

	/** The ends of what the first column of a table's key holds; undefined where that is no whole number, or there are no rows. */
	async bounds({ table }: TablePlan): Promise<[from: string, to: string] | undefined> {
		return boundsOf(open(this.source), table);
	}

	/** Writes rows from the source into files of the store. */
	async export({ plan, where, range, name }: ExportTask): Promise<Streamed & { chunks: Chunk[] }> {
		const compiled = compileTable(plan, this.context());
		const writer = new ChunkWriter(this.store(), (n) => `${name}.${String(n).padStart(4, "0")}.tsv.gz`);
		const select = selectRows(plan.table, where, range);
		const table = plan.table.name;
		const streamed = await streamRows(
			open(this.source),
			select,
			compiled,
			writer,
			(rows, bytes) => this.report({ table, rows, bytes }),
			this.turn,
		);
		return { ...streamed, chunks: await writer.end() };
	}

	/** Loads files of the store into the target's table. @returns how many rows they had */
	async import({ plan, chunks }: ImportTask): Promise<number> {
		const { name } = plan.table;
		const { rows } = await loadStreamed(
			open(this.target),
			loadRows(this.data.targetSchema as string, plan.table),
			async (destination) => {
				for (const chunk of chunks) {
					await readChunk(this.store(), chunk, destination);
					this.report({ table: name, rows: chunk.rows, bytes: chunk.bytes });
				}
				return { rows: chunks.reduce((sum, chunk) => sum + chunk.rows, 0) };
			},
		);
		return rows;
	}

	/** Runs statements on the target, in its schema. */
	async alter(statements: string[]): Promise<void> {
		const target = open(this.target);
		await target.query("USE ??", [this.data.targetSchema]);
		for (const sql of statements) await target.query(sql);
	}

	/**
	 * What a table of the target holds: as the server sums it up, or read back where that cannot be or does not agree.
	 * One row in so many is guarded once more; of a small table all, which is read back for it.
	 */
	async readBack({ plan, sent, sample }: ReadBackTask): Promise<Streamed> {
		const target = open(this.target);
		for (const sql of readingSession.slice(0, 1)) await target.query(sql);
		await target.query("USE ??", [this.data.targetSchema]);
		const kept: TablePlan = {
			...plan,
			actions: storedColumns(plan.table).map(() => ({ do: "keep" })),
			allow: { ...plan.allow, ...namesakes(plan) },
		};
		const stream = (where: string[], guard: Guard) =>
			streamRows(
				target,
				selectRows(plan.table, where),
				compileTable(kept, { ...nothing, guard }),
				undefined,
				() => {},
				this.turn,
			);
		if (sent.rows < smallTable) return stream([], this.guard());
		await stream([await this.sampleOf(plan, sample)], this.guard());
		const query = checksumQuery(plan.table);
		if (query !== undefined) {
			const [{ n, c, e }] = await target.query(query);
			const rows = Number(n);
			const checksum = checksumOf(BigInt(String(c ?? 0)), BigInt(String(e ?? 0)));
			if (rows === sent.rows && checksum === sent.checksum) return { ...sent, rows, checksum };
		}
		return stream([], unguarded);
	}

	/** A condition for one row in so many: a few stretches of the key, which cost no more than they have rows. */
	private async sampleOf({ table }: TablePlan, every: number): Promise<string> {
		const bounds = await boundsOf(open(this.target), table);
		return bounds === undefined
			? `RAND() < 1 / ${every}`
			: stretchesOf(rangeColumn(table) as string, bounds, every, Math.random());
	}

	async close(): Promise<void> {
		await Promise.all([this.source?.close(), this.target?.close()]);
	}

	private store(): Store {
		if (this.data.store === undefined) throw new DataError("no store is open");
		this.opened ??= openStore(this.data.store);
		return this.opened;
	}

	private guard(): Guard {
		return new Guard(this.data.allowedDomains, this.people);
	}

	private context(): Context {
		if (this.data.context === undefined) throw new DataError("nothing to sanitise with");
		return { ...this.data.context, guard: this.guard() };
	}
}

/** An invented person may have the name of a real one: names and phones are looked for where text was kept only. */
function namesakes(plan: TablePlan): TablePlan["allow"] {
	const changed = storedColumns(plan.table).filter((_, index) => plan.actions[index].do !== "keep");
	const reason = "invented for this copy";
	return Object.fromEntries(
		changed.map(({ name }) => [name, { kinds: [...(plan.allow[name]?.kinds ?? []), "name", "phone"], reason }]),
	);
}

async function boundsOf(session: Session, table: Table): Promise<[from: string, to: string] | undefined> {
	const column = rangeColumn(table);
	if (column === undefined) return undefined;
	const [row] = await session.query(
		`SELECT MIN(${quoted(column)}) AS least, MAX(${quoted(column)}) AS most FROM ${quoted(table.name)}`,
	);
	return row.least === null ? undefined : [String(row.least), String(row.most)];
}

function open(session: Session | undefined): Session {
	if (session === undefined) throw new DataError("the connection is not open");
	return session;
}
