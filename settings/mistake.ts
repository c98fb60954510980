/** One thing that is wrong with a stack's settings. */
export interface Mistake {
	/** From the top-level key inward: ["scale", "web", "cpu"]. */
	path: (string | number)[];
	/** What is wrong, what is allowed, what to do. */
	message: string;
}

/** `understudy:scale.web.cpu`, `understudy:access[1]`: the key as a reader of the stack file would name it. */
export function keyName(path: (string | number)[]): string {
	const inner = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
	return `understudy:${inner.replace(/^\./, "")}`;
}

/** Every mistake of a stack's settings at once, worded for the person who wrote them. */
export class SettingsError extends Error {
	constructor(
		readonly file: string,
		readonly mistakes: Mistake[],
		lineOf: (path: (string | number)[]) => number | undefined = () => undefined,
	) {
		const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
		const placed = mistakes.map((mistake) => ({ ...mistake, line: lineOf(mistake.path) }));
		// In the order of the file; what stands nowhere in it comes last.
		placed.sort((a, b) => (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY) || 0);
		const lines = placed.map(({ path, message, line }) => {
			const where = line === undefined ? file : `${file}:${line}`;
			return path.length === 0 ? `  ${where}: ${message}` : `  ${where}: ${keyName(path)}: ${message}`;
		});
		super(`${count} in the settings of this stack:\n${lines.join("\n")}`);
		this.name = "SettingsError";
	}
}

/** A value as a message shows it: short, and on one line. */
export function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
