import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { groupTables } from "../../tasks/data/parts/groups";
import { understudyData } from "./command";
import { expectNoMark, makeShop } from "./databases";
import { Server } from "./server";

describe("groups of tables", () => {
	const tables = fc.uniqueArray(fc.record({ name: fc.string(), bytes: fc.nat(1_000_000) }), {
		selector: ({ name }) => name,
	});

	it("have every table once, and none is much larger than the others", () => {
		fc.assert(
			fc.property(tables, fc.integer({ min: 1, max: 2_000_000 }), (all, largest) => {
				const groups = groupTables(all, largest);
				assert.deepEqual(groups.flat().sort(), all.map(({ name }) => name).sort());
				const sizeOf = new Map(all.map(({ name, bytes }) => [name, bytes]));
				const sizes = groups.map((group) => group.reduce((sum, name) => sum + (sizeOf.get(name) ?? 0), 0));
				const biggest = Math.max(0, ...sizeOf.values());
				assert.ok(Math.max(...sizes) - Math.min(...sizes) <= biggest);
				const total = sizes.reduce((sum, size) => sum + size, 0);
				assert.equal(groups.length, Math.max(1, Math.min(all.length, Math.ceil(total / largest))));
			}),
		);
	});

	it("are the same for the same tables, in whatever order they come", () => {
		fc.assert(
			fc.property(tables, fc.integer({ min: 1, max: 2_000_000 }), (all, largest) => {
				assert.deepEqual(groupTables([...all].reverse(), largest), groupTables(all, largest));
			}),
		);
	});
});

describe("an export in parts", function () {
	this.timeout(180_000);
	let source: Server;
	let target: Server;
	let place: string;

	before(async () => {
		[source, target] = await Promise.all([Server.start(), Server.start()]);
		await makeShop(source);
	});
	after(async () => {
		await Promise.all([source?.stop(), target?.stop()]);
	});
	beforeEach(() => {
		place = mkdtempSync(join(tmpdir(), "understudy-parts-"));
	});
	afterEach(() => rmSync(place, { recursive: true, force: true }));

	const run = async (...args: string[]) => {
		const env = { UNDERSTUDY_SOURCE: source.url("shop"), UNDERSTUDY_TARGET: target.url("shop") };
		return understudyData([...args, "--json"], env);
	};
	const last = (output: string) => JSON.parse(output.trim().split("\n").at(-1) as string);
	const exportsIn = () => join(place, "exports");
	const parts = () => join(place, "runs", "nightly.json");

	/** Three parts of a shop that is a few megabytes. */
	async function divided(): Promise<string> {
		const begun = await run("divide", "--to", exportsIn(), "--into", parts());
		assert.equal(begun.code, 0, begun.output);
		const { export: id } = last(begun.output);
		const all: string[] = JSON.parse(readFileSync(parts(), "utf8"))[0].tables;
		const groups = [0, 1, 2].map((third) => all.filter((_, index) => index % 3 === third));
		const division = groups.map((tables, index) => ({ export: id, part: index + 1, of: 3, tables }));
		writeFileSync(parts(), JSON.stringify(division));
		return id;
	}
	const exportPart = (part: number, ...more: string[]) =>
		run("export", "--to", exportsIn(), "--part", String(part), "--of", parts(), ...more);

	it("is one when all parts are joined, and no export before", async () => {
		const id = await divided();
		const made = await Promise.all([exportPart(1), exportPart(2)]);
		for (const { code, output } of made) assert.equal(code, 0, output);
		const early = await run("join", "--to", exportsIn(), "--of", parts());
		assert.equal(early.code, 1);
		assert.match(last(early.output).message, /^part 3 of 3 of the export \w+ is not there$/);
		assert.match((await run("import", "--from", exportsIn(), "--first")).output, /has no finished export/);
		const third = await exportPart(3);
		assert.equal(third.code, 0, third.output);
		const joined = await run("join", "--to", exportsIn(), "--of", parts());
		assert.equal(joined.code, 0, joined.output);
		const sum = [...made, third].reduce((rows, { output }) => rows + last(output).rows, 0);
		assert.deepEqual([last(joined.output).id, last(joined.output).rows], [id, sum]);
		const guard = joined.output
			.split("\n")
			.filter((line) => line.includes('"guard"'))
			.map((line) => JSON.parse(line));
		assert.equal(guard.length, 1);
		assert.ok(guard[0].columns > 10 && guard[0].rows > 1000, joined.output);
		const files = readdirSync(join(exportsIn(), id));
		assert.deepEqual(
			files.filter((file) => !file.endsWith(".gz")),
			["manifest.json"],
			"nothing is left of the parts",
		);
		const imported = await run("import", "--from", exportsIn(), "--first");
		assert.equal(imported.code, 0, imported.output);
		assert.equal(last(imported.output).rows, sum);
		await expectNoMark(target, `shop_${id}`);
	});

	it("is not joined of parts that had another key, or other rules", async () => {
		await divided();
		for (const part of [1, 2]) assert.equal((await exportPart(part)).code, 0);
		const other = await understudyData(["export", "--to", exportsIn(), "--part", "3", "--of", parts()], {
			UNDERSTUDY_SOURCE: source.url("shop"),
			UNDERSTUDY_KEY: "another key that is long enough to be one",
		});
		assert.equal(other.code, 0, other.output);
		const { code, output } = await run("join", "--to", exportsIn(), "--of", parts());
		assert.equal(code, 1);
		assert.match(last(output).message, /were not made from the same source with the same rules and key; export again/);
	});

	it("can be made again, part by part, when one failed", async () => {
		const id = await divided();
		for (const part of [1, 2, 3, 2]) assert.equal((await exportPart(part)).code, 0);
		assert.equal((await run("join", "--to", exportsIn(), "--of", parts())).code, 0);
		assert.equal((await run("import", "--from", exportsIn(), "--first", "--export", id)).code, 0);
	});

	it("says what is wrong with what it is given", async () => {
		const message = async (...args: string[]) => last((await run(...args)).output).message;
		assert.match(await message("export", "--to", place, "--part", "1"), /--part <n> and --of <file> go together/);
		assert.match(
			await message("join", "--to", place, "--of", parts()),
			/nightly.json: there is no such file; understudy/,
		);
		await divided();
		assert.match(await message("export", "--to", place, "--part", "4", "--of", parts()), /--part 4: .* has 3 parts/);
		writeFileSync(parts(), "[]");
		assert.match(await message("join", "--to", place, "--of", parts()), /does not hold the parts of one export/);
	});
});
