import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportMachine } from "../../components/data-copy/machines/export";
import { reapMachine } from "../../components/data-copy/machines/reap";
import type { Fault, Ran } from "../aws/fargate";
import { key, understudyData } from "../data/command";
import { expectNoMark, makeShop } from "../data/databases";
import { Server } from "../data/server";
import { mark } from "../data/shop/people";
import { hasty, MachineRoom, together } from "./machine-room";

describe("the machine that exports", function () {
	this.timeout(240_000);
	let room: MachineRoom;
	let source: Server;
	let target: Server;

	before(async () => {
		[room, source, target] = await Promise.all([MachineRoom.open(), Server.start(), Server.start()]);
		await makeShop(source);
		await room.makeCluster("production");
		await room.makeBucket("exports");
		room.fargate.instead.set("/source", `${source.url("shop")}\n`);
	});
	after(async () => {
		room?.close();
		await Promise.all([source?.stop(), target?.stop()]);
	});

	function machineOf(environment: string, rules: string[], largest: number): ReturnType<typeof exportMachine> {
		return exportMachine({
			environment,
			steward: room.kind(environment, "steward"),
			reader: room.kind(environment, "reader"),
			clone: {
				cluster: "production",
				schema: "shop",
				subnetGroup: "isolated",
				securityGroup: "sg-1",
				kmsKey: "alias/aws/rds",
				instanceClass: "db.r6g.large",
				clusterParameters: "default.aurora-mysql8.0",
				instanceParameters: "default.aurora-mysql8.0",
			},
			bucket: "exports",
			rules,
			choice: [],
			largest,
			parallel: 2,
			topic: room.topic,
			logGroup: environment,
			...hasty,
		});
	}

	/** Runs the machine as a new environment. */
	async function run(faults: Fault[] = [], rules: string[] = [], largest = 1) {
		const environment = room.environment({ UNDERSTUDY_KEY: key });
		const result = await room.run(environment, machineOf(environment, rules, largest), faults);
		const clones = (await room.clusters()).filter((name) => name.endsWith(result.runName));
		return { environment, ...result, clones };
	}
	const words = (ran: Ran[]) => ran.map(({ command, code }) => `${command[0]} ${code}`);

	it("makes an export that can be imported, deletes the clone, and tells what it did", async () => {
		// A megabyte a part: several tasks share it.
		const { status, ran, clones, counts, told } = await run([], [], 0.001);
		assert.equal(status, "SUCCEEDED", JSON.stringify(ran, undefined, 1));
		const parts = ran.filter(({ command }) => command[0] === "export").length;
		assert.ok(parts > 1, "the tables are more than one part");
		const exporting = Array.from({ length: parts }, () => "export 0");
		assert.deepEqual(words(ran), ["clone 0", "check 0", "divide 0", ...exporting, "join 0", "unclone 0", "tell 0"]);
		assert.deepEqual(clones, []);
		assert.deepEqual(counts, { Succeeded: 1 });
		assert.equal(told.length, 1);
		assert.match(told[0].subject, /^env-\d+: a new export of its data is ready$/);
		assert.match(told[0].body, /Of: +the state of 2\d{3}-\S+, 0\.0 hours old\n/);
		assert.match(told[0].body, /Copied: +[\d,]+ rows of \d+ tables, \d+\.\d MB\n/);
		assert.match(told[0].body, /Left out: +the rows of \d+ tables/);
		assert.match(told[0].body, /Guard: +[\d,]+ rows, \d+ columns of kept text looked through, nothing found/);
		const env = { ...room.fargate.env, UNDERSTUDY_TARGET: target.url("shop") };
		const imported = await understudyData(["import", "--from", "s3://exports/exports", "--first", "--json"], env);
		assert.equal(imported.code, 0, imported.output);
		await expectNoMark(target, JSON.parse(imported.output.trim().split("\n").at(-1) as string).schema);
	});

	describe("whatever fails", () => {
		const always = 99;
		/** What a run comes to, by what fails in it. */
		interface Case {
			fault: Fault;
			/** What fails besides. */
			second?: Fault;
			counts: Record<string, number>;
			left?: boolean;
			told?: RegExp | "nobody";
		}
		const cases: Case[] = [
			...["clone", "check", "divide", "export", "join"].flatMap((of) =>
				(["before", "after", "killed"] as const).map((when) => ({
					fault: { of, when, times: always },
					counts: { Failed: 1 },
				})),
			),
			// What can only succeed in the end is tried again.
			...(["before", "after", "killed"] as const).map((when) => ({
				fault: { of: "unclone", when, times: 1 },
				counts: { Succeeded: 1 },
			})),
			{ fault: { of: "unclone", when: "before", times: always }, counts: { Succeeded: 1, CloneLeft: 1 }, left: true },
			{ fault: { of: "unclone", when: "after", times: always }, counts: { Succeeded: 1, CloneLeft: 1 } },
			{
				fault: { of: "tell", when: "before", times: always },
				counts: { Succeeded: 1 },
				told: /^The run [\w-]+ of the data copy ended well\. What it did is in the log group env-\d+\.$/,
			},
			{ fault: { of: "tell", when: "after", times: always }, counts: { Succeeded: 1 } },
			{ fault: { of: "tell", when: "killed", times: always }, counts: { Succeeded: 1 } },
			{
				fault: { of: "tell", when: "before", times: always },
				second: { of: "Publish", when: "before", times: always },
				counts: { Succeeded: 1 },
				told: "nobody",
			},
			// What the parts are cannot be read: nothing is exported, and nothing is left.
			{ fault: { of: "GetObject", when: "before", times: always }, counts: { Failed: 1 } },
			{ fault: { of: "PutMetricData", when: "after", times: 1 }, counts: { Succeeded: 2 } },
			{ fault: { of: "PutMetricData", when: "before", times: 2 }, counts: { Succeeded: 1 } },
			{ fault: { of: "PutMetricData", when: "before", times: always }, counts: {} },
		];
		let results: Awaited<ReturnType<typeof run>>[];
		before(async () => {
			results = await together(cases, 4, ({ fault, second }) =>
				run([{ ...fault }, ...(second ? [{ ...second }] : [])]),
			);
		});

		for (const [at, { fault, second, counts, left = false, told }] of cases.entries())
			it(`(${fault.of}, ${fault.when}${fault.times === always ? "" : `, ${fault.times} times`}${second ? `; ${second.of}` : ""}), no clone is left without an alarm`, async () => {
				const result = results[at];
				const ran = JSON.stringify(words(result.ran));
				assert.equal(result.status, "Failed" in counts ? "FAILED" : "SUCCEEDED", ran);
				assert.deepEqual(result.counts, counts, ran);
				assert.equal(result.clones.length, left ? 1 : 0, ran);
				// Told and then failed is told once more, plainly.
				const twice = fault.of === "tell" && fault.when !== "before";
				if (told === "nobody") assert.equal(result.told.length, 0, ran);
				else assert.ok(result.told.length >= 1 && result.told.length <= (twice ? 2 : 1), ran);
				if (told instanceof RegExp) assert.match(result.told[0].body, told);
			});

		it("only whole exports are seen", async () => {
			const env = { ...room.fargate.env, UNDERSTUDY_TARGET: target.url("whole") };
			const { output } = await understudyData(["list", "--from", "s3://exports/exports", "--json"], env);
			const ids: string[] = JSON.parse(output).map(({ id }: { id: string }) => id);
			assert.ok(ids.length > 5, output);
			for (const id of ids.slice(-3)) {
				const args = ["import", "--from", "s3://exports/exports", "--export", id, "--first"];
				const imported = await understudyData(args, env);
				assert.equal(imported.code, 0, imported.output);
			}
		});

		it("a clone that is left is an alarm, and is deleted by the one who looks for it", async () => {
			const environment = room.environment({});
			const reaping = (olderThan: number) =>
				reapMachine({
					environment,
					steward: room.kind(environment, "steward"),
					olderThan,
					topic: room.topic,
					logGroup: environment,
					...hasty,
				});
			const young = await room.run(environment, reaping(24));
			assert.deepEqual([young.status, young.counts], ["SUCCEEDED", {}]);
			const old = await room.run(environment, reaping(0));
			assert.deepEqual([old.status, old.counts], ["FAILED", { CloneLeft: 1 }]);
			assert.match(old.told[0].subject, /: a clone of the database was left over/);
			assert.match(old.told[0].body, /understudy data reap: 1 clones were left over/);
			assert.deepEqual(await room.clusters(), ["production"]);
			const again = await room.run(environment, reaping(0));
			assert.equal(again.status, "SUCCEEDED");
			for (const when of ["before", "after", "killed"] as const) {
				const other = room.environment({});
				const machine = JSON.parse(JSON.stringify(reaping(0)).replaceAll(environment, other));
				const blind = await room.run(other, machine, [{ of: "reap", when, times: always }]);
				assert.deepEqual([blind.status, blind.counts], ["FAILED", { CloneLeft: 1 }], "nobody looks, which is as bad");
			}
		});
	});

	it("counts a refusal by the guard, and by the rules, and says what was found where, not what", async () => {
		const folder = mkdtempSync(join(tmpdir(), "understudy-rules-"));
		const rules = (name: string, text: string) => {
			writeFileSync(join(folder, name), text);
			return ["--rules", join(folder, name)];
		};
		try {
			const leaking = rules(
				"leak.yaml",
				"version: 1\ntables: { newsletter_subscriber: { keep: [subscriber_email] } }\n",
			);
			const wrong = rules("wrong.yaml", "version: 1\ntables: { loyalty_points: keep }\n");
			const [leak, mistake] = await Promise.all([run([], leaking), run([], wrong)]);
			assert.deepEqual([leak.status, leak.counts, leak.clones], ["FAILED", { Failed: 1, Refused: 1 }, []]);
			assert.match(leak.told[0].subject, /: the data copy was refused$/);
			assert.match(leak.told[0].body, /newsletter_subscriber\.subscriber_email/);
			assert.match(leak.told[0].body, /The clone understudy-copy-[\w-]+ is deleted\./);
			assert.doesNotMatch(leak.told[0].body, new RegExp(mark, "i"));
			assert.deepEqual(words(mistake.ran), ["clone 0", "check 2", "unclone 0", "tell 0"]);
			assert.deepEqual([mistake.counts, mistake.clones], [{ Failed: 1, Refused: 1 }, []]);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
