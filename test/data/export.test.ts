import { strict as assert } from "node:assert";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { exportData } from "../../tasks/data/export";
import { importData } from "../../tasks/data/import";
import { silent } from "../../tasks/data/reporter";
import type { Rules } from "../../tasks/data/rules/actions";
import { loadRules } from "../../tasks/data/rules/load";
import { key, understudyData } from "./command";
import { everythingKept, expectNoMark, expectOddities, makeOddities, makeShop } from "./databases";
import { Server } from "./server";
import { mark } from "./shop/people";

describe("an export", function () {
	this.timeout(180_000);
	let source: Server;
	let target: Server;
	let place: string;

	before(async () => {
		[source, target] = await Promise.all([Server.start(), Server.start()]);
		await Promise.all([makeOddities(source), makeShop(source)]);
	});
	after(async () => {
		await Promise.all([source?.stop(), target?.stop()]);
	});
	beforeEach(() => {
		place = mkdtempSync(join(tmpdir(), "understudy-exports-"));
	});
	afterEach(() => rmSync(place, { recursive: true, force: true }));

	const exported = (schema: string, rules: Rules = loadRules(), to = place) =>
		exportData({ source: source.address(schema), to, rules, secret: Buffer.from(key), reporter: silent });
	const imported = (name: string, from = place) =>
		importData({ from, target: target.address(name), first: true, activate: true, reporter: silent });
	const command = (args: string[], env: NodeJS.ProcessEnv = {}) =>
		understudyData(args, { UNDERSTUDY_SOURCE: source.url("shop"), UNDERSTUDY_TARGET: target.url("shop"), ...env });
	const active = async (name: string) =>
		(await target.query(`SELECT active FROM understudy.environments WHERE name = '${name}'`))[0]?.active;
	const files = () => readdirSync(place, { recursive: true, encoding: "utf8" });

	it("carries every type, key and definition over byte for byte", async () => {
		const { id } = await exported("odd", everythingKept());
		const { schema } = await imported("odd");
		assert.equal(schema, `odd_${id}`);
		await expectOddities(source, target, schema);
		const again = await imported("odd");
		assert.equal(again.schema, `odd_${id}_2`, "an export can be imported again beside itself");
	});

	it("has no mark of a person in any file, nor in what is printed, and feeds several environments", async () => {
		const { code, output } = await command(["export", "--to", place, "--json"]);
		assert.equal(code, 0, output);
		assert.doesNotMatch(output, new RegExp(mark, "i"));
		const names = files().filter((name) => /\.(json|gz)$/.test(name));
		assert.ok(names.length > 10);
		for (const name of names) {
			const content = readFileSync(join(place, name));
			const text = (name.endsWith(".gz") ? gunzipSync(content) : content).toString("latin1");
			assert.doesNotMatch(text, new RegExp(mark, "i"), name);
		}
		for (const name of ["first", "second"]) {
			const ran = await command(["import", "--from", place, "--first", "--json"], {
				UNDERSTUDY_SOURCE: "",
				UNDERSTUDY_KEY: "",
				UNDERSTUDY_TARGET: target.url(name),
			});
			assert.equal(ran.code, 0, ran.output);
			assert.doesNotMatch(ran.output, new RegExp(mark, "i"));
			assert.ok((await expectNoMark(target, String(await active(name)))) > 100_000);
		}
		const list = await command(["list", "--from", place]);
		assert.match(list.output, /^\d{14}_[0-9a-f]{4} {2}20\S+Z {2}shop {2}\d+ tables, \d+ rows, \d+\.\d MB\n$/);
	});

	it("is the same data as a copy with the same key", async () => {
		await exported("shop");
		const { schema } = await imported("same");
		const { output } = await command(["copy", "--first", "--json"], { UNDERSTUDY_TARGET: target.url("direct") });
		const direct = JSON.parse(output.trim().split("\n").at(-1) as string).schema;
		for (const table of ["customer_entity", "sales_order", "sales_order_grid", "quote_address"]) {
			const sum = async (where: string) => (await target.query(`CHECKSUM TABLE ${table}`, where))[0].Checksum;
			assert.equal(await sum(schema), await sum(direct), table);
		}
	});

	it("is refused where it was changed in any byte, and leaves what was in use in use", async () => {
		const { id } = await exported("shop");
		await imported("tampered");
		const was = await active("tampered");
		const folder = join(place, id);
		const whole = mkdtempSync(join(tmpdir(), "understudy-whole-"));
		cpSync(folder, whole, { recursive: true });
		const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
		const [chunk] = manifest.tables.sales_order.chunks;
		const file = join(place, chunk.file);
		const flipped = (name: string, at: number) => {
			const content = readFileSync(name);
			content[at] ^= 1;
			writeFileSync(name, content);
		};
		const changes: [string, () => void, RegExp][] = [
			["a bit of a file", () => flipped(file, 5000), /sales_order.*is not what was exported: its checksum differs/],
			["a file that is longer", () => appendFileSync(file, "x"), /its checksum differs/],
			["a file that is missing", () => rmSync(file), /is missing; the export is not whole/],
			[
				"a count in the manifest",
				() => rewritten(folder, (text) => text.replace('"rows": 1000', '"rows": 1001')),
				/was changed or is damaged; export again/,
			],
			["half a manifest", () => rewritten(folder, (text) => text.slice(0, text.length / 2)), /it is not JSON/],
			[
				"a statement of the manifest",
				() => rewritten(folder, (text) => text.replace("CREATE TABLE", "CREATE  TABLE")),
				/was changed or is damaged/,
			],
			[
				"another version",
				() => rewritten(folder, (text) => text.replace('"version": 1', '"version": 9')),
				/reads up to 1/,
			],
		];
		for (const [what, change, message] of changes) {
			change();
			const { code, output } = await command(["import", "--from", place], {
				UNDERSTUDY_TARGET: target.url("tampered"),
			});
			assert.equal(code, 1, `${what}: ${output}`);
			assert.match(output, message, what);
			assert.doesNotMatch(output, /\n {4}at /);
			assert.equal(await active("tampered"), was, what);
			rmSync(folder, { recursive: true });
			cpSync(whole, folder, { recursive: true });
		}
		rmSync(whole, { recursive: true });
		const left = await target.query(
			"SELECT SCHEMA_NAME AS s FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'tampered\\_%'",
		);
		assert.deepEqual(
			left.map((row) => row.s),
			[was],
		);
		await imported("tampered");
	});

	it("says what is wrong with a place, an export, or where it is to go", async () => {
		const refused = async (args: string[], message: RegExp, code = 1, env: NodeJS.ProcessEnv = {}) => {
			const ran = await command(args, env);
			assert.match(ran.output, message);
			assert.equal(ran.code, code, ran.output);
			assert.doesNotMatch(ran.output, /\n {4}at /);
		};
		await refused(["export"], /required option '--to <place>'/);
		await refused(["export", "--to", "ftp://place"], /kept in a folder or in s3:\/\/bucket\/prefix, not in ftp:/);
		await refused(["export", "--to", "s3://A"], /"A" is no name of a bucket/);
		await refused(["import", "--from", place], /has no finished export/);
		await refused(["import", "--from", place, "--export", "x"], /x\/manifest\.json: there is no such export/);
		writeFileSync(join(place, "file"), "");
		await refused(["export", "--to", join(place, "file")], /a part of the path is no folder/);
		await exported("shop");
		await refused(["import", "--from", place, "--first"], /is the source itself/, 2, {
			UNDERSTUDY_TARGET: source.url("shop"),
		});
	});

	it("reads a big table in parts of its key, each row once", async () => {
		await source.query("CREATE DATABASE parts");
		await source.query(
			"CREATE TABLE big (id INT NOT NULL PRIMARY KEY, v VARCHAR(2000) CHARACTER SET ascii NOT NULL) STATS_PERSISTENT=1",
			"parts",
		);
		await source.query(
			"INSERT INTO big SELECT CAST(seq AS SIGNED) * 7 - 100000, CONCAT('row ', seq, REPEAT(' lorem', 320)) FROM seq_1_to_70000",
			"parts",
		);
		await source.query("ANALYZE TABLE big", "parts");
		const { id } = await exported("parts", everythingKept());
		const manifest = JSON.parse(readFileSync(join(place, id, "manifest.json"), "utf8"));
		const chunks: { file: string; rows: number }[] = manifest.tables.big.chunks;
		assert.ok(new Set(chunks.map(({ file }) => file.split(".")[2])).size > 1, "more than one part");
		assert.equal(
			chunks.reduce((sum, { rows }) => sum + rows, 0),
			70000,
		);
		const { schema } = await imported("parts");
		const sum = async (server: Server, where: string) => (await server.query("CHECKSUM TABLE big", where))[0].Checksum;
		assert.equal(await sum(target, schema), await sum(source, "parts"));
	});
});

function rewritten(folder: string, change: (text: string) => string): void {
	const file = join(folder, "manifest.json");
	const text = readFileSync(file, "utf8");
	assert.notEqual(change(text), text);
	writeFileSync(file, change(text));
}
