import { strict as assert } from "node:assert";
import { type ExportMachineArgs, exportMachine } from "../../components/data-copy/machines/export";
import type { Ran } from "../aws/fargate";
import { key, understudyData } from "../data/command";
import { expectNoMark, makeShop } from "../data/databases";
import { Server } from "../data/server";
import { MachineRoom } from "./machine-room";

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

	function machineOf(environment: string): ReturnType<typeof exportMachine> {
		const args: ExportMachineArgs = {
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
			rules: [],
			choice: [],
			largest: 1,
			parallel: 2,
			topic: room.topic,
			logGroup: environment,
			patience: 1,
			every: 1,
		};
		return exportMachine(args);
	}

	/** Runs the machine as a new environment. */
	async function run(faults: Parameters<MachineRoom["run"]>[2] = []) {
		const environment = room.environment({ UNDERSTUDY_KEY: key });
		const result = await room.run(environment, machineOf(environment), faults);
		const clones = (await room.clusters()).filter((name) => name.endsWith(result.runName));
		return { environment, ...result, clones };
	}
	const words = (ran: Ran[]) => ran.map(({ command, code }) => `${command[0]} ${code}`);
	const exportsThere = async () =>
		(await understudyData(["list", "--from", "s3://exports/exports", "--json"], room.fargate.env)).output;

	it("makes an export that can be imported, deletes the clone, and tells what it did", async () => {
		const { status, events, ran, clones, counts, told } = await run();
		assert.equal(status, "SUCCEEDED", JSON.stringify(ran, undefined, 1) + JSON.stringify(events.filter((e)=>/Fail/.test(String(e.type))), undefined, 1));
		assert.deepEqual(words(ran), ["clone 0", "check 0", "divide 0", "export 0", "join 0", "unclone 0", "tell 0"]);
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
	void exportsThere;
});
