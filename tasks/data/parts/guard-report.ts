import { storedColumns } from "../catalogue/catalogue";
import type { Manifest } from "../manifest/manifest";

/** What the guard looked through, and what it was told to let pass. Its finds are none: one would have ended the export. */
export interface GuardReport {
	/** Columns whose text was kept, and looked through in every row. */
	columns: number;
	/** Rows of the tables that have such columns. */
	rows: number;
	/** What may be there by the rules, and why. */
	allowances: { table: string; column: string; kinds: string[]; reason: string }[];
}

/** Says what the guard did for an export, by its manifest. */
export function guardReport({ plans, tables }: Manifest): GuardReport {
	const report: GuardReport = { columns: 0, rows: 0, allowances: [] };
	for (const { table, rows, actions, allow } of plans) {
		if (rows !== "keep") continue;
		const kept = storedColumns(table).filter((column, at) => actions[at].do === "keep" && column.charset !== undefined);
		report.columns += kept.length;
		if (kept.length > 0) report.rows += tables[table.name]?.rows ?? 0;
		for (const [column, { kinds, reason }] of Object.entries(allow))
			report.allowances.push({ table: table.name, column, kinds, reason });
	}
	return report;
}
