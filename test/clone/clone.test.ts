import { strict as assert } from "node:assert";
import {
	CreateDBClusterCommand,
	CreateDBInstanceCommand,
	CreateDBSubnetGroupCommand,
	DescribeDBClustersCommand,
	DescribeDBInstancesCommand,
	RDSClient,
} from "@aws-sdk/client-rds";
import { type CloneOptions, createClone } from "../../tasks/clone/clone";
import { deleteClone, reapClones } from "../../tasks/clone/delete-clone";
import { type Fault, FaultyAws } from "../aws/faults";
import { Moto } from "../aws/moto";
import { defaultSubnets } from "../aws/subnets";
import { understudyData } from "../data/command";

describe("a clone of production's cluster", function () {
	this.timeout(120_000);
	let moto: Moto;
	let aws: FaultyAws;
	let rds: RDSClient;

	before(async () => {
		process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
		moto = await Moto.start();
		aws = await FaultyAws.before(moto.url);
		const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
		rds = new RDSClient({ endpoint: aws.url, region: "eu-central-1", credentials, maxAttempts: 8 });
		const SubnetIds = await defaultSubnets(moto.url);
		await rds.send(
			new CreateDBSubnetGroupCommand({ DBSubnetGroupName: "isolated", DBSubnetGroupDescription: "x", SubnetIds }),
		);
		await rds.send(
			new CreateDBClusterCommand({
				DBClusterIdentifier: "production",
				Engine: "aurora-mysql",
				MasterUsername: "admin",
				MasterUserPassword: "of-production-itself",
			}),
		);
		await rds.send(
			new CreateDBInstanceCommand({
				DBClusterIdentifier: "production",
				DBInstanceIdentifier: "production-1",
				DBInstanceClass: "db.r6g.large",
				Engine: "aurora-mysql",
			}),
		);
	});
	after(() => {
		rds?.destroy();
		aws?.stop();
		moto?.stop();
	});
	afterEach(async () => {
		aws.faults = [];
		aws.asked.length = 0;
		for (const left of await clusters()) if (left !== "production") await deleteClone(rds, left, waiting);
	});

	const waiting = { every: 10, atMost: 5_000 };
	let options: CloneOptions;
	let name: string;
	let made = 0;
	beforeEach(() => {
		// A name of its own: moto keeps automated snapshots, named by cluster and minute.
		name = `nightly-${++made}`;
		options = { ...common, name };
	});
	const common = {
		source: "production",
		subnetGroup: "isolated",
		securityGroups: ["sg-1"],
		instanceClass: "db.r6g.large",
		waiting,
	};
	const clusters = async () =>
		((await rds.send(new DescribeDBClustersCommand({}))).DBClusters ?? []).map((one) =>
			String(one.DBClusterIdentifier),
		);
	const instances = async () =>
		((await rds.send(new DescribeDBInstancesCommand({}))).DBInstances ?? []).map((one) =>
			String(one.DBInstanceIdentifier),
		);

	it("is made beside production, with a password of its own, and deleted with all that belongs to it", async () => {
		const clone = await createClone(rds, options);
		assert.deepEqual((await clusters()).sort(), [name, "production"]);
		assert.match(clone.secret, /^arn:aws:secretsmanager:/);
		assert.ok(clone.host.startsWith(`${name}.`), clone.host);
		const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }));
		const tags = Object.fromEntries((DBClusters[0].TagList ?? []).map(({ Key, Value }) => [Key, Value]));
		assert.equal(tags["understudy:clone-of"], "production");
		assert.equal(await deleteClone(rds, name, waiting), true);
		assert.deepEqual([await clusters(), await instances()], [["production"], ["production-1"]]);
		assert.equal(await deleteClone(rds, name, waiting), false, "a second time, there is nothing to do");
	});

	it("never deletes what is no clone", async () => {
		await assert.rejects(
			deleteClone(rds, "production", waiting),
			/"production" is not marked as a clone of the data copy/,
		);
		assert.deepEqual(await reapClones(rds, 0, waiting), []);
		assert.deepEqual(await clusters(), ["production"]);
	});

	it("rides out throttling", async () => {
		const actions = ["RestoreDBClusterToPointInTime", "CreateDBInstance", "ModifyDBCluster", "DescribeDBClusters"];
		aws.faults = actions.map((action) => ({ action, status: 400, code: "Throttling", times: 2 }));
		await createClone(rds, options);
		assert.ok(aws.faults.every(({ times }) => times === 0));
	});

	const actions = ["RestoreDBClusterToPointInTime", "CreateDBInstance", "ModifyDBCluster"];
	for (const after of [false, true])
		for (const action of actions)
			it(`leaves nothing where ${action} fails ${after ? "after" : "before"} its effect`, async () => {
				const fault: Fault = { action, status: 403, code: "ExpiredToken", times: 1, after };
				aws.faults = [fault];
				await assert.rejects(createClone(rds, options), /cannot .*: ExpiredToken: as the test wants it/);
				assert.equal(fault.times, 0);
				assert.deepEqual([await clusters(), await instances()], [["production"], ["production-1"]]);
			});

	it("is taken away again where what makes it of use fails, such as to leave its address", async () => {
		const whenReady = async () => {
			throw new Error("the bucket is gone");
		};
		await assert.rejects(createClone(rds, { ...options, whenReady }), /the bucket is gone/);
		assert.deepEqual([await clusters(), await instances()], [["production"], ["production-1"]]);
	});

	it("has the parameter group that it is given", async () => {
		await createClone(rds, { ...options, clusterParameters: "default.aurora-mysql8.0" });
		const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }));
		assert.equal(DBClusters[0].DBClusterParameterGroup, "default.aurora-mysql8.0");
	});

	it("waits for what AWS does not know of everywhere yet", async () => {
		aws.faults = [{ action: "DescribeDBInstances", status: 404, code: "DBInstanceNotFound", times: 3 }];
		assert.equal((await createClone(rds, options)).name, name);
	});

	it("is deleted although its instance cannot be yet, for it is still being made", async () => {
		await createClone(rds, options);
		aws.faults = [{ action: "DeleteDBInstance", status: 400, code: "InvalidDBInstanceState", times: 2 }];
		assert.equal(await deleteClone(rds, name, waiting), true);
		assert.deepEqual([await clusters(), await instances()], [["production"], ["production-1"]]);
	});

	it("gives up a clone that never becomes available, and deletes it", async () => {
		const short = { ...options, waiting: { every: 20, atMost: 100 } };
		aws.faults = [{ action: "DescribeDBInstances", status: 404, code: "DBInstanceNotFound", times: 99 }];
		await assert.rejects(createClone(rds, short), /the clone's instance \S+ is not there after 0 minutes; given up/);
		aws.faults = [];
		assert.deepEqual(await clusters(), ["production"]);
	});

	it("is taken away again where its making is interrupted", async () => {
		const controller = new AbortController();
		aws.faults = [];
		const making = createClone(rds, { ...options, waiting: { ...waiting, signal: controller.signal } });
		controller.abort();
		await assert.rejects(making, /interrupted while waiting for the clone nightly-\d+/);
		assert.deepEqual(await clusters(), ["production"]);
	});

	it("is reaped when it is old, and not while it may be at work", async () => {
		await createClone(rds, options);
		assert.deepEqual(await reapClones(rds, 6, waiting), []);
		assert.deepEqual(await reapClones(rds, 6, waiting, Date.now() + 7 * 60 * 60 * 1000), [name]);
		assert.deepEqual(await clusters(), ["production"]);
	});

	it("is made, deleted and reaped from the command line", async () => {
		const env = { ...moto.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined };
		const made = await understudyData(
			["clone", "production", "--name", "by-hand", "--subnet-group", "isolated", "--security-group", "sg-1", "--json"],
			env,
		);
		assert.equal(made.code, 0, made.output);
		assert.deepEqual(Object.keys(JSON.parse(made.output)), ["event", "at", "name", "host", "port", "secret"]);
		const refused = await understudyData(["unclone", "production"], env);
		assert.equal(refused.code, 2, refused.output);
		const twice = await understudyData(
			["clone", "production", "--name", "by-hand", "--subnet-group", "isolated", "--security-group", "sg-1"],
			env,
		);
		assert.match(twice.output, /there is a cluster "by-hand" already; delete it first/);
		assert.match((await understudyData(["reap"], env)).output, /^no clone was left over\n$/);
		assert.match((await understudyData(["unclone", "by-hand", "--every", "1"], env)).output, /^by-hand is deleted\n$/);
		const unknown = await understudyData(
			["clone", "nowhere", "--name", "x", "--subnet-group", "isolated", "--security-group", "sg-1"],
			env,
		);
		assert.match(unknown.output, /there is no cluster "nowhere" to clone/);
		assert.equal(unknown.code, 1);
	});
});
