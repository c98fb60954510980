import { writeFileSync } from "node:fs";
import { Session } from "../../tasks/data/connection/session";
import { fragmentOf } from "../../tasks/data/rules/fragment";
import { type Guess, guess } from "../../tasks/data/rules/guess";
import { prepare } from "../../tasks/data/source/preparation";
import { rulesFrom, sourceAddress } from "./inputs";
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
	if (options.json)
		process.stdout.write(
			`${JSON.stringify({ tables: catalogue.tables.length, unclassified: guesses, problems }, null, 2)}\n`,
		);
	else process.stdout.write(report(catalogue.tables.length, guesses, problems, options.write));
	if (guesses.length + problems.length > 0) process.exitCode = refused;
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
