import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError, Refusal } from "../errors";
import type { GuardKind } from "../rules/schema";
import type { Hand, HandData, Progress } from "./hand";

type Task = "open" | "findPeople" | "bounds" | "copy" | "export" | "import" | "alter" | "readBack" | "close";

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
		const file = workerFile();
		this.worker = new Worker(file, {
			workerData: data,
			execArgv: file.endsWith(".ts") ? ["--require", require.resolve("tsx/cjs")] : [],
			resourceLimits: { maxOldGenerationSizeMb: 192 },
		});
		this.worker.on("message", (message: { id: number; result?: unknown; error?: unknown; progress?: Progress }) => {
			if (message.progress) return onProgress(message.progress);
			const waiting = this.waiting.get(message.id);
			if (waiting === undefined) return;
			const { resolve, reject } = waiting;
			this.waiting.delete(message.id);
			if (message.error) reject(revived(message.error as Record<string, unknown>));
			else resolve(message.result);
		});
		this.worker.on("error", (error) => this.fail(error));
		this.worker.on("exit", () => this.fail(new DataError("a thread ended before its work was done")));
	}

	/** Gives up what was asked of it. */
	fail(error: Error): void {
		for (const { reject } of this.waiting.values()) reject(error);
		this.waiting.clear();
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

/** A thread's own file, as a bundle or as it is written; or the one file that everything is in. */
function workerFile(): string {
	const files = ["worker.js", "worker.ts"].map((name) => join(__dirname, name));
	return files.find((file) => existsSync(file)) ?? __filename;
}

function revived(error: Record<string, unknown>): Error {
	if (error.hit) return new Found(error.hit as Hit);
	if (error.bug) return new Error(String(error.message));
	return error.refusal ? new Refusal(String(error.message)) : new DataError(String(error.message));
}

/** The threads of a copy. */
export class Crew {
	readonly members: Member[];
	private interrupted: DataError | undefined;

	/**
	 * @param size how many; default: one a processor, two at least
	 * @param signal ends what they do
	 */
	constructor(
		size: number | undefined,
		data: HandData,
		onProgress: (progress: Progress) => void,
		private readonly signal?: AbortSignal,
	) {
		const shared = { ...data, large: new SharedArrayBuffer(4) };
		this.members = Array.from({ length: size ?? Math.max(2, cpus().length) }, () => new Member(shared, onProgress));
		if (signal?.aborted) this.interrupt();
		else signal?.addEventListener("abort", this.interrupt);
	}

	private readonly interrupt = (): void => {
		this.interrupted = new DataError("interrupted; what was begun is taken away again");
		for (const member of this.members) member.fail(this.interrupted);
	};

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
		let failure: unknown = this.interrupted;
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
		this.signal?.removeEventListener("abort", this.interrupt);
		await this.all((member) => member.end());
	}
}
