import { storedColumns } from "../../tasks/data/catalogue/catalogue";
import type { Action } from "../../tasks/data/rules/actions";
import { type Preparation, prepare } from "../../tasks/data/source/preparation";
import { rulesFrom, sourceAddress } from "./inputs";
import type { CommonOptions } from "./options";

const refused = 2;
/** What a copy between two servers on two processors did at least, in bytes of table data a second. */
const slowRate = 15e6;

interface PlannedTable {
	table: string;
	rows: number;
	bytes: number;
	what: string;
	conditions: string[];
	columns: Record<string, string>;
}

/** `understudy data plan`: what a copy would do. Reads the source's catalogue and none of its rows. */
export async function plan(options: CommonOptions): Promise<void> {
	const preparation = await prepare(await sourceAddress(), await rulesFrom(options));
	const { unclassified, problems } = preparation.classification;
	const tables = plannedTables(preparation);
	const kept = tables.filter((table) => table.what === "copied");
	const totals = {
		tables: kept.length,
		rows: kept.reduce((sum, table) => sum + table.rows, 0),
		bytes: kept.reduce((sum, table) => sum + table.bytes, 0),
	};
	const seconds = Math.ceil(totals.bytes / slowRate);
	const found = {
		...totals,
		seconds,
		unclassified: unclassified.map(({ table, column }) => `${table}.${column.name}`),
		problems,
	};
	process.stdout.write(
		options.json ? `${JSON.stringify({ ...found, plan: tables }, null, 2)}\n` : report(tables, found),
	);
	if (unclassified.length + problems.length > 0) process.exitCode = refused;
}

function plannedTables({ classification, conditions }: Preparation): PlannedTable[] {
	return classification.tables.map(({ table, rows, actions }) => ({
		table: table.name,
		rows: table.rows,
		bytes: table.bytes,
		what: { keep: "copied", truncate: "emptied", skip: "left out" }[rows],
		conditions: conditions.get(table.name) ?? [],
		columns: Object.fromEntries(
			storedColumns(table).flatMap((column, index) =>
				actions[index] ? [[column.name, describe(actions[index])]] : [],
			),
		),
	}));
}

function describe(action: Action): string {
	switch (action.do) {
		case "pseudonym":
			return action.kind;
		case "by":
			return `by ${action.column}`;
		case "json":
		case "php":
			return `${action.do} by path`;
		default:
			return action.do;
	}
}

function report(
	tables: PlannedTable[],
	found: { rows: number; bytes: number; seconds: number; tables: number; unclassified: string[]; problems: string[] },
): string {
	const wide = Math.max(...tables.map((table) => table.table.length), 5);
	const lines = tables
		.filter((table) => table.what === "copied")
		.map((table) => {
			const changed = Object.entries(table.columns).filter(([, action]) => action !== "keep");
			const limits = table.conditions.length > 0 ? ", a part of it" : "";
			const what =
				changed.length > 0 ? changed.map(([name, action]) => `${name}: ${action}`).join(", ") : "kept as it is";
			return `${table.table.padEnd(wide)}  ${`${table.rows} rows`.padStart(14)}  ${what}${limits}`;
		});
	const emptied = tables.filter((table) => table.what !== "copied").length;
	lines.push(
		"",
		`${found.tables} tables, about ${found.rows} rows and ${(found.bytes / 1e6).toFixed(1)} MB; ${emptied} tables emptied or left out`,
		`some ${found.seconds < 90 ? `${found.seconds} seconds` : `${Math.ceil(found.seconds / 60)} minutes`} at ${slowRate / 1e6} MB a second; rows are the server's estimates`,
		...found.unclassified.map((column) => `not classified: ${column}`),
		...found.problems.map((problem) => `rule: ${problem}`),
	);
	return `${lines.join("\n")}\n`;
}
