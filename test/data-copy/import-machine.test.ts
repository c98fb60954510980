import { strict as assert } from "node:assert";
import { importMachine } from "../../components/data-copy/machines/import";
import type { Fault, Ran } from "../aws/fargate";
import { understudyData } from "../data/command";
import { expectNoMark, makeShop } from "../data/databases";
import { Server } from "../data/server";
import { hasty, MachineRoom, together } from "./machine-room";

const place = "s3://exports/exports";
const services = ["web", "web-cron", "web-consumers"];

describe("the machine that imports", function () {
	this.timeout(240_000);
	let room: MachineRoom;
	let source: Server;
	let target: Server;
	let exported: string;

	before(async () => {
		[room, source, target] = await Promise.all([MachineRoom.open(), Server.start(), Server.start()]);
		await makeShop(source);
		await room.makeBucket("exports");
		exported = await newExport();
	});
	after(async () => {
		room?.close();
		await Promise.all([source?.stop(), target?.stop()]);
	});

	async function newExport(): Promise<string> {
		const env = { ...room.fargate.env, UNDERSTUDY_SOURCE: source.url("shop") };
		const { code, output } = await understudyData(["export", "--to", place, "--json"], env);
		assert.equal(code, 0, output);
		return JSON.parse(output.trim().split("\n").at(-1) as string).id;
	}

	/** An environment with a shop of its own, that serves its first schema. */
	async function environment(): Promise<string> {
		const name = room.environment({});
		const schema = name.replace("-", "_");
		room.fargate.variables.set(name, { UNDERSTUDY_TARGET: target.url(schema) });
		await target.query(`CREATE DATABASE ${schema}`);
		await target.query(`CREATE TABLE ${schema}.what_was_served (id INT)`);
		await room.setParameter(`/understudy/${name}/schema`, schema);
		await room.setParameter(`/understudy/${name}/data`, "{}");
		await room.makeServices(name, services);
		return name;
	}

	function run(name: string, faults: Fault[] = [], afterCopy: string[][] = [], input: object = {}) {
		const machine = importMachine({
			environment: name,
			role: "staging",
			loader: room.kind(name, "loader"),
			steward: room.kind(name, "steward"),
			application: room.kind(name, "application"),
			from: place,
			parameters: { schema: `/understudy/${name}/schema`, facts: `/understudy/${name}/data` },
			cluster: name,
			services,
			afterCopy,
			topic: room.topic,
			logGroup: name,
			...hasty,
		});
		return room.run(name, machine, faults, input);
	}
	const words = (ran: Ran[]) => ran.map(({ command, code }) => `${command[0]} ${code}`);
	const served = (name: string) => room.parameter(`/understudy/${name}/schema`);
	const schemas = async (name: string) => {
		const like = `${name.replace("-", "\\_")}%`;
		const rows = await target.query(`SHOW DATABASES LIKE '${like}'`);
		return rows.map((row) => String(Object.values(row)[0])).sort();
	};

	it("lets the application serve new data, and tells what it is", async () => {
		const name = await environment();
		const first = name.replace("-", "_");
		const before = await room.deployments(name, services);
		const { status, ran, counts, told } = await run(name, [], [["list"], ["reap"]]);
		assert.equal(status, "SUCCEEDED", JSON.stringify(ran, undefined, 1));
		assert.deepEqual(words(ran), ["import 0", "switch 0", "list 0", "reap 0", "tell 0"]);
		assert.deepEqual(counts, { Succeeded: 1 });
		assert.equal(await served(name), `${first}_${exported}`);
		await expectNoMark(target, `${first}_${exported}`);
		const after = await room.deployments(name, services);
		for (const [index, id] of before.entries()) assert.notEqual(after[index], id, `${services[index]} is started anew`);
		const facts = JSON.parse(await room.parameter(`/understudy/${name}/data`));
		assert.deepEqual([facts.schema, facts.export], [`${first}_${exported}`, exported]);
		assert.ok(facts.rows > 10_000 && Date.parse(facts.taken) <= Date.now());
		assert.match(told[0].subject, /^env-\d+: new data is being served$/);
		assert.match(told[0].body, new RegExp(`Export: +${exported}\nOf: +the state of \\S+, 0\\.\\d hours old\n`));
		assert.match(told[0].body, new RegExp(`Schema: +${first}_${exported}, before ${first}\n`));
	});

	it("does nothing where there is nothing new, drops the copy before the last, and never what is served", async () => {
		const name = await environment();
		const first = name.replace("-", "_");
		assert.equal((await run(name)).status, "SUCCEEDED");
		const before = await room.deployments(name, services);
		const again = await run(name);
		assert.deepEqual(words(again.ran.slice(-3)), ["import 0", "switch 0", "tell 0"]);
		assert.match(again.told.at(-1)?.subject ?? "", /its data is up to date$/);
		assert.deepEqual(await room.deployments(name, services), before);
		const second = await newExport();
		assert.equal((await run(name)).status, "SUCCEEDED");
		assert.deepEqual(await schemas(name), [first, `${first}_${exported}`, `${first}_${second}`]);
		const last = await newExport();
		assert.equal((await run(name)).status, "SUCCEEDED");
		assert.deepEqual(await schemas(name), [first, `${first}_${second}`, `${first}_${last}`]);
		assert.equal(await served(name), `${first}_${last}`);
		const back = await run(name, [], [["list"]], { copy: second });
		assert.deepEqual(words(back.ran.slice(-3)), ["switch 0", "list 0", "tell 0"], "the way back");
		assert.equal(await served(name), `${first}_${second}`);
		const nightly = await run(name);
		assert.deepEqual(words(nightly.ran.slice(-3)), ["import 0", "switch 0", "tell 0"]);
		assert.equal(await served(name), `${first}_${second}`, "until there is a new export, that is where it stays");
		const unknown = await run(name, [], [], { copy: "of-yesteryear" });
		assert.equal(unknown.status, "FAILED");
		assert.match(unknown.told.at(-1)?.body ?? "", /has no copy of-yesteryear/);
		assert.equal(await served(name), `${first}_${second}`);
		exported = last;
	});

	describe("whatever fails, old or new data is served, by every task, and an alarm is raised", () => {
		const always = 99;
		interface Case {
			fault: Fault;
			/** What fails besides, on the way back. */
			second?: Fault;
			counts: Record<string, number>;
			serves: "old" | "new" | "either";
		}
		const cases: Case[] = [
			...(["before", "after", "killed"] as const).map((when) => ({
				fault: { of: "import", when, times: always },
				counts: { Failed: 1 },
				serves: "old" as const,
			})),
			{ fault: { of: "switch", when: "before", times: always }, counts: { Failed: 1 }, serves: "old" },
			{ fault: { of: "switch", when: "after", times: always }, counts: { Failed: 1 }, serves: "new" },
			...[1, 2, 3].map(() => ({
				fault: { of: "switch", when: "killed" as const, times: always },
				counts: { Failed: 1 },
				serves: "either" as const,
			})),
			{
				fault: { of: "switch", when: "after", times: always },
				second: { of: "settle", when: "before", times: always },
				counts: { Failed: 1 },
				serves: "new",
			},
			{
				fault: { of: "switch", when: "before", times: always },
				second: { of: "settle", when: "killed", times: 1 },
				counts: { Failed: 1 },
				serves: "old",
			},
			...(["before", "after", "killed"] as const).map((when) => ({
				fault: { of: "list", when, times: always },
				counts: { Failed: 1 },
				serves: "new" as const,
			})),
			{ fault: { of: "tell", when: "before", times: always }, counts: { Succeeded: 1 }, serves: "new" },
			{ fault: { of: "tell", when: "killed", times: always }, counts: { Succeeded: 1 }, serves: "new" },
			{ fault: { of: "PutMetricData", when: "before", times: 2 }, counts: { Succeeded: 1 }, serves: "new" },
		];
		let results: { name: string; before: string[]; result: Awaited<ReturnType<typeof run>> }[];
		before(async () => {
			results = await together(cases, 4, async ({ fault, second }) => {
				const name = await environment();
				const before = await room.deployments(name, services);
				return {
					name,
					before,
					result: await run(name, [{ ...fault }, ...(second ? [{ ...second }] : [])], [["list"]]),
				};
			});
		});

		for (const [at, { fault, second, counts, serves }] of cases.entries())
			it(`(${[fault, ...(second ? [second] : [])].map(({ of, when }) => `${of}, ${when}`).join("; ")})`, async () => {
				const { name, before, result } = results[at];
				const ran = JSON.stringify(result.ran);
				assert.equal(result.status, "Failed" in counts ? "FAILED" : "SUCCEEDED", ran);
				assert.deepEqual(result.counts, counts, ran);
				// Told and then killed is told once more, plainly.
				const most = fault.of === "tell" && fault.when !== "before" ? 2 : 1;
				assert.ok(result.told.length >= 1 && result.told.length <= most, ran);
				const first = name.replace("-", "_");
				const schema = await served(name);
				if (serves !== "either") assert.equal(schema, serves === "old" ? first : `${first}_${exported}`, ran);
				assert.ok((await schemas(name)).includes(schema), "what is served is there");
				// Every service was started after the parameter was written, or none since it was there.
				const changed = (await room.deployments(name, services)).filter((id, index) => id !== before[index]);
				assert.equal(changed.length, schema === first && changed.length === 0 ? 0 : services.length, ran);
			});

		it("the next run succeeds", async () => {
			await together(results, 4, async ({ name }) => {
				const { status, ran } = await run(name);
				assert.equal(status, "SUCCEEDED", JSON.stringify(ran.slice(-4)));
				assert.equal(await served(name), `${name.replace("-", "_")}_${exported}`);
			});
		});
	});

	it("is refused by a database that is marked as production's", async () => {
		const name = await environment();
		const env = { UNDERSTUDY_TARGET: target.url(name.replace("-", "_")) };
		assert.equal((await understudyData(["mark", "production"], env)).code, 0);
		const { status, counts, told } = await run(name);
		assert.deepEqual([status, counts], ["FAILED", { Failed: 1, Refused: 1 }]);
		assert.match(told[0].body, /is marked as production; data is never copied into production/);
		assert.equal(await served(name), name.replace("-", "_"));
	});
});
