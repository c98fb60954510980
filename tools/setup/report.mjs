/** A reason why set-up cannot go on, worded for the person who runs it: no stack trace. */
export class SetupError extends Error {}

/** One line of what set-up does or found. On standard error, so that a command's own output stays clean. */
export function say(line) {
	process.stderr.write(`set-up: ${line}\n`);
}
