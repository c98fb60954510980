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

const hand = new Hand(workerData as HandData, (progress) => parentPort?.postMessage({ progress }));

parentPort?.on("message", async ({ id, task, argument }: TaskMessage) => {
	try {
		const run = hand[task as "open"] as (argument: unknown) => Promise<unknown>;
		parentPort?.postMessage({ id, result: await run.call(hand, argument) });
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
