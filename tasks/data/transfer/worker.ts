import { parentPort, workerData } from "node:worker_threads";
import { DataError, Refusal } from "../errors";
import { GuardHit } from "./compile";
import { Hand, type HandData } from "./hand";

/** A thread of a copy: does one task after the other, as they come. */
export interface TaskMessage {
	id: number;
	task: string;
	argument: unknown;
}

/** A message costs as much as some hundred rows. */
const sayEvery = 100;
const said = { table: "", rows: 0, bytes: 0, at: 0 };

const hand = new Hand(workerData as HandData, ({ table, rows, bytes }) => {
	if (said.table !== table) sayProgress(table);
	said.rows += rows;
	said.bytes += bytes;
	if (Date.now() - said.at > sayEvery) sayProgress(table);
});

/** Says what has come together, and goes on with a table. */
function sayProgress(next: string): void {
	const { table, rows, bytes } = said;
	if (rows > 0) parentPort?.postMessage({ progress: { table, rows, bytes } });
	Object.assign(said, { table: next, rows: 0, bytes: 0, at: Date.now() });
}

parentPort?.on("message", async ({ id, task, argument }: TaskMessage) => {
	try {
		const run = hand[task as "open"] as (argument: unknown) => Promise<unknown>;
		const result = await run.call(hand, argument);
		sayProgress("");
		parentPort?.postMessage({ id, result });
	} catch (error) {
		parentPort?.postMessage({ id, error: portable(error) });
	}
});

/** Errors lose their class between threads. What is none of ours is a mistake of this program and keeps its trace. */
function portable(error: unknown): Record<string, unknown> {
	if (error instanceof GuardHit)
		return { hit: { table: error.table, column: error.column, key: error.key, kind: error.kind } };
	if (error instanceof DataError) return { message: error.message, refusal: error instanceof Refusal };
	const { stack, message } = error as Error;
	return { message: stack || message, bug: true };
}
