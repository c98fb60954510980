import type { Socket } from "node:net";
import { DataError } from "../errors";
import { LargeTurn, largeBytes } from "./large";
import { PacketCutter, sendQuery, serverError } from "./packets";

/** Takes the rows of a result: each as the protocol's text row, bytes `from` to `to` of `data`, valid during the call. */
export interface RowSink {
	row(data: Buffer, from: number, to: number): void;
	/** Asked between pieces of the stream; a promise makes the reader wait, and the server with it. */
	ready(): Promise<void> | undefined;
}

const [ok, end, failed] = [0x00, 0xfe, 0xff];
const longestEnd = 9;

/**
 * Reads the rows of a SELECT straight from a connection's socket, without a string or an object per value: that is what
 * makes the server, and not this process, the limit.
 * @param turn which thread may hold a large value; who asked for the rows ends it when the last one is on its way
 * @throws DataError with the server's answer, where the connection breaks, or what the sink throws
 */
export function readRows(socket: Socket, sql: string, sink: RowSink, turn = new LargeTurn()): Promise<number> {
	return new Promise((resolve, reject) => {
		let phase: "start" | "columns" | "rows" | "done" = "start";
		let columns = 0;
		let rows = 0;

		const finish = (error?: Error) => {
			phase = "done";
			socket.off("data", onData);
			socket.off("close", onClose);
			socket.off("error", onClose);
			socket.pause();
			if (error) reject(error);
			else resolve(rows);
		};
		const cutter = new PacketCutter((data, from, to) => {
			if (phase === "done") return;
			const first = data[from];
			const ending = first === end && to - from < longestEnd;
			if (first === failed && phase !== "columns") return finish(serverError(data, from, to));
			if (phase === "start") {
				if (first === ok) return finish(new DataError("the statement gives no rows"));
				columns = first < 0xfb ? first : data.readUInt16LE(from + 1);
				phase = "columns";
			} else if (phase === "columns") {
				// Each column's description, then an end packet: counted, for a description may look like anything.
				if (columns-- === 0) phase = "rows";
			} else if (ending) finish();
			else {
				rows++;
				sink.row(data, from, to);
			}
		});
		const onData = (piece: Buffer) => {
			try {
				cutter.take(piece);
				const wait = phase === "done" ? undefined : nextTurn(sink.ready());
				if (wait === undefined) return;
				socket.pause();
				wait.then(() => phase !== "done" && socket.resume(), finish);
			} catch (error) {
				finish(error as Error);
			}
		};
		/** A turn lasts until what was large is on its way; the next one begins with the first packet of it. */
		const nextTurn = (written: Promise<void> | undefined): Promise<void> | undefined => {
			const waits = turn.take(cutter.expected);
			if (waits) return Promise.all([waits, written]).then(() => {});
			if (cutter.expected >= largeBytes) return written;
			if (written === undefined) turn.leave();
			return written?.then(() => turn.leave());
		};
		const onClose = () => finish(new DataError("the connection to the source broke off while reading"));

		socket.on("data", onData);
		socket.on("close", onClose);
		socket.on("error", onClose);
		sendQuery(socket, sql);
		socket.resume();
	});
}
