import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes from which on a value is worth stopping for. */
export const largeBytes = 8 * 1024 * 1024;
const [free, taken] = [0, 1];

type Wait = { async: boolean; value: Promise<unknown> };
const { waitAsync } = Atomics as unknown as { waitAsync(array: Int32Array, index: number, value: number): Wait };

/**
 * Large values, one at a time in all threads: memory is bounded by the largest value, not by how many come together. Who
 * has had one gives back what it left, for buffers lie outside of the engine's own heap, which does not hurry to look
 * after them.
 */
export class LargeTurn {
	private readonly lock: Int32Array;
	private held = false;
	private static collect: (() => void) | undefined;

	/** @param memory four bytes that the threads share; alone, a thread always has its turn */
	constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
		this.lock = new Int32Array(memory);
	}

	/** @returns a promise if this is large and another thread has its turn; it has to be waited for */
	take(bytes: number): Promise<void> | undefined {
		if (bytes < largeBytes || this.held) return undefined;
		this.held = Atomics.compareExchange(this.lock, 0, free, taken) === free;
		return this.held ? undefined : this.queue();
	}

	private async queue(): Promise<void> {
		while (Atomics.compareExchange(this.lock, 0, free, taken) !== free) {
			const wait = waitAsync(this.lock, 0, taken);
			if (wait.async) await wait.value;
		}
		this.held = true;
	}

	/** Ends the turn, if this thread has it; what it has left must not be referred to any more. */
	leave(): void {
		if (!this.held) return;
		LargeTurn.giveBack();
		this.held = false;
		Atomics.store(this.lock, 0, free);
		Atomics.notify(this.lock, 0, 1);
	}

	static giveBack(): void {
		if (LargeTurn.collect === undefined) {
			setFlagsFromString("--expose-gc");
			LargeTurn.collect = runInNewContext("gc") as () => void;
		}
		LargeTurn.collect();
	}
}
