import { writeFileSync } from "node:fs";
import { Session } from "../../tasks/data/connection/session";
import { fragmentOf } from "../../tasks/data/rules/fragment";
import { type Guess, guess } from "../../tasks/data/rules/guess";
import { prepare } from "../../tasks/data/source/preparation";
import { rulesFrom, sourceAddress } from "./inputs";
import { logLine } from "./log-line";
import type { CommonOptions } from "./options";

const refused = 2;

/** `understudy data check` */
export async function check(options: CommonOptions & { write?: string }): Promise<void> {
	const source = await sourceAddress();
	const { catalogue, classification } = await prepare(source, await rulesFrom(options));
	const session = await Session.open(source);
	let guesses: Guess[];
	try {
		guesses = await guess(session, source.schema, classification.unclassified);
	} finally {
		await session.close();
	}
	const { problems } = classification;
	if (options.write) writeFileSync(options.write, fragmentOf(guesses));
	const mistakes = guesses.length + problems.length;
	if (options.json) process.stdout.write(`${jsonReport(catalogue.tables.length, guesses, problems)}\n`);
	else process.stdout.write(report(catalogue.tables.length, guesses, problems, options.write));
	if (mistakes > 0) process.exitCode = refused;
}

/** One line, which says in words what is wrong: whoever reads a log may see nothing else. */
function jsonReport(tables: number, unclassified: Guess[], problems: string[]): string {
	const facts = { tables, unclassified, problems };
	if (unclassified.length + problems.length === 0) return logLine("result", facts);
	const columns = unclassified.map(({ table, column, type }) => `${table}.${column} (${type})`);
	const message = [
		...(columns.length > 0 ? [`${columns.length} columns are not classified: ${columns.join(", ")}`] : []),
		...problems,
	].join("; ");
	return logLine("error", { exitCode: refused, message, ...facts });
}

function report(tables: number, guesses: Guess[], problems: string[], written?: string): string {
	const lines: string[] = [];
	for (const problem of problems) lines.push(`rule: ${problem}`);
	if (guesses.length === 0) lines.push(`${tables} tables, every column classified`);
	else {
		lines.push(`${guesses.length} columns are not classified; a copy refuses to begin.`, "");
		const wide = Math.max(...guesses.map(({ table, column }) => table.length + column.length + 1));
		const type = Math.max(...guesses.map((one) => one.type.length));
		for (const one of guesses)
			lines.push(
				`  ${`${one.table}.${one.column}`.padEnd(wide)}  ${one.type.padEnd(type)}  ${one.action}${one.why ? ` (${one.why})` : ""}`,
			);
		lines.push(
			"",
			written
				? `Written to ${written}: look it over, then pass it with --rules.`
				: "--write <file> writes these guesses as rules.",
		);
	}
	return `${lines.join("\n")}\n`;
}
