import { quoted } from "../catalogue/catalogue";
import type { Address } from "../connection/address";
import { Session } from "../connection/session";
import { DataError } from "../errors";
import type { Reference } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import { type Link, linksOf } from "../rules/links";
import type { Crew } from "../transfer/crew";
import type { Streamed } from "../transfer/stream";

/** One row in so many is guarded once more. */
const sampledRows = 64;

/**
 * Holds what the target has against what it was sent: rows and checksum of every table, and that nothing refers to
 * what is not there.
 * @param sent by a table's name
 * @throws DataError that names the table; Refusal if the guard finds something
 */
export async function verify(
	crew: Crew,
	{ target, schema }: { target: Address; schema: string },
	plans: TablePlan[],
	references: Reference[],
	sent: Map<string, Streamed>,
): Promise<void> {
	const made = new Set(plans.filter((plan) => plan.rows !== "skip").map((plan) => plan.table.name));
	const links = [...linksOf(plans, references)]
		.filter(([table]) => sent.has(table))
		.flatMap(([table, own]) => own.map((link): [string, Link] => [table, link]))
		.filter(([, link]) => made.has(link.table));
	const declared = new Set(plans.flatMap((plan) => plan.table.foreignKeys.map((key) => key.columns)));
	const session = await Session.open(target);
	try {
		await Promise.all([
			crew.through(
				plans.filter((plan) => sent.has(plan.table.name)).sort((a, b) => b.table.bytes - a.table.bytes),
				async (member, plan) => {
					const expected = sent.get(plan.table.name) as Streamed;
					expectSame(plan, expected, await member.run("readBack", { plan, sent: expected, sample: sampledRows }));
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

/**
 * Looks for a row that refers to one that is not there. Magento's references without a key say 0 for nobody.
 * @param zero whether 0 refers to nothing
 * @throws DataError with the table and the columns, not with the value
 */
async function expectNoDangling(
	session: Session,
	schema: string,
	table: string,
	link: Link,
	zero: boolean,
): Promise<void> {
	const present = link.columns.map(
		(column) => `c.${quoted(column)} IS NOT NULL${zero ? ` AND c.${quoted(column)} <> 0` : ""}`,
	);
	const joined = link.columns.map((column, index) => `p.${quoted(link.references[index])} = c.${quoted(column)}`);
	const dangling = await session.value(
		`SELECT 1 FROM ${quoted(schema)}.${quoted(table)} c WHERE ${present.join(" AND ")} AND NOT EXISTS ` +
			`(SELECT 1 FROM ${quoted(schema)}.${quoted(link.table)} p WHERE ${joined.join(" AND ")}) LIMIT 1`,
	);
	if (dangling !== undefined)
		throw new DataError(
			`${table} (${link.columns.join(", ")}) refers to a row of ${link.table} that is not there; the copy is not activated`,
		);
}

/** Whether a table of the target holds what was sent to it. */
function expectSame(plan: TablePlan, sent: Streamed, found: Streamed): void {
	const { name } = plan.table;
	if (found.rows !== sent.rows) throw new DataError(`${name} has ${found.rows} rows where ${sent.rows} were sent`);
	if (found.checksum !== sent.checksum)
		throw new DataError(`${name} does not hold what was sent: its checksum differs; the copy is not activated`);
}
