import type { Reference } from "./actions";
import type { TablePlan } from "./classify";

/** From columns of one table to columns of another: a foreign key, or a reference that the rules declare. */
export interface Link {
	columns: string[];
	table: string;
	references: string[];
}

/** The links of each table to others, from the schema and from the rules. */
export function linksOf(plans: TablePlan[], references: Reference[]): Map<string, Link[]> {
	const names = new Set(plans.map((plan) => plan.table.name));
	return new Map(
		plans.map(({ table }) => {
			const declared = references
				.filter((reference) => reference.table === table.name && names.has(reference.toTable))
				.filter((reference) => table.columns.some((column) => column.name === reference.column))
				.map(({ column, toTable, toColumn }) => ({ columns: [column], table: toTable, references: [toColumn] }));
			return [table.name, [...table.foreignKeys, ...declared]];
		}),
	);
}
