import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "../../tasks/data/catalogue/catalogue";
import { Session } from "../../tasks/data/connection/session";
import { consistently } from "../../tasks/data/connection/snapshot";
import { exportsOf } from "../../tasks/data/manifest/exports";
import { readManifest } from "../../tasks/data/manifest/file";
import { readChunk } from "../../tasks/data/store/chunks";
import { FolderStore } from "../../tasks/data/store/folder";
import { endedAfter, onceUnlocked, understudyData } from "./command";
import { makeShop } from "./databases";
import { CuttableWay } from "./proxy";
import { Server } from "./server";
import { mark } from "./shop/people";

const rounds = 20;

describe("whatever interrupts it,", function () {
	this.timeout(300_000);
	let source: Server;
	let target: Server;
	let place: string;
	let whole: string;

	before(async () => {
		[source, target] = await Promise.all([Server.start(), Server.start()]);
		await makeShop(source);
		whole = mkdtempSync(join(tmpdir(), "understudy-exports-"));
		const { code, output } = await understudyData(["export", "--to", whole], env("-"));
		assert.equal(code, 0, output);
	});
	after(async () => {
		await Promise.all([source?.stop(), target?.stop()]);
		if (whole) rmSync(whole, { recursive: true, force: true });
	});
	beforeEach(() => {
		place = mkdtempSync(join(tmpdir(), "understudy-exports-"));
	});
	afterEach(() => rmSync(place, { recursive: true, force: true }));

	const env = (name: string) => ({ UNDERSTUDY_SOURCE: source.url("shop"), UNDERSTUDY_TARGET: target.url(name) });

	/** What is in use is whole, whichever it is. */
	const expectWhole = async (name: string) => {
		const [record] = await target
			.query(
				`SELECT e.active, c.state FROM understudy.environments e LEFT JOIN understudy.copies c ON c.schema_name = e.active WHERE e.name = '${name}'`,
			)
			.catch(() => []);
		if (record === undefined || record.active === null) return;
		assert.equal(record.state, "active");
		const counts = async (server: Server, schema: string) =>
			server.query(
				"SELECT (SELECT COUNT(*) FROM customer_entity) AS c, (SELECT COUNT(*) FROM sales_order_grid) AS g, (SELECT COUNT(*) FROM quote_address) AS q",
				schema,
			);
		assert.deepEqual(await counts(target, String(record.active)), await counts(source, "shop"));
	};

	const expectNothingLeft = async (name: string) => {
		const kept = await target.query(
			`SELECT schema_name AS s FROM understudy.copies WHERE name = '${name}' AND state <> 'dropped'`,
		);
		const there = await target.query(
			`SELECT SCHEMA_NAME AS s FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${name}\\_2%'`,
		);
		assert.deepEqual(there.map((row) => row.s).sort(), kept.map((row) => row.s).sort());
		const [{ n }] = await target.query(
			`SELECT COUNT(*) AS n FROM understudy.copies WHERE name = '${name}' AND state = 'loading'`,
		);
		assert.equal(Number(n), 0);
	};

	/** Kills a command at moments spread over the time that it takes. */
	const killedOften = async (args: string[], name: string, check: () => Promise<void>) => {
		const began = Date.now();
		const { code, output } = await understudyData(args, env(name));
		assert.equal(code, 0, output);
		const takes = Date.now() - began;
		let killed = 0;
		for (let round = 0; round < rounds; round++) {
			const moment = ((round + Math.random()) / rounds) * takes;
			const ended = await endedAfter(moment, "SIGKILL", args, env(name));
			if (ended.code === null) killed++;
			await check();
		}
		assert.ok(killed > rounds / 2, `${killed} of ${rounds} were killed before they were done`);
		const last = await onceUnlocked(args, env(name));
		assert.equal(last.code, 0, last.output);
		await check();
	};

	it("a killed copy is never in use half done, and the next one clears up", async () => {
		await killedOften(["copy", "--first", "--json"], "copied", () => expectWhole("copied"));
		await expectNothingLeft("copied");
	});

	it("a killed import is never in use half done, and the next one clears up", async () => {
		await killedOften(["import", "--first", "--json", "--from", whole], "loaded", () => expectWhole("loaded"));
		await expectNothingLeft("loaded");
	});

	it("a killed export is there whole or not at all, and the next one clears up", async () => {
		const store = new FolderStore(place);
		await killedOften(["export", "--json", "--to", place], "-", async () => {
			for (const id of await exportsOf(store)) {
				const { tables } = await readManifest(store, id);
				for (const { chunks } of Object.values(tables))
					for (const chunk of chunks) await readChunk(store, chunk, { write: () => undefined });
			}
		});
		const complete = await exportsOf(store);
		assert.deepEqual(readdirSync(place).sort(), complete);
		assert.equal((await store.list()).filter((name) => /begun|part$/.test(name)).length, 0);
	});

	it("Ctrl-C takes back what was begun, and says so", async () => {
		for (const [args, name] of [
			[["copy", "--first"], "stopped"],
			[["export", "--to", place], "-"],
		] as const) {
			const { code, output } = await endedAfter(900, "SIGINT", [...args], env(name));
			assert.equal(code, 1, output);
			assert.match(output, /understudy: interrupted; what was begun is taken away again\n$/);
		}
		await expectNothingLeft("stopped");
		assert.deepEqual(readdirSync(place), []);
	});

	for (const which of ["source", "target"] as const)
		it(`a ${which} that dies and comes back is told of, and the next copy works`, async () => {
			const server = which === "source" ? source : target;
			for (const moment of [600, 900, 1200]) {
				const running = understudyData(["copy", "--first"], env("restarted"));
				await new Promise((resolve) => setTimeout(resolve, moment));
				await server.kill();
				const { code, output } = await running;
				await server.up();
				assert.equal(code, 1, output);
				assert.match(output, /\nunderstudy: .*(connection|cannot connect)/);
				assert.doesNotMatch(output, /\n {4}at /);
				assert.doesNotMatch(output, new RegExp(mark, "i"));
				await expectWhole("restarted");
			}
			const next = await onceUnlocked(["copy", "--first"], env("restarted"));
			assert.equal(next.code, 0, next.output);
			await expectNothingLeft("restarted");
		});

	it("what fails after a copy is in use leaves it in use", async () => {
		for (let generation = 0; generation < 2; generation++)
			assert.equal((await understudyData(["copy", "--first"], env("held"))).code, 0);
		const [{ previous }] = await target.query("SELECT previous FROM understudy.environments WHERE name = 'held'");
		// Somebody still reads the generation that is to go.
		const reader = await Session.open(target.address(String(previous)));
		await reader.query("START TRANSACTION");
		await reader.query("SELECT COUNT(*) FROM ??.store", [previous]);
		await target.query("SET GLOBAL lock_wait_timeout = 1");
		try {
			const { code, output } = await understudyData(["copy"], env("held"));
			assert.equal(code, 1, output);
		} finally {
			await target.query("SET GLOBAL lock_wait_timeout = 86400");
			await reader.close();
		}
		await expectWhole("held");
		const next = await onceUnlocked(["copy"], env("held"));
		assert.equal(next.code, 0, next.output);
		await expectNothingLeft("held");
	});

	it("a source that dies while it is locked is not taken for one whose user may not lock it", async () => {
		const session = await Session.open(source.address("shop"));
		const query = session.query.bind(session);
		session.query = async (sql, values) => {
			if (sql.startsWith("FLUSH")) await source.kill();
			return query(sql, values);
		};
		try {
			await assert.rejects(
				consistently(session, [{ name: "store" } as Table], false, async () => {}),
				/the connection was lost/,
			);
		} finally {
			await source.up();
		}
	});

	for (const which of ["source", "target"] as const)
		it(`a connection to the ${which} that is cut ends it, and the next copy works`, async () => {
			const proxy = await CuttableWay.to((which === "source" ? source : target).port);
			const through = (url: string) => url.replace(/:\d+\//, `:${proxy.port}/`);
			const ends = env("cut");
			if (which === "source") ends.UNDERSTUDY_SOURCE = through(ends.UNDERSTUDY_SOURCE);
			else ends.UNDERSTUDY_TARGET = through(ends.UNDERSTUDY_TARGET);
			for (const bytes of [400_000, 900_000, 1_500_000]) {
				proxy.cutAfter(bytes);
				const { code, output } = await onceUnlocked(["copy", "--first"], ends);
				assert.equal(code, 1, output);
				assert.match(output, /understudy: .*connection/);
				assert.doesNotMatch(output, /\n {4}at /);
				await expectWhole("cut");
			}
			proxy.cutAfter(Number.POSITIVE_INFINITY);
			const next = await onceUnlocked(["copy", "--first"], ends);
			await proxy.close();
			assert.equal(next.code, 0, next.output);
			await expectNothingLeft("cut");
		});

	describe("a full disk", () => {
		let disk: string | undefined;
		afterEach(() => {
			if (disk) spawnSync("umount", ["-l", disk]);
			disk = undefined;
		});

		/** A file system of a size, where one can be mounted. */
		const mounted = (size: string): string | undefined => {
			const folder = join(place, "disk");
			mkdirSync(folder);
			const made = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
			if (made.status === 0) disk = folder;
			return disk;
		};

		it("ends an export with the reason, and nothing of it stays", async function () {
			const folder = mounted("300k");
			if (folder === undefined) {
				process.stdout.write("      skipped: a file system can be mounted by root on Linux only\n");
				return this.skip();
			}
			const { code, output } = await understudyData(["export", "--to", folder], env("-"));
			assert.equal(code, 1, output);
			assert.match(output, /understudy: cannot write .*tsv\.gz: no space is left on the device\n$/);
			assert.deepEqual(readdirSync(folder), []);
		});

		it("of the target ends a copy, which gives the space back", async function () {
			const folder = mounted("190m");
			if (folder === undefined) return this.skip();
			const small = await Server.start(["--innodb-log-file-size=16M", "--innodb-file-per-table"], folder);
			try {
				const filler = join(folder, "filler");
				const free = () =>
					Number(execFileSync("df", ["--output=avail", "-k", folder], { encoding: "utf8" }).split("\n")[1]);
				execFileSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1k", `count=${free() - 6000}`], { stdio: "ignore" });
				const ends = { UNDERSTUDY_SOURCE: source.url("shop"), UNDERSTUDY_TARGET: small.url("shop") };
				const { code, output } = await understudyData(["copy", "--first"], ends);
				assert.equal(code, 1, output);
				assert.match(output, /understudy: .*the server's disk is full: /);
				assert.doesNotMatch(output, new RegExp(mark, "i"));
				const left = await small.query(
					"SELECT COUNT(*) AS n FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'shop\\_%'",
				);
				assert.equal(Number(left[0].n), 0);
				assert.ok(existsSync(filler));
				rmSync(filler);
				const next = await onceUnlocked(["copy", "--first"], ends);
				assert.equal(next.code, 0, next.output);
			} finally {
				await small.stop();
			}
		});
	});
});
