import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { DataError } from "../errors";
import type { Store } from "./store";

/** What a file is called until all of it is there. */
const draft = ".part";

/** Files of a folder, made where it is missing. Nobody but the owner can read what is written. */
export class FolderStore implements Store {
	constructor(readonly name: string) {}

	async write(name: string, content: Buffer): Promise<void> {
		const file = join(this.name, name);
		const unfinished = `${file}.${randomBytes(4).toString("hex")}${draft}`;
		try {
			await mkdir(dirname(file), { recursive: true, mode: 0o700 });
			const handle = await open(unfinished, "wx", 0o600);
			try {
				await handle.writeFile(content);
				await handle.sync();
			} finally {
				await handle.close();
			}
			await rename(unfinished, file);
		} catch (error) {
			await rm(unfinished, { force: true }).catch(() => {});
			throw explained(error, `cannot write ${file}`);
		}
	}

	async read(name: string): Promise<Buffer | undefined> {
		try {
			return await readFile(join(this.name, name));
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw explained(error, `cannot read ${join(this.name, name)}`);
		}
	}

	async list(below = ""): Promise<string[]> {
		try {
			const entries = await readdir(join(this.name, below), { withFileTypes: true, recursive: true });
			return entries
				.filter((entry) => entry.isFile())
				.map((entry) => relative(this.name, join(entry.parentPath, entry.name)).split(sep).join("/"));
		} catch (error) {
			if (isMissing(error)) return [];
			throw explained(error, `cannot read the folder ${join(this.name, below)}`);
		}
	}

	async remove(names: string[]): Promise<void> {
		for (const name of names) await rm(join(this.name, name), { force: true });
		for (const folder of new Set(names.map((name) => dirname(name))))
			if (folder !== ".") await rmdir(join(this.name, folder)).catch(() => {});
	}
}

const reasons: Record<string, string> = {
	ENOSPC: "no space is left on the device",
	EDQUOT: "the quota is used up",
	EACCES: "permission denied",
	EROFS: "the file system is read-only",
	ENOTDIR: "a part of the path is no folder",
	EISDIR: "it is a folder",
};

function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === "ENOENT";
}

function explained(error: unknown, what: string): DataError {
	const { code = "", message } = error as NodeJS.ErrnoException;
	return new DataError(`${what}: ${reasons[code] ?? message}`);
}
