import { randomBytes } from "node:crypto";
import { cpus } from "node:os";
import { stagesOf } from "./catalogue/definition";
import type { Address } from "./connection/address";
import { Session } from "./connection/session";
import { consistently, type SnapshotWay } from "./connection/snapshot";
import { People } from "./guard/people";
import { expectClassified, type Preparation, prepare, readContext } from "./preparation";
import type { Reporter } from "./reporter";
import type { Rules } from "./rules/actions";
import type { TablePlan } from "./rules/classify";
import { activate, clearLeftovers } from "./target/activate";
import { admit, identityOf } from "./target/admission";
import { Control, type CopyRecord } from "./target/control";
import type { Role } from "./target/roles";
import { createObjects, createSchema, schemaOf } from "./target/schema";
import { keepOwnSettings } from "./target/settings";
import { expectNoDangling, expectSame } from "./target/verify";
import { Crew } from "./transfer/crew";
import { type PeopleColumns, peopleColumns } from "./transfer/find-people";
import type { Streamed } from "./transfer/stream";
import { type Link, linksOf } from "./transfer/subset";

export interface CopyOptions {
	source: Address;
	target: Address;
	rules: Rules;
	secret: Buffer;
	/** How many threads, with two connections each. Default: one a processor. */
	threads?: number;
	/** The first copy into an environment that is not marked yet. */
	first: boolean;
	role?: Role;
	/** Whether the copy becomes the active one when it is verified. */
	activate: boolean;
	reporter: Reporter;
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
	const target = await openOr(options.target, source);
	let crew: Crew | undefined;
	try {
		await source.query("SET SESSION TRANSACTION READ ONLY");
		const record = await admit(target, options.target, {
			first: options.first,
			role: options.role,
			source: { identity: await identityOf(source), schema: options.source.schema },
		});
		reporter.step("check", { source: options.source.schema });
		const preparation = await prepare(options.source, rules);
		expectClassified(preparation.classification);
		const plans = preparation.classification.tables;

		const control = new Control(target);
		await control.prepare();
		await control.lock(record.name);
		await control.mark(record.name, record.role);
		for (const schema of await clearLeftovers(control, record.name))
			reporter.note(`dropped ${schema}, which an interrupted import had left`);
		const id = newId();
		const copy: CopyRecord = {
			id,
			name: record.name,
			schema: schemaOf(record.name, id),
			state: "loading",
			created: new Date().toISOString(),
			summary: "{}",
		};
		await control.addCopy(copy);

		const people = peopleColumns(plans, rules.people);
		const threads = options.threads ?? Math.max(2, cpus().length);
		await source.query("USE ??", [options.source.schema]);
		const context = await readContext(source, plans, rules, options.secret);
		crew = new Crew(
			threads,
			{
				source: options.source,
				target: options.target,
				targetSchema: copy.schema,
				context,
				allowedDomains: rules.allowedDomains,
				people: People.allocate(peopleExpected(people, plans)).memory,
			},
			({ table, rows, bytes }) => reporter.progress(table, rows, bytes),
		);
		const members = crew;
		const snapshot = await consistently(
			source,
			plans.map((plan) => plan.table),
			threads === 1,
			async () => {
				await members.all((member) => member.run("open", undefined));
			},
		);
		reporter.step("snapshot", { way: snapshot, connections: threads });
		await members.through(people, async (member, columns) => {
			await member.run("findPeople", columns);
		});

		reporter.step("load", { schema: copy.schema });
		await createSchema(target, copy.schema, preparation.catalogue, plans);
		const sent = await load(members, preparation, reporter);
		reporter.step("verify");
		await verify(members, options.target, copy.schema, preparation, rules, sent);
		const skipped = plans.filter((plan) => plan.rows === "skip").map((plan) => plan.table.name);
		const notes = await createObjects(target, copy.schema, preparation.catalogue, skipped);
		const own = record.active ?? record.name;
		const settings = await keepOwnSettings(target, own, copy.schema, rules.targetSettings);
		if (settings > 0) reporter.note(`kept ${settings} settings of the target's own`);

		const result: CopyResult = {
			id,
			schema: copy.schema,
			active: options.activate,
			tables: sent.size,
			rows: sum(sent, "rows"),
			bytes: sum(sent, "bytes"),
			seconds: (Date.now() - began) / 1000,
			snapshot,
			memory: process.resourceUsage().maxRSS * 1024,
			notes,
		};
		await control.setCopy(record.name, id, "verified", JSON.stringify(result));
		if (options.activate) {
			reporter.step("activate", { schema: copy.schema });
			await activate(control, record.name, id);
		}
		return result;
	} finally {
		reporter.end();
		await crew?.end();
		await Promise.all([source.close(), target.close()]);
	}
}

/** Opens the second connection; closes the first if that fails. */
async function openOr(address: Address, first: Session): Promise<Session> {
	try {
		return await Session.open(address);
	} catch (error) {
		await first.close();
		throw error;
	}
}

/** A copy's name: when it was made, and four digits more. */
export function newId(): string {
	return `${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}_${randomBytes(2).toString("hex")}`;
}

function peopleExpected(people: PeopleColumns[], plans: TablePlan[]): number {
	const rows = new Map(plans.map((plan) => [plan.table.name, plan.table.rows]));
	return people.reduce(
		(sum, { table, names, phones }) => sum + ((rows.get(table) ?? 0) + 1000) * (names.length + phones.length),
		0,
	);
}

/** Loads every table; the one that takes longest, for its size or its full-text keys, first. */
async function load(crew: Crew, preparation: Preparation, reporter: Reporter): Promise<Map<string, Streamed>> {
	const plans = preparation.classification.tables.filter((plan) => plan.rows === "keep");
	reporter.total(plans.map(({ table }) => ({ name: table.name, rows: table.rows, bytes: table.bytes })));
	const sent = new Map<string, Streamed>();
	await crew.through(
		[...plans].sort((a, b) => effort(b) - effort(a)),
		async (member, plan) => {
			const { name } = plan.table;
			const streamed = await member.run("copy", { plan, where: preparation.conditions.get(name) ?? [] });
			const { keys } = stagesOf(plan.table);
			if (keys.length > 0) await member.run("alter", [alter(plan.table.name, keys)]);
			sent.set(name, streamed);
			reporter.tableDone(name, streamed.rows, streamed.bytes);
		},
	);
	const made = new Set(
		preparation.classification.tables.filter((plan) => plan.rows !== "skip").map((plan) => plan.table.name),
	);
	const emptied = preparation.classification.tables.filter((plan) => plan.rows === "truncate");
	await crew.through([...plans, ...emptied], async (member, { table }) => {
		const { foreignKeys, keys } = stagesOf(table);
		const kept = foreignKeys.filter(({ name }) =>
			made.has(table.foreignKeys.find((key) => key.name === name)?.table ?? ""),
		);
		const clauses = [...(sent.has(table.name) ? [] : keys), ...kept.map(({ clause }) => clause)];
		if (clauses.length > 0) await member.run("alter", [alter(table.name, clauses)]);
	});
	return sent;
}

function alter(table: string, clauses: string[]): string {
	return `ALTER TABLE \`${table.replaceAll("`", "``")}\` ${clauses.join(", ")}`;
}

/** A full-text key is built on one processor, at some fifteen times the cost of the rows. */
function effort({ table }: TablePlan): number {
	return table.bytes * (table.create.includes("FULLTEXT KEY") ? 8 : 1);
}

const sampledRows = 64;

async function verify(
	crew: Crew,
	target: Address,
	schema: string,
	{ classification }: Preparation,
	rules: Rules,
	sent: Map<string, Streamed>,
): Promise<void> {
	const plans = classification.tables.filter((plan) => sent.has(plan.table.name));
	const links = [...linksOf(classification.tables, rules.references)]
		.filter(([table]) => sent.has(table))
		.flatMap(([table, own]) => own.map((link): [string, Link] => [table, link]))
		.filter(([, link]) => classification.tables.some((plan) => plan.table.name === link.table && plan.rows !== "skip"));
	const declared = new Set(classification.tables.flatMap((plan) => plan.table.foreignKeys.map((key) => key.columns)));
	const session = await Session.open(target);
	try {
		await Promise.all([
			crew.through(
				[...plans].sort((a, b) => b.table.bytes - a.table.bytes),
				async (member, plan) => {
					const found = await member.run("readBack", { plan, sample: sampledRows });
					expectSame(plan, sent.get(plan.table.name) as Streamed, found);
				},
			),
			(async () => {
				for (const [table, link] of links)
					await expectNoDangling(session, schema, table, link, !declared.has(link.columns));
			})(),
		]);
	} finally {
		await session.close();
	}
}

function sum(sent: Map<string, Streamed>, what: "rows" | "bytes"): number {
	return [...sent.values()].reduce((total, streamed) => total + streamed[what], 0);
}
