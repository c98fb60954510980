import { Session } from "./connection/session";
import type { CopyResult } from "./copy";
import { newestExport } from "./manifest/exports";
import { readManifest } from "./manifest/file";
import { type LeftOut, leftOutOf } from "./manifest/left-out";
import type { Chunk, Manifest } from "./manifest/manifest";
import type { TablePlan } from "./rules/classify";
import { openStore } from "./store/open";
import { admit } from "./target/admission";
import { Control } from "./target/control";
import { loadTables, parallelLoading } from "./target/load";
import { Receiving, type ReceivingOptions } from "./target/receiving";
import { Crew } from "./transfer/crew";
import { totalOf } from "./transfer/stream";

export interface ImportOptions extends ReceivingOptions {
	/** Where exports are kept: a folder, or `s3://bucket/prefix`. */
	from: string;
	/** Which export. Default: the newest. */
	id?: string;
	/** Whether to leave it where the newest copy that can be used is of that export. */
	ifNew?: boolean;
	/** How many threads, with a connection each. Default: one a processor, two at least. */
	threads?: number;
	/** Ends the import; what was begun is taken away again. */
	signal?: AbortSignal;
}

/** What an import did. */
export interface ImportResult extends CopyResult {
	/** The export, and when the source was in the state that it holds. */
	export: string;
	taken: string;
	leftOut: LeftOut;
}

/**
 * Loads an export into a fresh schema of the target, verifies it and makes it the active one.
 * @returns undefined if only a new export was to be loaded and it is none
 */
export async function importData(options: ImportOptions & { ifNew: boolean }): Promise<ImportResult | undefined>;
export async function importData(options: ImportOptions): Promise<ImportResult>;
export async function importData(options: ImportOptions): Promise<ImportResult | undefined> {
	const began = Date.now();
	const { reporter } = options;
	const store = openStore(options.from);
	const manifest = await readManifest(store, options.id ?? (await newestExport(store)));
	reporter.step("manifest", { export: manifest.id, taken: manifest.taken });
	const target = await Session.open(options.target);
	let crew: Crew | undefined;
	let receiving: Receiving | undefined;
	let finished = false;
	try {
		const record = await admit(target, options.target, {
			first: options.first,
			role: options.role,
			source: manifest.source,
		});
		if (options.ifNew && (await newestCopied(new Control(target), record.name)) === manifest.id) {
			reporter.note(`${manifest.id} is there already`);
			finished = true;
			return undefined;
		}
		receiving = await Receiving.begin(target, options, record, manifest.id);
		const { id, schema } = receiving.copy;
		crew = new Crew(
			options.threads,
			{ target: options.target, targetSchema: schema, store: options.from, allowedDomains: manifest.allowedDomains },
			({ table, rows, bytes }) => reporter.progress(table, rows, bytes),
			options.signal,
		);
		await crew.all((member) => member.run("open", undefined));
		await receiving.makeTables(manifest);
		const parts = partsOf(manifest, await parallelLoading(target, crew.members.length));
		const loaded = await loadTables(
			crew,
			parts,
			async (member, plan, chunks) => {
				const rows = await member.run("import", { plan, chunks });
				return { rows, bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes, 0), checksum: 0 };
			},
			reporter,
		);
		const notes = await receiving.complete(crew, manifest, new Map(Object.entries(manifest.tables)));
		const result: ImportResult = {
			id,
			schema,
			active: options.activate,
			export: manifest.id,
			taken: manifest.taken,
			leftOut: leftOutOf(manifest),
			...totalOf(loaded),
			seconds: (Date.now() - began) / 1000,
			snapshot: manifest.snapshot,
			memory: process.resourceUsage().maxRSS * 1024,
			notes,
		};
		await receiving.finish(result);
		finished = true;
		return result;
	} finally {
		reporter.end();
		await crew?.end();
		if (!finished) await receiving?.abandon();
		await target.close();
	}
}

/** The export that the newest whole copy is of, whether it is in use or somebody went back from it. */
async function newestCopied(control: Control, name: string): Promise<string | undefined> {
	const whole = (await control.copies(name)).filter(({ state }) => state !== "loading");
	return JSON.parse(whole.at(-1)?.summary ?? "{}").export;
}

/** Each file on its own where several connections can load a table, else all of a table's files one after the other. */
function partsOf({ plans, tables }: Manifest, parallel: (plan: TablePlan) => boolean): Map<TablePlan, Chunk[][]> {
	return new Map(
		plans
			.filter((plan) => plan.rows === "keep")
			.map((plan) => {
				const { chunks } = tables[plan.table.name];
				const table = { ...plan.table, rows: tables[plan.table.name].rows, bytes: tables[plan.table.name].bytes };
				const parts = parallel(plan) && chunks.length > 0 ? chunks.map((chunk) => [chunk]) : [chunks];
				return [{ ...plan, table }, parts];
			}),
	);
}
