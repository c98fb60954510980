import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Folders that never belong to what is built. */
const left = new Set(["node_modules", ".git"]);

/** A short name for the content of a folder: the same for the same files, wherever and whenever. */
export function contentHash(folder: string): string {
	const hash = createHash("sha256");
	for (const file of files(folder)) {
		const content = createHash("sha256").update(readFileSync(file)).digest("hex");
		hash.update(`${relative(folder, file).split(sep).join("/")}\0${content}\n`);
	}
	return hash.digest("hex").slice(0, 20);
}

/** The same for a text. */
export function contentName(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 20);
}

function files(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => !left.has(entry.name))
		.flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
		.sort();
}
