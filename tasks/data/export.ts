import { Session } from "./connection/session";
import type { SnapshotWay } from "./connection/snapshot";
import { beginExport, clearInterrupted, endExport, removeExport } from "./manifest/exports";
import { writeManifest } from "./manifest/file";
import { type ExportedTable, type Manifest, manifestVersion } from "./manifest/manifest";
import { type Part, partFile } from "./parts/division";
import { fingerprintOf } from "./pseudonyms/key";
import type { TablePlan } from "./rules/classify";
import { prepareReading, type Reading, type ReadingOptions, readingTasks, takeSnapshot } from "./source/reading";
import { openStore } from "./store/open";
import { originOf } from "./target/admission";
import { newId } from "./target/receiving";
import { Crew } from "./transfer/crew";
import { type Streamed, together, totalOf } from "./transfer/stream";

export interface ExportOptions extends ReadingOptions {
	/** Where exports are kept: a folder, or `s3://bucket/prefix`. */
	to: string;
	/** The part of an export that is made, where several processes make one; {@link divideExport} begins it. */
	part?: Part;
	/** How many threads, with a connection each. Default: one a processor, two at least. */
	threads?: number;
	/** Ends the export; what was begun is taken away again. */
	signal?: AbortSignal;
}

/** What an export did. */
export interface ExportResult {
	id: string;
	store: string;
	tables: number;
	rows: number;
	bytes: number;
	/** Bytes in the store. */
	stored: number;
	files: number;
	seconds: number;
	snapshot: SnapshotWay;
	/** The resident memory at its highest, in bytes. */
	memory: number;
}

/** Writes a source, sanitised, into files of a store, and a manifest of them once all are there. */
export async function exportData(options: ExportOptions): Promise<ExportResult> {
	const began = Date.now();
	const { reporter, part } = options;
	const store = openStore(options.to);
	const source = await Session.open(options.source);
	const id = part?.export ?? newId();
	let crew: Crew | undefined;
	let begun = false;
	let finished = false;
	try {
		const reading = await prepareReading(source, options);
		if (part === undefined) {
			for (const left of await clearInterrupted(store))
				reporter.note(`removed ${left}, which an interrupted export had left`);
			begun = true;
			await beginExport(store, id);
		}
		crew = new Crew(
			options.threads,
			{ ...reading.hand, store: options.to },
			({ table, rows, bytes }) => reporter.progress(table, rows, bytes),
			options.signal,
		);
		const snapshot = await takeSnapshot(source, reading, crew, reporter);
		const taken = new Date().toISOString();
		reporter.step("export", { id, store: store.name });
		const tables = await exportTables(crew, reading, id, reporter, part?.tables);
		reporter.step("manifest");
		const facts = { id, taken, snapshot, key: fingerprintOf(options.secret), tables };
		const file = part && partFile(id, part.part);
		await writeManifest(store, await describe(source, reading, options, facts), file);
		finished = true;
		if (part === undefined) await endExport(store, id);
		const chunks = Object.values(tables).flatMap((table) => table.chunks);
		return {
			id,
			store: store.name,
			...totalOf(new Map(Object.entries(tables))),
			stored: chunks.reduce((sum, chunk) => sum + chunk.stored, 0),
			files: chunks.length,
			seconds: (Date.now() - began) / 1000,
			snapshot,
			memory: process.resourceUsage().maxRSS * 1024,
		};
	} finally {
		reporter.end();
		await crew?.end();
		if (begun && !finished)
			await removeExport(store, id).catch(() => reporter.note(`${id} is left unfinished; a later export removes it`));
		await source.close();
	}
}

async function exportTables(
	crew: Crew,
	reading: Reading,
	id: string,
	reporter: ReadingOptions["reporter"],
	only?: string[],
): Promise<Record<string, ExportedTable>> {
	const own = only === undefined ? reading.plans : reading.plans.filter((plan) => only.includes(plan.table.name));
	const tasks = await readingTasks({ ...reading, plans: own }, crew, () => true);
	const plans = [...tasks.keys()].sort((a, b) => b.table.bytes - a.table.bytes);
	reporter.total(plans.map(({ table }) => ({ name: table.name, rows: table.rows, bytes: table.bytes })));
	const numbers = new Map(reading.plans.map((plan, index) => [plan, index + 1]));
	const exported = new Map<TablePlan, (ExportedTable | undefined)[]>(
		plans.map((plan) => [plan, (tasks.get(plan) ?? []).map(() => undefined)]),
	);
	const queue = plans.flatMap((plan) => (tasks.get(plan) ?? []).map((task, part) => ({ plan, task, part })));
	await crew.through(queue, async (member, { plan, task, part }) => {
		const name = `${id}/${fileName(numbers.get(plan) ?? 0, plan.table.name)}.${part + 1}`;
		const parts = exported.get(plan) as (ExportedTable | undefined)[];
		parts[part] = await member.run("export", { ...task, name });
		if (parts.includes(undefined)) return;
		const { rows, bytes } = joined(parts as ExportedTable[]);
		reporter.tableDone(plan.table.name, rows, bytes);
	});
	return Object.fromEntries([...exported].map(([plan, parts]) => [plan.table.name, joined(parts as ExportedTable[])]));
}

function joined(parts: ExportedTable[]): ExportedTable {
	const none: Streamed = { rows: 0, bytes: 0, checksum: 0 };
	return { ...parts.reduce<Streamed>(together, none), chunks: parts.flatMap((part) => part.chunks) };
}

/** A table's name as a part of a file's: any name can be one, on any file system, and the number tells them apart. */
function fileName(number: number, table: string): string {
	return `${String(number).padStart(4, "0")}.${table.replace(/[^\w-]/g, "_").slice(0, 64)}`;
}

async function describe(
	source: Session,
	{ catalogue: { tables: _, ...catalogue }, plans, conditions }: Reading,
	{ rules, source: { schema } }: ExportOptions,
	facts: Pick<Manifest, "id" | "taken" | "snapshot" | "key" | "tables">,
): Promise<Manifest> {
	const { tables, ...others } = facts;
	return {
		version: manifestVersion,
		...others,
		source: await originOf(source, schema),
		catalogue,
		plans: plans.map(({ where: _where, ...plan }) => plan),
		limited: plans.map(({ table }) => table.name).filter((name) => (conditions.get(name) ?? []).length > 0),
		tables,
		references: rules.references,
		allowedDomains: rules.allowedDomains,
		targetSettings: rules.targetSettings,
	};
}
