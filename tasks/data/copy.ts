import { Session } from "./connection/session";
import type { SnapshotWay } from "./connection/snapshot";
import { prepareReading, type ReadingOptions, readingTasks, takeSnapshot } from "./source/reading";
import { admit, originOf } from "./target/admission";
import { loadTables, parallelLoading } from "./target/load";
import { newId, Receiving, type ReceivingOptions } from "./target/receiving";
import { Crew } from "./transfer/crew";
import { totalOf } from "./transfer/stream";

export interface CopyOptions extends ReadingOptions, ReceivingOptions {
	/** How many threads, with two connections each. Default: one a processor, two at least. */
	threads?: number;
	/** Ends the copy; what was begun is taken away again. */
	signal?: AbortSignal;
}

/** What a copy did. */
export interface CopyResult {
	id: string;
	schema: string;
	active: boolean;
	tables: number;
	rows: number;
	bytes: number;
	seconds: number;
	snapshot: SnapshotWay;
	/** The resident memory at its highest, in bytes. */
	memory: number;
	notes: string[];
}

/** Copies a source into a fresh schema of the target, sanitised, verifies it and makes it the active one. */
export async function copyData(options: CopyOptions): Promise<CopyResult> {
	const began = Date.now();
	const { reporter, rules } = options;
	const source = await Session.open(options.source);
	let target: Session | undefined;
	let crew: Crew | undefined;
	let receiving: Receiving | undefined;
	let finished = false;
	try {
		target = await Session.open(options.target);
		const record = await admit(target, options.target, {
			first: options.first,
			role: options.role,
			source: await originOf(source, options.source.schema),
		});
		const reading = await prepareReading(source, options);
		const received = { ...reading, ...rules };
		receiving = await Receiving.begin(target, options, record, newId());
		const { id, schema } = receiving.copy;

		crew = new Crew(
			options.threads,
			{ ...reading.hand, target: options.target, targetSchema: schema },
			({ table, rows, bytes }) => reporter.progress(table, rows, bytes),
			options.signal,
		);
		const snapshot = await takeSnapshot(source, reading, crew, reporter);
		await receiving.makeTables(received);
		const tasks = await readingTasks(reading, crew, await parallelLoading(target, crew.members.length));
		const sent = await loadTables(crew, tasks, (member, _, task) => member.run("copy", task), reporter);
		const notes = await receiving.complete(crew, received, sent);

		const result: CopyResult = {
			id,
			schema,
			active: options.activate,
			...totalOf(sent),
			seconds: (Date.now() - began) / 1000,
			snapshot,
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
		await Promise.all([source.close(), target?.close()]);
	}
}
