import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Row, Session } from "../../tasks/data/connection/session";
import type { Rules } from "../../tasks/data/rules/actions";
import { loadRules } from "../../tasks/data/rules/load";
import type { Server } from "./server";
import { fillShop, sizeOf } from "./shop/fill";
import { mark } from "./shop/people";

/** Rules under which nothing is changed. */
export const everythingKept = (): Rules => ({
	...loadRules(),
	tables: { "*": { rows: "keep", columns: { "*": { do: "keep" } }, allow: {} } },
	references: [],
	people: [],
	targetSettings: [],
});

/** The schema `odd`, which has one of everything. */
export async function makeOddities(server: Server): Promise<void> {
	await server.query("CREATE DATABASE odd CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
	server.run(readFileSync(join(__dirname, "oddities.sql"), "utf8"), "odd");
}

/** The schema `shop`, in which every personal value carries the mark. @param scale 1 is about 2.5 GB */
export async function makeShop(server: Server, scale = 0.001): Promise<void> {
	await server.query("CREATE DATABASE shop CHARACTER SET utf8mb4");
	const session = await Session.open(server.address("shop"));
	await session.query("USE shop");
	await fillShop(session, sizeOf(scale));
	await session.close();
}

/** That each table of `odd` has the same rows and the same definition in a schema of another server. */
export async function expectOddities(source: Server, target: Server, schema: string): Promise<void> {
	const tables = await source.query("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", "odd");
	assert.equal(tables.length, 11);
	for (const row of tables) {
		const name = `\`${String(row.Tables_in_odd).replaceAll("`", "``")}\``;
		for (const statement of [`CHECKSUM TABLE ${name} EXTENDED`, `SHOW CREATE TABLE ${name}`]) {
			const [was] = await source.query(statement, "odd");
			const [is] = await target.query(statement, schema);
			assert.deepEqual(Object.values(is).at(-1), Object.values(was).at(-1), statement);
		}
	}
}

interface Asked {
	query(sql: string, schema?: string): Promise<Row[]>;
}

/** That no value of a schema carries the mark. @returns how many were looked at */
export async function expectNoMark(server: Asked, schema: string): Promise<number> {
	let values = 0;
	for (const row of await server.query("SHOW TABLES", schema)) {
		const table = String(Object.values(row)[0]);
		for (const found of await server.query(`SELECT * FROM \`${table}\``, schema)) {
			values += Object.keys(found).length;
			assert.doesNotMatch(JSON.stringify(Object.values(found).map(String)), new RegExp(mark, "i"), table);
		}
	}
	return values;
}
