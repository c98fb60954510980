/** Prints a block of text and an empty line. */
export function say(text: string): void {
	process.stdout.write(`${text.trimEnd()}\n\n`);
}

/** Prints what comes next, underlined. */
export function title(text: string): void {
	process.stdout.write(`${text}\n${"=".repeat(text.length)}\n`);
}

const counts = new Map<string, string>();

/**
 * Shows how far each of several things has come: on a terminal in one line that changes, elsewhere one line each when it
 * is done.
 */
export function progress(name: string, state: string, done = false): void {
	counts.set(name, state);
	if (!process.stdout.isTTY) {
		if (done) process.stdout.write(`${name}: ${state}\n`);
		return;
	}
	if (done) {
		process.stdout.write(`\r\x1b[K${name}: ${state}\n`);
		counts.delete(name);
	}
	const line = [...counts].map(([other, text]) => `${other}: ${text}`).join("   ");
	process.stdout.write(`\r\x1b[K${line}`);
	if (counts.size === 0) process.stdout.write("\r\x1b[K");
}
