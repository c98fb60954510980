import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Values } from "./values";

/**
 * What exists in the simulated cloud, apart from what any stack believes: one file a resource, in the folder that
 * `SIMULATOR_WORLD` names. Without that variable nothing is remembered and a stack's own state is taken for the truth.
 */
export class World {
	constructor(private readonly folder: string | undefined = process.env.SIMULATOR_WORLD) {}

	/** Whether anything is remembered at all. */
	get remembers(): boolean {
		return this.folder !== undefined;
	}

	put(type: string, id: string, outputs: Values): void {
		const file = this.file(type, id);
		if (!file) return;
		mkdirSync(join(file, ".."), { recursive: true });
		writeFileSync(file, `${JSON.stringify(outputs, null, 2)}\n`);
	}

	get(type: string, id: string): Values | undefined {
		const file = this.file(type, id);
		return file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
	}

	delete(type: string, id: string): void {
		const file = this.file(type, id);
		if (file) rmSync(file, { force: true });
	}

	/** Ids of all resources of a type. */
	list(type: string): string[] {
		const folder = this.file(type, "");
		if (!folder || !existsSync(join(folder, ".."))) return [];
		return readdirSync(join(folder, ".."))
			.filter((name) => name.endsWith(".json"))
			.map((name) => decodeURIComponent(name.slice(0, -".json".length)));
	}

	private file(type: string, id: string): string | undefined {
		if (this.folder === undefined) return undefined;
		return join(this.folder, encodeURIComponent(type), `${encodeURIComponent(id)}.json`);
	}
}
