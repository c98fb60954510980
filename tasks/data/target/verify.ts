import { quoted } from "../catalogue/catalogue";
import type { Session } from "../connection/session";
import { DataError } from "../errors";
import type { TablePlan } from "../rules/classify";
import type { Link } from "../transfer/subset";

/**
 * Looks for a row that refers to one that is not there. Magento's references without a key say 0 for nobody.
 * @param zero whether 0 refers to nothing
 * @throws DataError with the table and the columns, not with the value
 */
export async function expectNoDangling(
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
export function expectSame(
	plan: TablePlan,
	sent: { rows: number; checksum: number },
	found: { rows: number; checksum: number },
): void {
	const { name } = plan.table;
	if (found.rows !== sent.rows) throw new DataError(`${name} has ${found.rows} rows where ${sent.rows} were sent`);
	if (found.checksum !== sent.checksum)
		throw new DataError(`${name} does not hold what was sent: its checksum differs; the copy is not activated`);
}
