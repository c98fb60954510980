import { z } from "zod";
import { type Address, readAddress, withLogin } from "../../tasks/data/connection/address";
import { DataError } from "../../tasks/data/errors";
import { readKey } from "../../tasks/data/pseudonyms/key";
import type { Rules } from "../../tasks/data/rules/actions";
import { loadRules } from "../../tasks/data/rules/load";
import { readText } from "../../tasks/data/store/open";
import type { CommonOptions } from "./options";

export const sourceAddress = () => addressFrom("UNDERSTUDY_SOURCE", "where the data comes from");
export const targetAddress = () => addressFrom("UNDERSTUDY_TARGET", "where the data goes");

async function addressFrom(variable: string, meaning: string): Promise<Address> {
	const text = process.env[variable];
	if (text === undefined || text === "")
		throw new DataError(
			`${variable} is not set: ${meaning}, as mysql://user:password@host:port/schema or the path of a file with that`,
		);
	const given = text.startsWith("s3://") ? await readText(text) : text;
	return withLogin(readAddress(given, variable), variable);
}

export function keyFrom(options: CommonOptions): Promise<Buffer> {
	return readKey({ text: process.env.UNDERSTUDY_KEY || undefined, file: options.keyFile });
}

/** The rules with what the command line adds to them. */
export async function rulesFrom(options: CommonOptions): Promise<Rules> {
	const { rules: file } = options;
	const rules = loadRules(file, file?.startsWith("s3://") ? await readText(file) : undefined);
	const chosen = options.choice === undefined ? {} : await readChoice(options.choice);
	for (const [table, where] of Object.entries(chosen.where ?? {})) rules.limits.push({ table, where });
	for (const condition of options.where ?? []) {
		const at = condition.indexOf("=");
		if (at < 1)
			throw new DataError(
				`--where ${condition}: has the form table=condition, such as "sales_order=created_at > '2026-01-01'"`,
			);
		rules.limits.push({ table: condition.slice(0, at), where: condition.slice(at + 1) });
	}
	rules.include = options.include ?? chosen.include;
	rules.exclude = [...(chosen.exclude ?? []), ...(options.exclude ?? [])];
	return rules;
}

const tables = z.array(z.string());
const choice = z.strictObject({ include: tables, exclude: tables, where: z.record(z.string(), z.string()) }).partial();

/** What is chosen of a source, from a file. @throws DataError if it says something else */
async function readChoice(file: string): Promise<z.output<typeof choice>> {
	try {
		return choice.parse(JSON.parse(await readText(file)));
	} catch (error) {
		if (error instanceof DataError) throw error;
		throw new DataError(
			`--choice ${file}: is no choice of tables and rows; it is JSON such as ` +
				`{"exclude": ["report_*"], "where": {"sales_order": "created_at > '2026-01-01'"}}`,
		);
	}
}
