import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError, Refusal } from "../errors";
import type { GuardKind } from "../rules/schema";
import type { Hand, HandData, Progress } from "./hand";

type Task = "open" | "findPeople" | "copy" | "alter" | "readBack" | "close";

/** What a hit is told with. */
export interface Hit {
	table: string;
	column: string;
	key: string;
	kind: GuardKind;
}

/** Personal data where it must not be: ends a copy. */
export class Found extends Refusal {
	constructor(readonly hit: Hit) {
		super(`${hit.table}.${hit.column}, row ${hit.key}: ${hit.kind}`);
	}
}

interface Waiting {
	resolve: (result: unknown) => void;
	reject: (error: Error) => void;
}

/** A thread, and the tasks it was given. */
export class Member {
	private readonly worker: Worker;
	private readonly waiting = new Map<number, Waiting>();
	private next = 0;

	constructor(data: HandData, onProgress: (progress: Progress) => void) {
		const bundled = join(__dirname, "worker.js");
		const file = existsSync(bundled) ? bundled : join(__dirname, "worker.ts");
		this.worker = new Worker(file, {
			workerData: data,
			execArgv: file.endsWith(".ts") ? ["--require", require.resolve("tsx/cjs")] : [],
			resourceLimits: { maxOldGenerationSizeMb: 192 },
		});
		this.worker.on("message", (message: { id: number; result?: unknown; error?: unknown; progress?: Progress }) => {
			if (message.progress) return onProgress(message.progress);
			const { resolve, reject } = this.waiting.get(message.id) as Waiting;
			this.waiting.delete(message.id);
			if (message.error) reject(revived(message.error as Record<string, unknown>));
			else resolve(message.result);
		});
		const fail = (error: Error) => {
			for (const { reject } of this.waiting.values()) reject(error);
			this.waiting.clear();
		};
		this.worker.on("error", fail);
		this.worker.on("exit", () => fail(new DataError("a thread of the copy ended before its work was done")));
	}

	run<K extends Task & keyof Hand>(task: K, argument: Parameters<Hand[K]>[0]): Promise<Awaited<ReturnType<Hand[K]>>> {
		return new Promise((resolve, reject) => {
			const id = this.next++;
			this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
			this.worker.postMessage({ id, task, argument });
		});
	}

	async end(): Promise<void> {
		await this.worker.terminate();
	}
}

function revived(error: Record<string, unknown>): Error {
	if (error.hit) return new Found(error.hit as Hit);
	if (error.bug) return new Error(String(error.message));
	return error.refusal ? new Refusal(String(error.message)) : new DataError(String(error.message));
}

/** The threads of a copy. */
export class Crew {
	readonly members: Member[];

	constructor(size: number, data: HandData, onProgress: (progress: Progress) => void) {
		this.members = Array.from({ length: size }, () => new Member(data, onProgress));
	}

	/** Lets every thread do the same. */
	async all<T>(work: (member: Member) => Promise<T>): Promise<T[]> {
		return Promise.all(this.members.map(work));
	}

	/**
	 * Works through a list, each member taking the next item when it is done with its last one. The first error stops the
	 * others before their next item, and is thrown once all have stopped.
	 */
	async through<T>(items: T[], work: (member: Member, item: T) => Promise<void>): Promise<void> {
		const queue = [...items];
		let failure: unknown;
		await this.all(async (member) => {
			for (let item = queue.shift(); item !== undefined && failure === undefined; item = queue.shift())
				try {
					await work(member, item);
				} catch (error) {
					failure ??= error;
				}
		});
		if (failure !== undefined) throw failure;
	}

	async end(): Promise<void> {
		await this.all((member) => member.end());
	}
}
