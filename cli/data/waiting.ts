import type { Waiting } from "../../tasks/aws/waiting";

/** What is said of waiting for AWS, in the units of the command line. */
export interface WaitOptions {
	json: boolean;
	/** Seconds. */
	every: number;
	/** Minutes. */
	wait: number;
}

export function waitingOf({ every, wait }: WaitOptions, signal?: AbortSignal): Waiting {
	return { every: every * 1000, atMost: wait * 60_000, signal };
}
