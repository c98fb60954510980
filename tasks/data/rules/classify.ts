import { type Catalogue, type Column, storedColumns, type Table } from "../catalogue/catalogue";
import { kinds } from "../pseudonyms/kinds";
import type { Action, Allowance, Rules, TableRule } from "./actions";

/** What is done with one table. Plain data. */
export interface TablePlan {
	table: Table;
	rows: TableRule["rows"];
	/** One for each stored column, in their order. */
	actions: Action[];
	allow: Record<string, Allowance>;
	where?: string;
}

/** A column of which the rules say nothing. */
export interface Unclassified {
	table: string;
	column: Column;
}

export interface Classification {
	tables: TablePlan[];
	unclassified: Unclassified[];
	/** What cannot work as it is written, one line each. */
	problems: string[];
}

/** Holds the rules against what the database has. Pure: nothing is read. */
export function classify(catalogue: Catalogue, rules: Rules): Classification {
	const result: Classification = { tables: [], unclassified: [], problems: [] };
	for (const table of catalogue.tables) {
		const rule = ruleFor(table.name, rules);
		const limits = rules.limits.filter((limit) => limit.table === table.name).map((limit) => limit.where);
		const conditions = [...(rule?.where ? [rule.where] : []), ...limits];
		const plan: TablePlan = {
			table,
			rows: isLeftOut(table.name, rules) && rule?.rows !== "skip" ? "truncate" : (rule?.rows ?? "keep"),
			actions: [],
			allow: rule?.allow ?? {},
			where: conditions.length > 0 ? conditions.map((condition) => `(${condition})`).join(" AND ") : undefined,
		};
		result.tables.push(plan);
		if (plan.rows !== "keep") continue;
		if (rule === undefined) {
			for (const column of storedColumns(table)) result.unclassified.push({ table: table.name, column });
			continue;
		}
		for (const column of storedColumns(table)) {
			const action = rule.columns[column.name] ?? rule.columns["*"];
			if (action === undefined) result.unclassified.push({ table: table.name, column });
			else result.problems.push(...problemsOf(table, column, action));
			plan.actions.push(action ?? { do: "keep" });
		}
	}
	result.problems.push(...unknownNames(catalogue, rules));
	return result;
}

function isLeftOut(name: string, { include, exclude }: Rules): boolean {
	const fits = (pattern: string) => matches(pattern, name);
	return (include !== undefined && !include.some(fits)) || exclude.some(fits);
}

/** The rule with the table's own name, else the longest pattern that fits it. */
function ruleFor(name: string, rules: Rules): TableRule | undefined {
	if (Object.hasOwn(rules.tables, name)) return rules.tables[name];
	const patterns = Object.keys(rules.tables).filter((pattern) => pattern.includes("*") && matches(pattern, name));
	const [longest] = patterns.sort((a, b) => b.length - a.length);
	return longest === undefined ? undefined : rules.tables[longest];
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export function matches(pattern: string, name: string): boolean {
	const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`).test(name);
}

function problemsOf(table: Table, column: Column, action: Action): string[] {
	const at = `${table.name}.${column.name}`;
	if (action.do === "null" && !column.nullable) return [`${at}: "null" in a column that takes none`];
	if (action.do === "by") {
		if (!table.columns.some((other) => other.name === action.column))
			return [`${at}: by a column that is not there: ${action.column}`];
		return [...Object.values(action.cases), action.other].flatMap((inner) => problemsOf(table, column, inner));
	}
	if (action.do === "template") {
		const names = [...action.template.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
		const missing = names.filter((name) => !table.columns.some((other) => other.name === name));
		return missing.map((name) => `${at}: the template names a column that is not there: ${name}`);
	}
	if (action.do !== "pseudonym") return [];
	const kind = kinds[action.kind];
	const problems: string[] = [];
	if (column.length !== undefined && column.length < kind.shortest)
		problems.push(
			`${at}: a pseudonym "${action.kind}" needs ${kind.shortest} characters, the column takes ${column.length}`,
		);
	const alone = [table.primaryKey, ...table.uniqueKeys].some((key) => key.length === 1 && key[0] === column.name);
	if (alone && !kind.unique)
		problems.push(
			`${at}: has to be unique, and "${action.kind}" gives the same pseudonym for different values at times`,
		);
	return problems;
}

/** A name in the shop's own rules that the database does not have is a typing mistake, which would change nothing. */
function unknownNames(catalogue: Catalogue, rules: Rules): string[] {
	const problems: string[] = [];
	const tables = new Map(catalogue.tables.map((table) => [table.name, table]));
	for (const { table: name, columns } of rules.own) {
		if (name.includes("*")) continue;
		const table = tables.get(name);
		if (table === undefined) problems.push(`${name}: a rule names a table that is not there`);
		const known = new Set(table?.columns.map((column) => column.name));
		for (const column of table === undefined ? [] : columns)
			if (column !== "*" && !known.has(column))
				problems.push(`${name}.${column}: a rule names a column that is not there`);
	}
	for (const { table } of rules.limits)
		if (!tables.has(table)) problems.push(`${table}: --where names a table that is not there`);
	for (const pattern of [...(rules.include ?? []), ...rules.exclude])
		if (![...tables.keys()].some((name) => matches(pattern, name)))
			problems.push(`${pattern}: --include or --exclude names no table that is there`);
	return problems;
}
