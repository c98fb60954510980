import { stringify } from "yaml";
import type { Guess } from "./guess";

/** A rules file that says what was guessed: whole as it is, and to be looked over before anyone relies on it. */
export function fragmentOf(guesses: Guess[]): string {
	const tables: Record<string, { keep?: string[]; columns?: Record<string, string | null> }> = {};
	for (const { table, column, action } of guesses) {
		tables[table] ??= {};
		const rule = tables[table];
		if (action === "keep") rule.keep = [...(rule.keep ?? []), column];
		else rule.columns = { ...rule.columns, [column]: action === "null" ? null : action };
	}
	return (
		"# Guessed from names and shapes. Look over every line: what is kept here is copied as it is, and what the guard\n" +
		"# finds in it stops the copy.\n" +
		stringify({ version: 1, tables })
	);
}
