import { quoted } from "../catalogue/catalogue";
import { stagesOf } from "../catalogue/definition";
import type { Session } from "../connection/session";
import type { Reporter } from "../reporter";
import type { TablePlan } from "../rules/classify";
import type { Crew, Member } from "../transfer/crew";
import { type Streamed, together } from "../transfer/stream";

/** With fewer, there are always other tables to load, and a table in one go is loaded faster. */
const fewThreads = 3;

/**
 * Which tables several connections load at a time. LOAD DATA keeps the lock on an AUTO_INCREMENT for as long as it runs,
 * except in the lock mode that MySQL 8 has and MariaDB can be set to.
 */
export async function parallelLoading(target: Session, threads: number): Promise<(plan: TablePlan) => boolean> {
	const interleaved = 2;
	if (threads <= fewThreads) return () => false;
	const free = Number(await target.value("SELECT @@innodb_autoinc_lock_mode")) === interleaved;
	return ({ table }) =>
		table.engine === "InnoDB" &&
		table.primaryKey.length > 0 &&
		(free || table.columns.every((column) => !column.autoIncrement));
}

/**
 * Loads every table, the one that takes longest first, and makes its keys as soon as its last part is there.
 * @param parts what is loaded one by one, by table
 * @param send loads one part
 * @returns what was loaded, by a table's name
 */
export async function loadTables<T>(
	crew: Crew,
	parts: Map<TablePlan, T[]>,
	send: (member: Member, plan: TablePlan, part: T) => Promise<Streamed>,
	reporter: Reporter,
): Promise<Map<string, Streamed>> {
	const plans = [...parts.keys()].sort((a, b) => effort(b) - effort(a));
	reporter.total(plans.map(({ table }) => ({ name: table.name, rows: table.rows, bytes: table.bytes })));
	const sent = new Map<string, Streamed>();
	const left = new Map(plans.map((plan) => [plan, parts.get(plan)?.length ?? 0]));
	const queue = plans.flatMap((plan) => (parts.get(plan) ?? []).map((part) => ({ plan, part })));
	await crew.through(queue, async (member, { plan, part }) => {
		const { name } = plan.table;
		const streamed = await send(member, plan, part);
		const all = sent.has(name) ? together(sent.get(name) as Streamed, streamed) : streamed;
		sent.set(name, all);
		left.set(plan, (left.get(plan) ?? 1) - 1);
		if (left.get(plan) !== 0) return;
		const { keys } = stagesOf(plan.table);
		if (keys.length > 0) await member.run("alter", [alter(name, keys)]);
		reporter.tableDone(name, all.rows, all.bytes);
	});
	return sent;
}

/** Makes foreign keys, and the keys of tables that have no rows: what has to wait until every table is there. */
export async function linkTables(crew: Crew, plans: TablePlan[]): Promise<void> {
	const made = plans.filter((plan) => plan.rows !== "skip");
	const names = new Set(made.map((plan) => plan.table.name));
	await crew.through(made, async (member, { table, rows }) => {
		const { foreignKeys, keys } = stagesOf(table);
		const kept = foreignKeys.filter(({ name }) =>
			names.has(table.foreignKeys.find((key) => key.name === name)?.table ?? ""),
		);
		const clauses = [...(rows === "keep" ? [] : keys), ...kept.map(({ clause }) => clause)];
		if (clauses.length > 0) await member.run("alter", [alter(table.name, clauses)]);
	});
}

function alter(table: string, clauses: string[]): string {
	return `ALTER TABLE ${quoted(table)} ${clauses.join(", ")}`;
}

/** A full-text key is built on one processor, at some fifteen times the cost of the rows. */
function effort({ table }: TablePlan): number {
	return table.bytes * (table.create.includes("FULLTEXT KEY") ? 8 : 1);
}
