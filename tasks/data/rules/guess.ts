import { type Column, isText, quoted } from "../catalogue/catalogue";
import type { Session } from "../connection/session";
import type { Unclassified } from "./classify";

/** What a column that nobody has classified looks like. Never a value of it. */
export interface Guess {
	table: string;
	column: string;
	type: string;
	/** What its rule could be. */
	action: string;
	/** What speaks for it. */
	why?: string;
}

/** By the name: the first that fits. */
const byName: [RegExp, string][] = [
	[/e_?mail/, "email"],
	[/first_?name|given_?name/, "first-name"],
	[/middle_?name/, "middle-name"],
	[/last_?name|sur_?name|family_?name/, "last-name"],
	[/(customer|billing|shipping|contact|full|sender|recipient|owner|nick)_?name/, "full-name"],
	[/password|passwd/, "password-hash"],
	[/phone|mobile|fax/, "phone"],
	[/street|address_?(line)?\d?$/, "street"],
	[/^city$|_city$/, "city"],
	[/post_?code|zip/, "postcode"],
	[/^region$|_region$/, "region"],
	[/company/, "company"],
	[/birth|^dob$|_dob$/, "birthday"],
	[/vat|tax_?(id|number)|fiscal/, "tax-number"],
	[/(^|_)ip(_|$)|x_forwarded|remote_addr/, "ip"],
	[/user_?agent/, "user-agent"],
	[/token|secret|api_?key|hash|signature|session/, "token"],
	[/iban|bic|account_?(no|number)|card|cvv|cc_/, "null"],
	[/comment|note|message|remark|feedback|review/, "text"],
];

const byShape: [RegExp, string, string][] = [
	[/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i, "email", "looks like e-mail addresses"],
	[/^\+?[\d ()/-]{9,20}$/, "phone", "looks like phone numbers"],
	[/^(\d{1,3}\.){3}\d{1,3}$/, "ip", "looks like IP addresses"],
	[/^[0-9a-f]{24,}$/i, "token", "looks like tokens"],
	[/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, "null", "looks like account numbers"],
	[/^[{[]/, "text", "looks like JSON"],
];

const sampleSize = 200;

/** Guesses from the name, and from a sample of values where the name says nothing. */
export async function guess(session: Session, schema: string, columns: Unclassified[]): Promise<Guess[]> {
	await session.query("SET SESSION TRANSACTION READ ONLY");
	await session.query("USE ??", [schema]);
	const guesses: Guess[] = [];
	for (const { table, column } of columns) {
		const named = byName.find(([pattern]) => pattern.test(column.name.toLowerCase()));
		const found = named
			? { action: fitting(column, named[1]), why: "by its name" }
			: isText(column)
				? shapeOf(await sample(session, table, column))
				: { action: "keep", why: "no text" };
		guesses.push({ table, column: column.name, type: column.fullType, ...found });
	}
	return guesses;
}

/** A kind of text makes no sense for a number: an address' id is no address. */
function fitting(column: Column, action: string): string {
	const dates = ["date", "datetime", "timestamp"].includes(column.type);
	if (isText(column) || (action === "birthday" && dates)) return action;
	return action === "ip" && column.type.endsWith("int") ? "ip-integer" : "keep";
}

async function sample(session: Session, table: string, { name }: Column): Promise<string[]> {
	const rows = await session.query(
		`SELECT LEFT(${quoted(name)}, 200) AS v FROM ${quoted(table)} WHERE ${quoted(name)} IS NOT NULL AND ${quoted(name)} <> '' LIMIT ${sampleSize}`,
	);
	return rows.map((row) => String(row.v));
}

function shapeOf(values: string[]): { action: string; why: string } {
	if (values.length === 0) return { action: "text", why: "no values to go by" };
	for (const [pattern, action, why] of byShape)
		if (values.filter((value) => pattern.test(value)).length > values.length / 4) return { action, why };
	const distinct = new Set(values).size;
	if (distinct <= 12 && values.length > 24 && values.every((value) => value.length <= 32))
		return { action: "keep", why: `${distinct} different short values` };
	if (values.some((value) => / .* /.test(value))) return { action: "text", why: "sentences" };
	return { action: "text", why: "text of unknown kind" };
}
