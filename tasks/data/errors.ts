/** Something the person at the keyboard can do something about: shown without a stack trace. Exit code 1. */
export class DataError extends Error {
	readonly exitCode: number = 1;
}

/** A copy that must not be made as asked: unclassified columns, personal data found, a production target. Exit code 2. */
export class Refusal extends DataError {
	override readonly exitCode = 2;
}

/** The server is gone, or the way to it: nothing can be concluded from what it did not answer. */
export class ConnectionLost extends DataError {}
