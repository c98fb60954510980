// Measures a sanitised copy against what people do without it, on one machine, in one run, and prints ratios.
// usage: tsx bench/data/main.ts [scale]   (1 is about 2.5 GB of table data)

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session } from "../../tasks/data/connection/session";
import { mariadbPrograms, Server } from "../../test/data/server";
import { fillShop, sizeOf } from "../../test/data/shop/fill";
import { createStatement, shopTables } from "../../test/data/shop/tables";
import { providePynonymizer, pynonymize } from "./pynonymizer";

/** The same for both servers and all ways: what facts about rivals were measured with. */
const settings = [
	"--innodb-buffer-pool-size=2G",
	"--innodb-flush-method=O_DIRECT",
	"--innodb-log-file-size=1G",
	"--secure-file-priv=",
	"--performance-schema=OFF",
];

const root = join(__dirname, "..", "..");
const scale = Number(process.argv[2] ?? 1);

async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
	const began = process.hrtime.bigint();
	await work();
	return Number(process.hrtime.bigint() - began) / 1e9;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function ratio(what: string, measured: number, against: number, limit: number): void {
	const value = measured / against;
	say(
		`${what}: ${measured.toFixed(1)} s / ${against.toFixed(1)} s = ${value.toFixed(2)}, ${value <= limit ? "within" : "ABOVE"} the limit of ${limit}`,
	);
}

async function emptied(target: Server, schema: string): Promise<void> {
	await target.query(`DROP DATABASE IF EXISTS ${schema}`);
	await target.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
}

/** What people do today: one dump, one client, one thread, nobody replaced. */
async function pipe(source: Server, target: Server): Promise<void> {
	const { mariadb, "mariadb-dump": dump } = mariadbPrograms();
	const common = "--no-defaults --user=root --password=servers-own-password";
	execFileSync(
		"bash",
		[
			"-c",
			`set -o pipefail; ${dump} ${common} --socket=${source.socket} --single-transaction --quick shop | ${mariadb} ${common} --socket=${target.socket} piped`,
		],
		{ stdio: ["ignore", "inherit", "pipe"] },
	);
}

/** The floor: files written and read by the servers themselves, two connections each, nothing in between. */
async function floor(source: Server, target: Server): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "understudy-floor-"));
	spawnSync("chmod", ["777", folder]);
	await target.query("SET GLOBAL local_infile = 1");
	for (const table of shopTables) await target.query(createStatement(table, false), "floor");
	const order = [...shopTables].sort((a, b) => weight(b.name) - weight(a.name)).map(({ name }) => name);
	const work = async () => {
		for (let table = order.shift(); table !== undefined; table = order.shift()) {
			const file = join(folder, `${table}.tsv`);
			await source.query(`SELECT * INTO OUTFILE '${file}' FROM ${table}`, "shop");
			const session = await Session.open(target.address("floor"));
			await session.query("USE floor");
			await session.query("SET SESSION unique_checks = 0, SESSION foreign_key_checks = 0");
			await session.query(`LOAD DATA INFILE '${file}' INTO TABLE ${table}`);
			await session.close();
			rmSync(file, { force: true });
		}
	};
	await Promise.all([work(), work()]);
	rmSync(folder, { recursive: true, force: true });
}

const weight = (table: string) =>
	["sales_order_grid", "sales_order", "catalog_product_entity_text", "sales_order_address", "quote_address"]
		.reverse()
		.indexOf(table);

/** The command as a user runs it. @returns its memory at the highest, in bytes */
function ours(source: Server, target: Server, schema: string, ...options: string[]): number {
	const printed = execFileSync(
		process.execPath,
		[join(root, "cli", "understudy.js"), "data", "copy", "--first", "--json", ...options],
		{
			env: {
				...process.env,
				UNDERSTUDY_SOURCE: source.url(schema),
				UNDERSTUDY_TARGET: target.url("ours"),
				UNDERSTUDY_KEY: "a key for measuring that is long enough",
			},
			encoding: "utf8",
		},
	);
	const steps = printed
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	return steps.find(({ event }) => event === "result").memory;
}

/** Three values of 64 MB in two tables, half of one of them to be escaped. @returns the memory at its highest */
async function largeValues(source: Server, target: Server): Promise<number> {
	source.run(
		"CREATE DATABASE large; USE large; CREATE TABLE a (id INT PRIMARY KEY, v LONGBLOB); CREATE TABLE b (id INT PRIMARY KEY, v LONGTEXT); " +
			"INSERT INTO a VALUES (1, REPEAT(x'5c090a00ff', 13421773)), (2, REPEAT('xyz ', 16777216)); INSERT INTO b VALUES (1, REPEAT('lorem ', 11184811));",
	);
	const rules = join(tmpdir(), `understudy-large-${process.pid}.yaml`);
	writeFileSync(rules, "version: 1\ntables: { a: { keep: [id, v] }, b: { keep: [id, v] } }\n");
	try {
		return ours(source, target, "large", "--rules", rules);
	} finally {
		rmSync(rules);
	}
}

async function fill(source: Server, schema: string, size: number): Promise<void> {
	const session = await Session.open(source.address(schema));
	await session.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
	await session.query("USE ??", [schema]);
	await fillShop(session, sizeOf(size));
	await session.close();
}

async function main(): Promise<void> {
	mkdirSync(tmpdir(), { recursive: true });
	const [source, target] = [await Server.start(settings), await Server.start(settings)];
	try {
		await fill(source, "shop", scale);
		await fill(source, "tenth", scale / 10);
		const [size] = await source.query(
			"SELECT ROUND(SUM(DATA_LENGTH) / 1e6) AS data, ROUND(SUM(INDEX_LENGTH) / 1e6) AS keysize FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'",
		);
		say(`a shop of ${size.data} MB and ${size.keysize} MB of keys, scale ${scale}`);
		// Read once before anything is measured, so that nobody is the one who warms the caches.
		await source.query("SELECT SUM(LENGTH(customer_email)) FROM sales_order", "shop");
		await emptied(target, "piped");
		const piped = await seconds(() => pipe(source, target));
		const rival = providePynonymizer() ? await seconds(() => pynonymize(source, target, "piped")) : undefined;
		await target.query("DROP DATABASE piped");
		await emptied(target, "floor");
		const floored = await seconds(() => floor(source, target));
		await target.query("DROP DATABASE floor");
		let memory = 0;
		const copied = await seconds(() => {
			memory = ours(source, target, "shop");
		});
		ratio("sanitised copy, against mariadb-dump | mariadb", copied, piped, 0.45);
		ratio("sanitised copy, against the floor", copied, floored, 1.2);
		if (rival === undefined) say("pynonymizer: not measured, for it cannot be installed from PyPI here");
		else ratio("sanitised copy, against mariadb-dump | mariadb and pynonymizer after it", copied, piped + rival, 0.3);
		say(`peak memory: ${(memory / 1e6).toFixed(0)} MB, ${memory < 500e6 ? "within" : "ABOVE"} the limit of 500 MB`);
		const large = await largeValues(source, target);
		say(
			`peak memory with values of 64 MB: ${(large / 1e6).toFixed(0)} MB, ${large < 500e6 ? "within" : "ABOVE"} 500 MB`,
		);
		const tenth = await seconds(() => ours(source, target, "tenth"));
		ratio("ten times the rows, against the tenth", copied, tenth, 11);
	} finally {
		await source.stop();
		await target.stop();
	}
}

main().catch((error: Error) => {
	process.stderr.write(`${error.stack}\n`);
	process.exitCode = 1;
});
