import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { Aws } from "../../simulator/aws/aws";
import { kinds } from "../../simulator/aws/kinds";
import { rulingsFor } from "../../simulator/aws/rulings";
import { readCatalogue } from "../../simulator/definitions/catalogue";
import { checkInputs } from "../../simulator/definitions/check";
import { diffInputs } from "../../simulator/definitions/diff";
import { failHere } from "../../simulator/engine/failures";
import { sameValue, unknown, type Values } from "../../simulator/engine/values";
import { environmentOf } from "../components/environment-of";

const specified = Object.values(kinds).flatMap((kind) => kind.cloudFormation ?? []);
const catalogue = readCatalogue("@pulumi/aws", Object.keys(kinds), [...new Set(specified)]);
const check = (type: string, inputs: Values) => checkInputs(type, inputs, catalogue).map(({ reason }) => reason);

describe("the simulator's check", function () {
	this.timeout(60_000);

	it("takes names, types and what is required from the provider's own declarations", () => {
		const { engine, engineVersion, kmsKeyId } = catalogue.inputs["aws:rds/cluster:Cluster"];
		assert.deepEqual([engine.required, engineVersion.required, kmsKeyId.type.kind], [true, false, "string"]);
		for (const type of Object.keys(kinds)) assert(Object.keys(catalogue.inputs[type]).length > 0, type);
	});

	const table: [string, string, Values, string[]][] = [
		["nothing wrong", "aws:ec2/subnet:Subnet", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }, []],
		["what is not known yet", "aws:ec2/subnet:Subnet", { vpcId: unknown }, []],
		["a missing property", "aws:ec2/subnet:Subnet", {}, ['aws:ec2/subnet:Subnet needs the property "vpcId"']],
		[
			"an unknown property",
			"aws:ec2/vpc:Vpc",
			{ cidrBlok: "10.0.0.0/16" },
			['aws:ec2/vpc:Vpc has no property "cidrBlok" (did you mean "cidrBlock"?)'],
		],
		[
			"a wrong type",
			"aws:ec2/vpc:Vpc",
			{ enableDnsSupport: "yes" },
			['aws:ec2/vpc:Vpc: "enableDnsSupport" has to be a boolean, not a string'],
		],
		[
			"a list that is none",
			"aws:rds/subnetGroup:SubnetGroup",
			{ subnetIds: "subnet-1" },
			['aws:rds/subnetGroup:SubnetGroup: "subnetIds" has to be a list, not a string'],
		],
		[
			"an unknown property further in",
			"aws:mq/broker:Broker",
			broker({ logs: { generall: true } }),
			['aws:mq/broker:Broker has no property "logs.generall" (did you mean "general"?)'],
		],
		[
			"a missing property in a list",
			"aws:mq/broker:Broker",
			broker({ users: [{ username: "a" }] }),
			['aws:mq/broker:Broker needs the property "users[0].password"'],
		],
		[
			"a wrong type in a map",
			"aws:ec2/vpc:Vpc",
			{ tags: { Name: 1 } },
			['aws:ec2/vpc:Vpc: "tags.Name" has to be a string, not a number'],
		],
	];
	for (const [what, type, inputs, reasons] of table)
		it(`finds ${what}`, () => assert.deepEqual(check(type, inputs), reasons));
});

function broker(changes: Values): Values {
	return { engineType: "RabbitMQ", engineVersion: "3.13", hostInstanceType: "mq.t3.micro", ...changes };
}

describe("the simulator's diff", () => {
	const replaces = (path: string) => path.startsWith("id");

	it("names every path that differs, and how", () => {
		assert.deepEqual(
			diffInputs(
				{ id: "a", list: [1, 2], map: { x: 1, "a.b": 1 }, gone: true, same: [{ y: 1 }] },
				{ id: "b", list: [1, 3, 4], map: { x: 1, "a.b": 2 }, come: {}, same: [{ y: 1 }] },
				replaces,
			),
			{
				id: { change: "update", replaces: true },
				"list[1]": { change: "update", replaces: false },
				"list[2]": { change: "add", replaces: false },
				'map["a.b"]': { change: "update", replaces: false },
				gone: { change: "delete", replaces: false },
				come: { change: "add", replaces: false },
			},
		);
	});

	it("takes two JSON texts that say the same for the same", () => {
		assert.deepEqual(diffInputs({ policy: '{"a":1,"b":[2]}' }, { policy: '{ "b": [2], "a": 1 }' }, replaces), {});
		assert.deepEqual(Object.keys(diffInputs({ policy: '{"a":1}' }, { policy: '{"a":2}' }, replaces)), ["policy"]);
	});

	it("is empty exactly if the values are the same", () => {
		const values = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<Values>;
		fc.assert(
			fc.property(values, values, (a, b) => {
				const bare = JSON.parse(JSON.stringify(a, (_, value) => (value === null ? undefined : value)));
				assert.deepEqual(diffInputs(bare, bare, replaces), {});
				const different = Object.keys(diffInputs(a, b, replaces)).length > 0;
				if (different) assert(!sameValue(a, b));
			}),
		);
	});
});

describe("what a change does, according to the simulator", () => {
	it("is known for every property that the program uses, and comes with a source", async () => {
		const unknownOnes: string[] = [];
		for (const stack of ["integration", "staging", "production"]) {
			const { resources } = await environmentOf(stack);
			for (const { type, inputs } of resources) {
				if (!type.startsWith("aws:")) continue;
				const kind = kinds[type];
				assert(kind, `${type} is not simulated`);
				const ruling = rulingsFor(type, kind, catalogue);
				for (const property of Object.keys(inputs)) {
					try {
						ruling(property);
					} catch {
						unknownOnes.push(`${type} ${property}`);
					}
				}
			}
		}
		assert.deepEqual([...new Set(unknownOnes)], []);
		for (const [type, kind] of Object.entries(kinds))
			if (kind.replaces?.length || kind.inPlace?.length) assert.match(kind.source ?? "", /^internal\/service\//, type);
	});

	const table: [string, string, boolean][] = [
		["aws:rds/cluster:Cluster", "engineVersion", false],
		["aws:rds/cluster:Cluster", "kmsKeyId", true],
		["aws:rds/clusterInstance:ClusterInstance", "instanceClass", false],
		["aws:ec2/vpc:Vpc", "cidrBlock", true],
		["aws:ec2/vpc:Vpc", "tags.Name", false],
		["aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", true],
		["aws:opensearch/domain:Domain", "encryptAtRest.kmsKeyId", true],
		["aws:opensearch/domain:Domain", "encryptAtRest.enabled", false],
		["aws:mq/broker:Broker", "engineVersion", false],
		["aws:mq/broker:Broker", "deploymentMode", true],
		["aws:acm/certificate:Certificate", "region", true],
	];
	for (const [type, path, expected] of table)
		it(`of ${path} of ${type.split(":").at(-1)}: ${expected ? "a new one" : "in place"}`, () =>
			assert.equal(rulingsFor(type, kinds[type], catalogue)(path), expected));

	it("is an error where nobody says", () => {
		assert.throws(
			() => rulingsFor("aws:s3/bucket:Bucket", kinds["aws:s3/bucket:Bucket"], catalogue)("accelerationStatus"),
			/does not know what a change of "accelerationStatus" of aws:s3\/bucket:Bucket does/,
		);
	});
});

describe("the simulated AWS", () => {
	it("refuses types and look-ups that it does not know", () => {
		const aws = new Aws();
		assert.throws(
			() => aws.check({ type: "aws:lambda/function:Function", name: "f" }, {}, {}, "00"),
			/the simulator has no resource type aws:lambda\/function:Function/,
		);
		assert.throws(() => aws.invoke("aws:ec2/getAmi:getAmi", {}), /the simulator has no aws:ec2\/getAmi:getAmi/);
	});

	it("names what has no name, keeps that name, and adds the provider's tags", () => {
		const aws = new Aws();
		aws.configure({ region: "eu-central-1", defaultTags: JSON.stringify({ tags: { Environment: "staging" } }) });
		const resource = { type: "aws:sns/topic:Topic", name: "alarms" };
		const { inputs } = aws.check(resource, {}, { tags: { Own: "1" } }, "abcd");
		assert.match(String(inputs.name), /^alarms-[0-9a-f]{7}$/);
		assert.deepEqual(inputs.tags, { Environment: "staging", Own: "1" });
		assert.equal(aws.check(resource, inputs, {}, "ffff").inputs.name, inputs.name);
	});

	it("refuses a made name that the service would not take", () => {
		const resource = { type: "aws:lb/loadBalancer:LoadBalancer", name: "a-load-balancer-with-a-long-name" };
		assert.throws(() => new Aws().check(resource, {}, {}, "00"), /is longer than 32 characters/);
	});

	it("refuses an account that the provider's configuration does not allow", () => {
		const kept = process.env.SIMULATOR_ACCOUNT;
		process.env.SIMULATOR_ACCOUNT = "999999999999";
		try {
			assert.throws(
				() => new Aws().configure({ allowedAccountIds: '["111111111111"]' }),
				/AWS account ID not allowed: 999999999999/,
			);
		} finally {
			if (kept === undefined) delete process.env.SIMULATOR_ACCOUNT;
			else process.env.SIMULATOR_ACCOUNT = kept;
		}
	});

	it("fails the steps that it is asked to fail, and no others", () => {
		const listed = "create:aws:ecs/service:Service:web, delete:aws:s3/bucket:Bucket:media";
		const web = { type: "aws:ecs/service:Service", name: "web" };
		assert.throws(() => failHere("create", web, listed), /create of aws:ecs\/service:Service "web" was asked to fail/);
		assert.doesNotThrow(() => failHere("update", web, listed));
		assert.doesNotThrow(() => failHere("create", { ...web, name: "web-cron" }, listed));
		assert.throws(() => failHere("delete", { type: "aws:s3/bucket:Bucket", name: "media" }, listed));
	});
});
