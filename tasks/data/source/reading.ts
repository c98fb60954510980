import type { Address } from "../connection/address";
import type { Session } from "../connection/session";
import { consistently, type SnapshotWay } from "../connection/snapshot";
import { People } from "../guard/people";
import type { Reporter } from "../reporter";
import type { Rules } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import type { Crew } from "../transfer/crew";
import type { HandData, TableTask } from "../transfer/hand";
import { type PeopleColumns, peopleColumns } from "./find-people";
import { expectClassified, type Preparation, prepare, readContext } from "./preparation";
import { partsOf, rangeColumn, rangesOf } from "./ranges";

/** Where data comes from, and what is done with it on the way. */
export interface ReadingOptions {
	source: Address;
	rules: Rules;
	secret: Buffer;
	reporter: Reporter;
}

/** A source that is known and whose rows have not been read yet. */
export interface Reading extends Preparation {
	plans: TablePlan[];
	people: PeopleColumns[];
	/** What the threads that read it have to be given. */
	hand: HandData;
}

/**
 * Holds the rules against the source's catalogue and reads what rows are sanitised with.
 * @param session a connection to the source, which is made read-only
 * @throws Refusal if a column is not classified or a rule cannot work
 */
export async function prepareReading(session: Session, options: ReadingOptions): Promise<Reading> {
	const { source, rules, secret, reporter } = options;
	await session.query("SET SESSION TRANSACTION READ ONLY");
	reporter.step("check", { source: source.schema });
	const preparation = await prepare(source, rules);
	expectClassified(preparation.classification);
	const plans = preparation.classification.tables;
	const people = peopleColumns(plans, rules.people);
	await session.query("USE ??", [source.schema]);
	return {
		...preparation,
		plans,
		people,
		hand: {
			source,
			context: await readContext(session, plans, rules, secret),
			allowedDomains: rules.allowedDomains,
			people: People.allocate(peopleExpected(people, plans)).memory,
		},
	};
}

function peopleExpected(people: PeopleColumns[], plans: TablePlan[]): number {
	const rows = new Map(plans.map((plan) => [plan.table.name, plan.table.rows]));
	return people.reduce(
		(sum, { table, names, phones }) => sum + ((rows.get(table) ?? 0) + 1000) * (names.length + phones.length),
		0,
	);
}

/** Lets every thread open its connections, all with the same view of the source, and notes the shop's people. */
export async function takeSnapshot(
	session: Session,
	reading: Reading,
	crew: Crew,
	reporter: Reporter,
): Promise<SnapshotWay> {
	const connections = crew.members.length;
	const tables = reading.plans.map((plan) => plan.table);
	const way = await consistently(session, tables, connections === 1, async () => {
		await crew.all((member) => member.run("open", undefined));
	});
	reporter.step("snapshot", { way, connections });
	await crew.through(reading.people, async (member, columns) => {
		await member.run("findPeople", columns);
	});
	return way;
}

/**
 * What is to be read of each table that is kept: all of it, or parts of a big one.
 * @param inParts which tables may be read in parts
 */
export async function readingTasks(
	{ plans, conditions }: Reading,
	crew: Crew,
	inParts: (plan: TablePlan) => boolean,
): Promise<Map<TablePlan, TableTask[]>> {
	const tasks = new Map<TablePlan, TableTask[]>();
	await crew.through(
		plans.filter((plan) => plan.rows === "keep"),
		async (member, plan) => {
			const where = conditions.get(plan.table.name) ?? [];
			const parts = inParts(plan) ? partsOf(plan.table) : 1;
			const bounds = parts > 1 ? await member.run("bounds", plan) : undefined;
			const ranges = bounds ? rangesOf(rangeColumn(plan.table) as string, bounds, parts) : [undefined];
			tasks.set(
				plan,
				ranges.map((range) => ({ plan, where, range })),
			);
		},
	);
	return tasks;
}
