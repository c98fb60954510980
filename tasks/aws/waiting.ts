import { setTimeout as sleep } from "node:timers/promises";
import { DataError } from "../data/errors";

/** How long AWS is waited for. */
export interface Waiting {
	/** Milliseconds between two looks. */
	every: number;
	/** Milliseconds after which it is given up. */
	atMost: number;
	/** Gives it up at once. */
	signal?: AbortSignal;
}

/** Looks again and again until there is something to see. @throws DataError when it takes too long or is interrupted */
export async function until<T>(
	what: string,
	{ every, atMost, signal }: Waiting,
	look: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + atMost;
	for (;;) {
		if (signal?.aborted) throw new DataError(`interrupted while waiting for ${what}`);
		const seen = await look();
		if (seen !== undefined) return seen;
		if (Date.now() + every > end)
			throw new DataError(`${what} is not there after ${Math.round(atMost / 60_000)} minutes; given up`);
		await sleep(every, undefined, { signal }).catch(() => {});
	}
}

/** AWS's error as one line: what was tried, its name and its message. */
export async function told<T>(what: string, call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (error) {
		if (error instanceof DataError) throw error;
		const { name, message } = error as Error;
		throw new DataError(`cannot ${what}: ${name === message ? name : `${name}: ${message}`}`);
	}
}
