import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, readAddress } from "../../tasks/data/connection/address";
import { type Row, Session } from "../../tasks/data/connection/session";
import { copyData } from "../../tasks/data/copy";
import { exportData } from "../../tasks/data/export";
import { importData } from "../../tasks/data/import";
import { silent } from "../../tasks/data/reporter";
import { loadRules } from "../../tasks/data/rules/load";
import { key } from "./command";
import { everythingKept, expectNoMark } from "./databases";
import { mariadbPrograms } from "./server";
import { fillShop, sizeOf } from "./shop/fill";

/** Two servers that tests may write to, as connection strings without a schema, apart by a space. */
const given = process.env.UNDERSTUDY_TEST_MYSQL?.split(" ");

/** What tests ask of a server; {@link Server} has the same. */
class Elsewhere {
	constructor(readonly url: string) {}

	address(schema: string): Address {
		return readAddress(`${this.url}/${schema}`, "UNDERSTUDY_TEST_MYSQL");
	}

	async query(sql: string, schema = "mysql"): Promise<Row[]> {
		const session = await Session.open(this.address(schema));
		try {
			await session.query("USE ??", [schema]);
			return await session.query(sql);
		} finally {
			await session.close();
		}
	}

	run(sql: string, schema: string): void {
		const { host, port, user, password } = this.address(schema);
		const login = [`--host=${host}`, `--port=${port}`, `--user=${user}`, "--default-character-set=utf8mb4", schema];
		execFileSync(mariadbPrograms().mariadb, ["--no-defaults", "--skip-ssl", ...login], {
			input: sql,
			env: { ...process.env, MYSQL_PWD: password },
		});
	}
}

describe("a copy between two MySQL servers", function () {
	this.timeout(180_000);
	let source: Elsewhere;
	let target: Elsewhere;

	before(async function () {
		if (given === undefined) {
			// Debian 12 has no MySQL server, and no other source of one can be counted on.
			process.stdout.write("    skipped: UNDERSTUDY_TEST_MYSQL does not name two MySQL servers\n");
			this.skip();
		}
		[source, target] = given.map((url) => new Elsewhere(url));
		for (const schema of ["odd", "shop"]) {
			await source.query(`DROP DATABASE IF EXISTS ${schema}`);
			await source.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
		}
		source.run(readFileSync(join(__dirname, "oddities-mysql.sql"), "utf8"), "odd");
		const session = await Session.open(source.address("shop"));
		await session.query("USE shop");
		await fillShop(session, sizeOf(0.001));
		await session.close();
	});

	const options = () => ({ first: true, activate: true, reporter: silent, secret: Buffer.from(key) });

	const expectSame = async (schema: string) => {
		for (const row of await source.query("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", "odd"))
			for (const statement of [`CHECKSUM TABLE ${row.Tables_in_odd}`, `SHOW CREATE TABLE ${row.Tables_in_odd}`]) {
				const [was] = await source.query(statement, "odd");
				const [is] = await target.query(statement, schema);
				assert.deepEqual(Object.values(is).at(-1), Object.values(was).at(-1), statement);
			}
		assert.equal((await target.query("SELECT * FROM a_v2", schema)).length, 2);
		assert.equal((await target.query("SHOW TRIGGERS", schema)).length, 1);
		assert.equal((await target.query("SHOW EVENTS", schema)).length, 1);
	};

	it("carries every type, key and definition over byte for byte", async () => {
		const rules = everythingKept();
		const { schema } = await copyData({
			source: source.address("odd"),
			target: target.address("odd"),
			rules,
			...options(),
		});
		await expectSame(schema);
	});

	it("carries them over through an export's files", async () => {
		const place = mkdtempSync(join(tmpdir(), "understudy-exports-"));
		await exportData({ source: source.address("odd"), to: place, rules: everythingKept(), ...options() });
		const { schema } = await importData({ from: place, target: target.address("imported"), ...options() });
		rmSync(place, { recursive: true });
		await expectSame(schema);
	});

	it("leaves no mark of a person in a shop, and keeps people the same in all tables", async () => {
		const { schema } = await copyData({
			source: source.address("shop"),
			target: target.address("shop"),
			rules: loadRules(),
			...options(),
		});
		assert.ok((await expectNoMark(target, schema)) > 100_000);
		const [torn] = await target.query(
			"SELECT COUNT(*) AS n FROM sales_order o JOIN customer_entity c ON o.customer_id = c.entity_id WHERE o.customer_email <> c.email",
			schema,
		);
		assert.equal(Number(torn.n), 0);
	});
});
