import { strict as assert } from "node:assert";
import {
	CreateClusterCommand,
	CreateServiceCommand,
	DescribeServicesCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { Session } from "../../tasks/data/connection/session";
import { Control } from "../../tasks/data/target/control";
import { Application } from "../../tasks/switch/application";
import { settle, switchOver } from "../../tasks/switch/switch";
import { type Fault, FaultyAws } from "../aws/faults";
import { Moto } from "../aws/moto";
import { Server } from "../data/server";

const services = ["web", "web-cron", "web-consumers"];
const attempts = 3;

describe("a switch of the running application", function () {
	this.timeout(120_000);
	let moto: Moto;
	let aws: FaultyAws;
	let server: Server;
	let session: Session;
	let control: Control;
	let ssm: SSMClient;
	let ecs: ECSClient;
	let application: Application;

	before(async () => {
		process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
		[moto, server] = await Promise.all([Moto.start({ env: { MOTO_ECS_SERVICE_RUNNING: "9" } }), Server.start()]);
		aws = await FaultyAws.before(moto.url);
		const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
		const options = { endpoint: aws.url, region: "eu-central-1", credentials, maxAttempts: attempts };
		[ssm, ecs] = [new SSMClient(options), new ECSClient(options)];
		session = await Session.open(server.address("shop"));
		control = new Control(session);
		await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
		await ecs.send(
			new RegisterTaskDefinitionCommand({
				family: "app",
				containerDefinitions: [{ name: "app", image: "app", memory: 64 }],
			}),
		);
		for (const serviceName of services)
			await ecs.send(
				new CreateServiceCommand({ cluster: "shop", serviceName, taskDefinition: "app", desiredCount: 1 }),
			);
		application = new Application(ssm, ecs, {
			parameter: "/schema",
			cluster: "shop",
			services,
			waiting: { every: 10, atMost: 300 },
		});
	});
	after(async () => {
		await session?.close();
		ssm?.destroy();
		ecs?.destroy();
		aws?.stop();
		moto?.stop();
		await server?.stop();
	});

	/** An environment that serves its second copy, and has a third one that is verified. */
	beforeEach(async () => {
		aws.faults = [];
		await server.query("DROP DATABASE IF EXISTS understudy");
		await control.mark("shop", "staging");
		for (const [id, state] of [
			["1", "previous"],
			["2", "active"],
			["3", "verified"],
		] as const) {
			await server.query(`CREATE DATABASE IF NOT EXISTS shop_${id}`);
			const summary = JSON.stringify({ export: `of-${id}`, taken: `2026-01-0${id}T00:00:00.000Z`, rows: Number(id) });
			await control.addCopy({ id, name: "shop", schema: `shop_${id}`, state, created: `2026-01-0${id}`, summary });
		}
		await server.query("UPDATE understudy.environments SET active = 'shop_2', previous = 'shop_1'");
		for (const [Name, Value] of [
			["/schema", "shop_2"],
			["/data", "{}"],
		])
			await ssm.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
		// Whoever runs it next finds tasks that were started since.
		await application.deploy();
		aws.asked.length = 0;
	});

	const served = async (name = "/schema") =>
		String((await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value);
	const schemas = async () => (await server.query("SHOW DATABASES LIKE 'shop%'")).map((row) => Object.values(row)[0]);
	const options = { name: "shop", facts: "/data" };
	const deployments = async () => {
		const { services: found = [] } = await ecs.send(new DescribeServicesCommand({ cluster: "shop", services }));
		return found.map(({ deployments: all }) => all?.[0].id);
	};
	const failing = (action: string, times: number, after = false): Fault => ({
		action,
		status: 400,
		code: "AccessDeniedException",
		times,
		after,
		json: true,
	});

	it("writes the parameter, starts every service anew, drops the copy before the last, and notes what is served", async () => {
		const before = await deployments();
		const result = await switchOver(control, application, ssm, options);
		assert.deepEqual(result, {
			schema: "shop_3",
			export: "of-3",
			taken: "2026-01-03T00:00:00.000Z",
			rows: 3,
			before: "shop_2",
			changed: true,
		});
		assert.equal(await served(), "shop_3");
		assert.deepEqual(JSON.parse(await served("/data")), {
			schema: "shop_3",
			export: "of-3",
			taken: "2026-01-03T00:00:00.000Z",
			rows: 3,
		});
		assert.deepEqual(await schemas(), ["shop_2", "shop_3"]);
		const after = await deployments();
		assert.equal(after.filter((id) => before.includes(id)).length, 0);
		const record = await control.environment("shop");
		assert.deepEqual([record?.active, record?.previous], ["shop_3", "shop_2"]);
	});

	it("starts nothing where everything serves the newest already", async () => {
		await switchOver(control, application, ssm, options);
		const before = await deployments();
		const again = await switchOver(control, application, ssm, options);
		assert.equal(again.changed, false);
		assert.deepEqual(await deployments(), before);
	});

	it("goes back where a service does not come up: everything serves what it did, and nothing is dropped", async () => {
		// The first service's new deployment is looked at for as long as is waited, and never there.
		aws.faults = [failing("DescribeServices", 1)];
		await assert.rejects(
			switchOver(control, application, ssm, options),
			/cannot look at the service web: AccessDeniedException: .*; the application serves shop_2 as before/,
		);
		assert.equal(await served(), "shop_2");
		assert.equal((await control.environment("shop"))?.active, "shop_2");
		assert.deepEqual(await schemas(), ["shop_1", "shop_2", "shop_3"]);
		assert.equal((await switchOver(control, application, ssm, options)).schema, "shop_3", "the next one succeeds");
	});

	for (const [what, deployment] of [
		["fails", { rolloutState: "FAILED", rolloutStateReason: "tasks failed to start" }],
		["is replaced by ECS, which goes back by itself", { id: "ecs-svc/of-the-circuit-breaker" }],
		["is never there", { rolloutState: "IN_PROGRESS" }],
	] as const)
		it(`goes back where a new deployment ${what}`, async () => {
			// Until the parameter is put back: the way back comes up.
			const rewrite = (answer: string) => {
				if (aws.asked.filter((action) => action === "PutParameter").length > 1) return answer;
				const told = JSON.parse(answer);
				Object.assign(told.services[0].deployments[0], deployment);
				return JSON.stringify(told);
			};
			aws.faults = [{ action: "DescribeServices", status: 200, code: "", times: 9999, rewrite }];
			await assert.rejects(
				switchOver(control, application, ssm, options),
				/web .*; the application serves shop_2 as before/,
			);
			assert.equal(await served(), "shop_2");
			aws.faults = [];
			assert.equal((await switchOver(control, application, ssm, options)).schema, "shop_3");
		});

	for (const after of [false, true])
		for (const [action, at] of [
			["PutParameter", "the parameter"],
			["UpdateService", "a service"],
		] as const)
			it(`goes back where ${at} fails ${after ? "after" : "before"} its change`, async () => {
				aws.faults = [failing(action, 1, after)];
				await assert.rejects(switchOver(control, application, ssm, options), /the application serves shop_2 as before/);
				assert.equal(await served(), "shop_2");
				assert.ok((await schemas()).includes("shop_2"));
			});

	it("rides out throttling", async () => {
		aws.faults = ["PutParameter", "UpdateService", "DescribeServices", "GetParameter"].map((action) => ({
			...failing(action, attempts - 1),
			code: "ThrottlingException",
		}));
		assert.equal((await switchOver(control, application, ssm, options)).schema, "shop_3");
	});

	it("that fails on the way back too says so, and is brought to an end by settling", async () => {
		aws.faults = [failing("UpdateService", 99)];
		await assert.rejects(
			switchOver(control, application, ssm, options),
			/and putting shop_2 back failed: .*; run it again/,
		);
		assert.equal(await served(), "shop_2");
		aws.faults = [];
		assert.equal(await settle(control, application, "shop"), "shop_2");
		assert.equal(await application.deployedSince((await application.schema()).since), true);
	});

	it("never drops what is served, whatever the record says", async () => {
		// A run that was killed between the record and the parameter.
		await server.query("UPDATE understudy.environments SET active = 'shop_3', previous = 'shop_2'");
		await server.query("UPDATE understudy.copies SET state = IF(id = 3, 'active', 'previous') WHERE id IN (2, 3)");
		await control.addCopy({
			id: "4",
			name: "shop",
			schema: "shop_4",
			state: "verified",
			created: "2026-01-04",
			summary: "{}",
		});
		await server.query("CREATE DATABASE IF NOT EXISTS shop_4");
		aws.faults = [failing("UpdateService", 1)];
		await assert.rejects(switchOver(control, application, ssm, options), /serves shop_2 as before/);
		assert.ok((await schemas()).includes("shop_2"));
		assert.equal((await switchOver(control, application, ssm, options)).schema, "shop_4");
		assert.deepEqual(await schemas(), ["shop_2", "shop_4"]);
	});

	it("takes a copy by its id, and none that is not there or not whole", async () => {
		await assert.rejects(switchOver(control, application, ssm, { ...options, id: "9" }), /"shop" has no copy 9/);
		await control.setCopy("shop", "3", "loading");
		await assert.rejects(
			switchOver(control, application, ssm, { ...options, id: "3" }),
			/the copy 3 was never finished/,
		);
		assert.equal((await switchOver(control, application, ssm, { ...options, id: "1" })).schema, "shop_1");
		assert.ok((await schemas()).includes("shop_2"), "what was served stays for the way back");
	});
});
