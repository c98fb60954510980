import { quoted } from "../catalogue/catalogue";
import { DataError } from "../errors";
import type { Reference } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import { type Link, linksOf } from "../rules/links";

/**
 * The conditions in SQL under which a row of each table is copied: the table's own, and that every row it refers to is
 * copied too. A reference that is NULL refers to nothing; in a reference without a key so does 0, as Magento writes it.
 * @throws DataError where tables with conditions refer to each other in a circle
 */
export function subsetConditions(plans: TablePlan[], references: Reference[]): Map<string, string[]> {
	const links = linksOf(plans, references);
	const byName = new Map(plans.map((plan) => [plan.table.name, plan]));
	const limited = new Map<string, boolean>();
	const isLimited = (name: string, path: string[]): boolean => {
		const known = limited.get(name);
		if (known !== undefined) return known;
		if (path.includes(name)) return false;
		const plan = byName.get(name) as TablePlan;
		const result =
			plan.where !== undefined ||
			plan.rows !== "keep" ||
			(links.get(name) ?? []).some((link) => link.table !== name && isLimited(link.table, [...path, name]));
		if (path.length === 0) limited.set(name, result);
		return result;
	};
	const conditionsOf = (name: string, alias: string, path: string[]): string[] => {
		const plan = byName.get(name) as TablePlan;
		if (path.includes(name))
			throw new DataError(
				`a subset cannot follow tables that refer to each other in a circle: ${[...path, name].join(" -> ")}`,
			);
		const conditions = plan.where === undefined ? [] : [plan.where];
		for (const link of links.get(name) ?? []) {
			if (!byName.has(link.table) || (link.table !== name && !isLimited(link.table, []))) continue;
			if (link.table === name) {
				if (conditions.length > 0) throw new DataError(`a subset cannot follow a table that refers to itself: ${name}`);
				continue;
			}
			conditions.push(followed(link, alias, path.length));
		}
		return conditions;

		function followed(link: Link, from: string, depth: number): string {
			const parent = byName.get(link.table) as TablePlan;
			const own = link.columns.map((column) => `${quoted(from)}.${quoted(column)}`);
			const nothing = own.map((column) => `${column} IS NULL`).join(" OR ");
			const declared = plan.table.foreignKeys.every((key) => key.columns !== link.columns);
			const zero = declared ? ` OR ${own.map((column) => `${column} = 0`).join(" OR ")}` : "";
			if (parent.rows !== "keep") return `${nothing}${zero}`;
			const to = `t${depth}`;
			const joined = link.references.map((column, index) => `${quoted(to)}.${quoted(column)} = ${own[index]}`);
			const inner = conditionsOf(link.table, to, [...path, name]);
			return `${nothing}${zero} OR EXISTS (SELECT 1 FROM ${quoted(link.table)} ${quoted(to)} WHERE ${[...joined, ...inner].map((condition) => `(${condition})`).join(" AND ")})`;
		}
	};
	return new Map(
		plans
			.filter((plan) => plan.rows === "keep")
			.map((plan) => [
				plan.table.name,
				isLimited(plan.table.name, []) ? conditionsOf(plan.table.name, plan.table.name, []) : [],
			]),
	);
}
