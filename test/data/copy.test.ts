import { strict as assert } from "node:assert";
import { storedColumns } from "../../tasks/data/catalogue/catalogue";
import { readCatalogue } from "../../tasks/data/catalogue/read-catalogue";
import { Session } from "../../tasks/data/connection/session";
import { type CopyOptions, copyData } from "../../tasks/data/copy";
import type { Guard } from "../../tasks/data/guard/guard";
import { locales } from "../../tasks/data/pseudonyms/words";
import { silent } from "../../tasks/data/reporter";
import { loadRules } from "../../tasks/data/rules/load";
import { checksumOf } from "../../tasks/data/transfer/checksum";
import { checksumQuery } from "../../tasks/data/transfer/checksum-query";
import { type Context, compileTable } from "../../tasks/data/transfer/compile";
import { readingSession, selectRows } from "../../tasks/data/transfer/statements";
import { streamRows } from "../../tasks/data/transfer/stream";
import { key, understudyData } from "./command";
import { everythingKept, expectNoMark, expectOddities, makeOddities, makeShop } from "./databases";
import { Server } from "./server";
import { mark } from "./shop/people";

/** What a table is read with where nothing is changed or guarded. */
const unchanged: Context = {
	secret: Buffer.alloc(0),
	locale: "en",
	domain: "",
	folds: new Map(),
	lookups: new Map(),
	guard: { find: () => undefined } as unknown as Guard,
};

describe("a copy between two servers", function () {
	this.timeout(180_000);
	let source: Server;
	let target: Server;

	before(async () => {
		[source, target] = await Promise.all([Server.start(), Server.start()]);
		await Promise.all([makeOddities(source), makeShop(source)]);
	});
	after(async () => {
		await Promise.all([source?.stop(), target?.stop()]);
	});

	const copy = (from: string, to: string, changes: Partial<CopyOptions> = {}) =>
		copyData({
			source: source.address(from),
			target: target.address(to),
			rules: loadRules(),
			secret: Buffer.from(key),
			first: true,
			activate: true,
			reporter: silent,
			...changes,
		});

	const command = (args: string[], env: NodeJS.ProcessEnv = {}) =>
		understudyData(args, {
			UNDERSTUDY_SOURCE: source.url("shop"),
			UNDERSTUDY_TARGET: target.url("shop"),
			...env,
		});

	const schemas = async (name: string) =>
		(
			await target.query(
				`SELECT SCHEMA_NAME AS s FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${name}\\_2%' ORDER BY 1`,
			)
		).map((row) => String(row.s));

	it("carries every type, key and definition over byte for byte", async () => {
		const { schema } = await copy("odd", "odd", { rules: everythingKept() });
		await expectOddities(source, target, schema);
		assert.deepEqual(
			await target.query("SELECT * FROM a_v2 ORDER BY id", schema),
			await source.query("SELECT * FROM a_v2 ORDER BY id", "odd"),
		);
		assert.equal((await target.query("SHOW TRIGGERS", schema)).length, 1);
		assert.equal((await target.query("SHOW EVENTS", schema)).length, 1);
		const [made] = await target.query("SHOW CREATE PROCEDURE p1", schema);
		assert.match(String(made["Create Procedure"]), /DEFINER=`root`@/);
	});

	it("leaves no mark of a person anywhere in the target, nor in what it prints", async () => {
		const { code, output } = await command(["copy", "--first", "--json"]);
		assert.equal(code, 0, output);
		assert.doesNotMatch(output, new RegExp(mark, "i"));
		const [schema] = (await schemas("shop")).slice(-1);
		const values = await expectNoMark(target, schema);
		assert.ok(values > 100_000, `${values} values looked at`);
	});

	it("keeps people the same in all tables, different people apart, and counts as they were", async () => {
		const [schema] = (await schemas("shop")).slice(-1);
		const count = async (sql: string, where = schema, server = target) =>
			Number(Object.values((await server.query(sql, where))[0])[0]);
		const torn =
			"SELECT COUNT(*) FROM sales_order o JOIN customer_entity c ON o.customer_id = c.entity_id WHERE o.customer_email <> c.email OR o.customer_firstname <> c.firstname OR o.customer_lastname <> c.lastname";
		assert.equal(await count(torn), 0);
		assert.equal(
			await count(
				"SELECT COUNT(*) FROM sales_order o JOIN sales_order_grid g USING (entity_id) WHERE CONCAT(o.customer_firstname, ' ', o.customer_lastname) <> g.customer_name",
			),
			0,
		);
		for (const sql of [
			"SELECT COUNT(DISTINCT email) FROM customer_entity",
			"SELECT COUNT(*) FROM sales_order_address",
			"SELECT COUNT(DISTINCT customer_email) FROM sales_order",
		])
			assert.equal(await count(sql), await count(sql, "shop", source), sql);
		assert.equal(await count("SELECT COUNT(*) FROM session"), 0);
		assert.equal(await count("SELECT COUNT(*) FROM customer_entity WHERE email NOT LIKE '%.invalid'"), 0);
	});

	it("gives the same pseudonyms with the same key, and others with another", async () => {
		const emails = async (schema: string) =>
			(await target.query("SELECT email FROM customer_entity ORDER BY entity_id", schema)).map((row) => row.email);
		const same = await copy("shop", "again");
		const other = await copy("shop", "other", { secret: Buffer.from("another key for tests that is long enough") });
		const [first] = (await schemas("shop")).slice(-1);
		assert.deepEqual(await emails(same.schema), await emails(first));
		assert.notDeepEqual(await emails(other.schema), await emails(first));
	});

	it("keeps two generations and goes back and forth between them", async () => {
		const made: string[] = [];
		for (let n = 0; n < 3; n++) made.push((await copy("odd", "turns", { rules: everythingKept() })).schema);
		assert.deepEqual(await schemas("turns"), made.slice(1).sort());
		const active = async () =>
			(await target.query("SELECT active FROM understudy.environments WHERE name = 'turns'"))[0].active;
		assert.equal(await active(), made[2]);
		const back = await command(["rollback"], { UNDERSTUDY_TARGET: target.url("turns") });
		assert.equal(back.code, 0, back.output);
		assert.equal(await active(), made[1]);
		await command(["activate", made[2].replace("turns_", "")], { UNDERSTUDY_TARGET: target.url("turns") });
		assert.equal(await active(), made[2]);
	});

	it("keeps the target's own settings and drops the source's secrets", async () => {
		const rules = loadRules();
		const { schema } = await copy("shop", "settings", { rules });
		const paths = async (where: string) =>
			(await target.query("SELECT path, value FROM core_config_data ORDER BY path", where)).map(
				(row) => `${row.path}=${row.value}`,
			);
		assert.deepEqual(await paths(schema), ["catalog/seo/title_separator=-"]);
		await target.query(
			"INSERT INTO core_config_data (path, value) VALUES ('web/unsecure/base_url', 'https://staging.example/')",
			schema,
		);
		const next = await copy("shop", "settings", { rules });
		assert.deepEqual(await paths(next.schema), [
			"catalog/seo/title_separator=-",
			"web/unsecure/base_url=https://staging.example/",
		]);
	});

	it("copies a part of the shop in which nothing refers to what was left out", async () => {
		const { code, output } = await command(
			["copy", "--first", "--json", "--where", "customer_entity=entity_id <= 100"],
			{ UNDERSTUDY_TARGET: target.url("part") },
		);
		assert.equal(code, 0, output);
		const [schema] = await schemas("part");
		const [{ n }] = await target.query("SELECT COUNT(*) AS n FROM customer_entity", schema);
		assert.equal(Number(n), 100);
		const [orders] = await target.query(
			"SELECT COUNT(*) AS n, SUM(customer_id IS NULL) AS guests, SUM(customer_id > 100) AS strangers FROM sales_order",
			schema,
		);
		assert.equal(Number(orders.strangers), 0);
		assert.equal(Number(orders.guests), 250);
		assert.ok(Number(orders.n) > 250);
		const [lost] = await target.query(
			"SELECT COUNT(*) AS n FROM sales_order_address a LEFT JOIN sales_order o ON o.entity_id = a.parent_id WHERE o.entity_id IS NULL",
			schema,
		);
		assert.equal(Number(lost.n), 0);
	});

	it("carries values larger than the protocol's packets, at their edges too", async () => {
		source.run(
			"CREATE DATABASE large; USE large; CREATE TABLE blobs (id INT PRIMARY KEY, v LONGBLOB, t LONGTEXT); INSERT INTO blobs VALUES " +
				"(1, REPEAT(x'5c090a00ff', 13421773), 'x'), (2, 'small', REPEAT('b', 16777215 - 11)), (3, REPEAT('a', 16777215), ''), (4, 'z', 'z');",
		);
		const { schema } = await copy("large", "large", { rules: everythingKept() });
		const sum = async (server: Server, where: string) =>
			(await server.query("CHECKSUM TABLE blobs", where))[0].Checksum;
		assert.equal(await sum(target, schema), await sum(source, "large"));
	});

	it("has the server sum up what it holds to what was sent, whatever the values", async () => {
		let summed = 0;
		for (const schema of ["odd", "shop"]) {
			const session = await Session.open(source.address(schema));
			const { tables } = await readCatalogue(session, schema);
			await session.query(readingSession[0]);
			for (const table of tables) {
				const query = checksumQuery(table);
				if (query === undefined) continue;
				const actions = storedColumns(table).map(() => ({ do: "keep" as const }));
				const compiled = compileTable({ table, rows: "keep", actions, allow: {} }, unchanged);
				const streamed = await streamRows(session, selectRows(table, []), compiled, undefined, () => {});
				const [{ n, c, e }] = await session.query(query);
				const own = checksumOf(BigInt(String(c ?? 0)), BigInt(String(e ?? 0)));
				assert.deepEqual([Number(n), own], [streamed.rows, streamed.checksum], table.name);
				summed++;
			}
			await session.close();
		}
		assert.ok(summed > 25, `${summed} tables`);
	});

	it("does not take an invented person for a customer who happens to have that name", async () => {
		const { first, last } = locales.en;
		const pairs = first.flatMap((one) => last.map((other) => `('${one}', '${other}')`));
		await source.query(`INSERT INTO sales_order_address (firstname, lastname) VALUES ${pairs.join(", ")}`, "shop");
		try {
			await copy("shop", "namesakes");
		} finally {
			await source.query("DELETE FROM sales_order_address WHERE parent_id IS NULL", "shop");
		}
	});

	it("guards the names of what a document holds, not its values alone", async () => {
		const was = await source.query(
			"SELECT entity_id, additional_information AS a FROM sales_order_payment WHERE entity_id = 5",
			"shop",
		);
		await source.query(
			`UPDATE sales_order_payment SET additional_information = '{"someone@mail.org": 1}' WHERE entity_id = 5`,
			"shop",
		);
		try {
			await assert.rejects(
				copy("shop", "documents"),
				/sales_order_payment\.additional_information, row entity_id 5: email/,
			);
		} finally {
			await source.query(
				`UPDATE sales_order_payment SET additional_information = '${was[0].a}' WHERE entity_id = 5`,
				"shop",
			);
		}
	});

	it("plans without reading a row", async () => {
		const { code, output } = await command([
			"plan",
			"--json",
			"--where",
			"customer_entity=entity_id <= 100",
			"--exclude",
			"url_rewrite",
		]);
		assert.equal(code, 0, output);
		const { plan, unclassified, problems } = JSON.parse(output);
		const of = (name: string) => plan.find((one: { table: string }) => one.table === name);
		assert.deepEqual([unclassified, problems], [[], []]);
		assert.equal(of("customer_entity").columns.email, "email");
		assert.equal(of("core_config_data").columns.value, "by path");
		assert.deepEqual([of("session").what, of("url_rewrite").what, of("store").what], ["emptied", "emptied", "copied"]);
		assert.deepEqual(of("customer_entity").conditions, ["(entity_id <= 100)"]);
		assert.match(of("sales_order").conditions[0], /EXISTS \(SELECT 1 FROM `customer_entity`/);
		const text = await command(["plan"]);
		assert.match(text.output, /^customer_entity +\d+ rows {2}email: email, /m);
		assert.doesNotMatch(text.output, new RegExp(mark, "i"));
	});

	describe("refuses, before anything is written,", () => {
		const refused = async (args: string[], env: NodeJS.ProcessEnv, message: RegExp, code = 2) => {
			const before = await target.query("SELECT SCHEMA_NAME AS s FROM information_schema.SCHEMATA ORDER BY 1");
			const ran = await command(args, env);
			assert.match(ran.output, message);
			assert.equal(ran.code, code, ran.output);
			assert.doesNotMatch(ran.output, /\n {4}at |servers-own-password/);
			assert.deepEqual(
				await target.query("SELECT SCHEMA_NAME AS s FROM information_schema.SCHEMATA ORDER BY 1"),
				before,
			);
		};

		it("production", async () => {
			await command(["mark", "production"], { UNDERSTUDY_TARGET: target.url("live") });
			await refused(
				["copy", "--first"],
				{ UNDERSTUDY_TARGET: target.url("live") },
				/marked as production; data is never copied into production/,
			);
		});
		it("a schema with data that nobody marked", async () => {
			await target.query("CREATE DATABASE unmarked");
			await target.query("CREATE TABLE t (i INT)", "unmarked");
			await refused(
				["copy"],
				{ UNDERSTUDY_TARGET: target.url("unmarked") },
				/has 1 tables and no mark that says what it is/,
			);
		});
		it("the source itself", async () => {
			await refused(["copy", "--first"], { UNDERSTUDY_TARGET: source.url("shop") }, /is the source itself/);
		});
		it("a column that nobody has classified", async () => {
			await source.query("ALTER TABLE customer_entity ADD loyalty_email VARCHAR(100)", "shop");
			try {
				await refused(
					["copy", "--first"],
					{ UNDERSTUDY_TARGET: target.url("unclassified") },
					/1 columns are not classified, so nothing was read:\n {2}customer_entity\.loyalty_email \(varchar\(100\)\)/,
				);
				const check = await command(["check", "--json"]);
				assert.equal(check.code, 2);
				assert.deepEqual(JSON.parse(check.output).unclassified, [
					{
						table: "customer_entity",
						column: "loyalty_email",
						type: "varchar(100)",
						action: "email",
						why: "by its name",
					},
				]);
			} finally {
				await source.query("ALTER TABLE customer_entity DROP loyalty_email", "shop");
			}
		});
		it("nothing of a table that is left out, which nobody has to classify", async () => {
			await source.query("CREATE TABLE erp_dump (customer_mail VARCHAR(100))", "shop");
			try {
				assert.equal((await command(["check"])).code, 2);
				const left = await command(["check", "--exclude", "erp_*"]);
				assert.equal(left.code, 0, left.output);
			} finally {
				await source.query("DROP TABLE erp_dump", "shop");
			}
		});
		it("a key or a password on the command line, and a key that is none", async () => {
			await refused(["copy", `--key=${key}`], {}, /on the command line can be seen by everyone/, 1);
			await refused(["copy", "--first"], { UNDERSTUDY_KEY: "short" }, /the key is 5 characters long; at least 32/, 1);
			await refused(["copy"], { UNDERSTUDY_SOURCE: "" }, /UNDERSTUDY_SOURCE is not set/, 1);
		});
	});

	it("stops where the guard finds a customer in what is kept, names the place and not the person", async () => {
		const [{ email, firstname, lastname }] = await source.query(
			"SELECT * FROM customer_entity WHERE entity_id = 11",
			"shop",
		);
		for (const [text, kind] of [
			[`Ask ${email} for it`, "email"],
			[`As ${firstname} ${lastname} said`, "name"],
			["Pay to DE89 3704 0044 0532 0130 00 please", "iban"],
			["card 4111 1111 1111 1111", "card"],
		]) {
			await source.query(`UPDATE cms_page SET content = '${text}' WHERE page_id = 7`, "shop");
			const { code, output } = await command(["copy", "--first"], { UNDERSTUDY_TARGET: target.url("guarded") });
			assert.equal(code, 2, output);
			assert.match(output, new RegExp(`cms_page\\.content, row page_id 7: ${kind}`));
			assert.doesNotMatch(output, new RegExp(mark, "i"));
			assert.equal(
				(await target.query("SELECT active FROM understudy.environments WHERE name = 'guarded'"))[0].active,
				null,
			);
		}
		await source.query("UPDATE cms_page SET content = 'harmless' WHERE page_id = 7", "shop");
		const { code, output } = await command(["copy"], { UNDERSTUDY_TARGET: target.url("guarded") });
		assert.equal(code, 0, output);
		assert.equal((await schemas("guarded")).length, 1, "what the refused ones had begun is gone");
	});
});
