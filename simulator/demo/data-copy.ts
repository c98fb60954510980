import { copyData } from "../../tasks/data/copy";
import { silent } from "../../tasks/data/reporter";
import { loadRules } from "../../tasks/data/rules/load";
import { expectNoMark, makeShop } from "../../test/data/databases";
import { mariadbPrograms, Server } from "../../test/data/server";
import { say, title } from "./screen";

const scale = 0.002;

/**
 * Copies a small generated shop from one real MariaDB server into another, and shows a customer before and after. Every
 * personal value of the shop carries a mark, so that what was overlooked would be found.
 */
export async function showDataCopy(): Promise<void> {
	title("A shop's data in staging, without a customer in it");
	try {
		mariadbPrograms();
	} catch (error) {
		return say(`Not shown: ${(error as Error).message.replaceAll("set-up: ", "").trim()}`);
	}
	const [production, staging] = await Promise.all([Server.start(), Server.start()]);
	try {
		await makeShop(production, scale);
		const { rows, seconds, schema, tables } = await copyData({
			source: production.address("shop"),
			target: staging.address("shop"),
			rules: loadRules(),
			secret: Buffer.from("a key that only this demonstration has"),
			first: true,
			activate: true,
			reporter: silent,
		});
		const values = await expectNoMark(staging, schema);
		say(
			[
				`${rows} rows of ${tables} tables went from one MariaDB server into another in ${seconds.toFixed(1)} s.`,
				...(await beforeAndAfter(production, staging, schema)),
				`People replaced: ${await people(production)}. Looked through ${values} values in staging for the mark that every`,
				"personal value of this shop has: found 0.",
			].join("\n"),
		);
	} finally {
		await Promise.all([production.stop(), staging.stop()]);
	}
}

const customer = "SELECT CONCAT(firstname, ' ', lastname) AS name, email FROM customer_entity WHERE entity_id = 42";
const order =
	"SELECT billing_name AS name, billing_address AS address FROM sales_order_grid WHERE customer_id = 42 LIMIT 1";

async function beforeAndAfter(production: Server, staging: Server, schema: string): Promise<string[]> {
	const [was, is] = await Promise.all([one(production, customer, "shop"), one(staging, customer, schema)]);
	const [ordered, shown] = await Promise.all([one(production, order, "shop"), one(staging, order, schema)]);
	return [
		["customer 42", was.name, is.name],
		["", was.email, is.email],
		["an order's", ordered.name, shown.name],
		["", ordered.address, shown.address],
	].map(([what, before, after]) => `  ${what.padEnd(11)}  ${before.padEnd(62)}  ${after}`);
}

async function one(server: Server, sql: string, schema: string): Promise<Record<string, string>> {
	const [row = {}] = await server.query(sql, schema);
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}

/** How many e-mail addresses production knows, of customers, guests and subscribers. */
async function people(production: Server): Promise<string> {
	const sources = [
		"email FROM customer_entity",
		"customer_email FROM sales_order",
		"subscriber_email FROM newsletter_subscriber",
	];
	const { n } = await one(
		production,
		`SELECT COUNT(*) AS n FROM (${sources.map((source) => `SELECT ${source}`).join(" UNION ")}) AS everyone`,
		"shop",
	);
	return n;
}
