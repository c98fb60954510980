import { strict as assert } from "node:assert";
import { environmentOf } from "./environment-of";
import type { Declared, Recorder } from "./recorder";

const key = "arn:aws:kms/key:Key:key";

/** How many resources of each type, components apart. */
function counts(recorder: Recorder, ...types: string[]): Record<string, number> {
	return Object.fromEntries(types.map((type) => [type, recorder.names(type).length]));
}

describe("an environment", () => {
	const cases: [string, string, Record<string, number>][] = [
		[
			"integration",
			"starter",
			{ vpcs: 1, subnets: 6, nats: 1, instances: 1, brokers: 1, services: 3, distributions: 0, plans: 0, images: 2 },
		],
		[
			"integration",
			"pro",
			{ vpcs: 1, subnets: 9, nats: 1, instances: 1, brokers: 1, services: 3, distributions: 0, plans: 0, images: 2 },
		],
		[
			"integration-a",
			"pro",
			{ vpcs: 1, subnets: 9, nats: 1, instances: 1, brokers: 1, services: 3, distributions: 0, plans: 0, images: 2 },
		],
		[
			"staging",
			"starter",
			{ vpcs: 1, subnets: 6, nats: 1, instances: 2, brokers: 1, services: 3, distributions: 1, plans: 1, images: 0 },
		],
		[
			"staging",
			"pro",
			{ vpcs: 1, subnets: 9, nats: 1, instances: 3, brokers: 1, services: 3, distributions: 1, plans: 1, images: 0 },
		],
		[
			"production",
			"starter",
			{ vpcs: 1, subnets: 6, nats: 2, instances: 2, brokers: 1, services: 3, distributions: 1, plans: 1, images: 0 },
		],
		[
			"production",
			"pro",
			{ vpcs: 1, subnets: 9, nats: 3, instances: 3, brokers: 1, services: 3, distributions: 1, plans: 1, images: 0 },
		],
	];
	const types: Record<string, string> = {
		vpcs: "aws:ec2/vpc:Vpc",
		subnets: "aws:ec2/subnet:Subnet",
		nats: "aws:ec2/natGateway:NatGateway",
		instances: "aws:rds/clusterInstance:ClusterInstance",
		brokers: "aws:mq/broker:Broker",
		services: "aws:ecs/service:Service",
		distributions: "aws:cloudfront/distribution:Distribution",
		plans: "aws:backup/plan:Plan",
		images: "docker:index/image:Image",
	};
	for (const [stack, plan, expected] of cases)
		it(`of ${stack} on plan ${plan} has ${Object.entries(expected)
			.map(([what, count]) => `${count} ${what}`)
			.join(", ")}`, async () => {
			const recorder = await environmentOf(stack, { plan });
			const found = counts(recorder, ...Object.values(types));
			assert.deepEqual(Object.fromEntries(Object.entries(types).map(([what, type]) => [what, found[type]])), expected);
		});

	for (const stack of ["integration", "staging", "production"])
		describe(`of ${stack}`, () => {
			let recorder: Recorder;
			before(async () => {
				recorder = await environmentOf(stack);
			});

			it("belongs to itself: every resource has a parent, and a name that begins with its parent's", () => {
				for (const { type, name, parent } of recorder.resources) {
					if (type === "understudy:components:Environment") continue;
					assert.notEqual(parent, "", `${type} ${name} has no parent`);
					if (parent !== "environment")
						assert(name === parent || name.startsWith(`${parent}-`), `${name} in ${parent}`);
				}
			});

			it("gives no right to do everything, and none over everything but where AWS knows no narrower one", () => {
				const wide: string[] = [];
				for (const { type, name, inputs } of recorder.resources)
					for (const text of [inputs.policy, inputs.assumeRolePolicy, inputs.accessPolicies, inputs.policyDocument]) {
						if (typeof text !== "string" || !text.includes('"Statement"')) continue;
						for (const statement of [JSON.parse(text).Statement].flat()) {
							if (statement.Effect !== "Allow") continue;
							const actions = [statement.Action].flat();
							const everything = [statement.Resource].flat().includes("*");
							const unbounded = actions.some((action: string) => action === "*" || action.endsWith(":*"));
							if (everything || unbounded) wide.push(`${type.split(":").at(-1)} ${name}: ${actions.join(" ")}`);
						}
					}
				assert.deepEqual(
					wide.filter((line) => !line.startsWith("Key key: ")),
					["RolePolicy web-roles-execution: ecr:GetAuthorizationToken"],
				);
			});

			it("opens no port to everyone, and lets the application out over TLS alone", () => {
				const rules = recorder.resources.filter(({ type }) => /SecurityGroup(In|E)gressRule$/.test(type));
				const wide = rules.filter(({ inputs }) => inputs.cidrIpv4 === "0.0.0.0/0");
				assert.deepEqual(
					wide.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`),
					["SecurityGroupEgressRule firewall-application-internet"],
				);
				assert.equal(wide[0].inputs.toPort, 443);
				for (const { inputs } of rules) assert.equal(inputs.fromPort, inputs.toPort);
			});

			it("encrypts every store with its own key", () => {
				const stores: [string, (inputs: Declared["inputs"]) => unknown][] = [
					["aws:rds/cluster:Cluster", (inputs) => inputs.kmsKeyId],
					["aws:elasticache/replicationGroup:ReplicationGroup", (inputs) => inputs.kmsKeyId],
					["aws:opensearch/domain:Domain", (inputs) => inputs.encryptAtRest.kmsKeyId],
					["aws:secretsmanager/secret:Secret", (inputs) => inputs.kmsKeyId],
					["aws:cloudwatch/logGroup:LogGroup", (inputs) => inputs.kmsKeyId],
					["aws:sns/topic:Topic", (inputs) => inputs.kmsMasterKeyId],
					["aws:backup/vault:Vault", (inputs) => inputs.kmsKeyArn],
					["aws:ecr/repository:Repository", (inputs) => inputs.encryptionConfigurations[0].kmsKey],
					[
						"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
						(inputs) => inputs.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId,
					],
				];
				for (const [type, keyOf] of stores)
					for (const { name, inputs } of recorder.resources.filter((one) => one.type === type))
						assert.equal(keyOf(inputs), key, `${type} ${name}`);
			});

			it("hands secrets to tasks by reference only", () => {
				for (const name of recorder.names("aws:ecs/taskDefinition:TaskDefinition")) {
					const { inputs } = recorder.get("aws:ecs/taskDefinition:TaskDefinition", name);
					const [container] = JSON.parse(inputs.containerDefinitions);
					const plain = container.environment.map((one: { name: string }) => one.name);
					assert.deepEqual(
						plain.filter((one: string) => /PASSWORD|KEY|SECRET|TOKEN/.test(one)),
						[],
					);
					assert.deepEqual(
						container.secrets.map((one: { name: string }) => one.name),
						[
							"CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_PASSWORD",
							"MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND_OPTIONS__PASSWORD",
							"MAGENTO_DC_CACHE__FRONTEND__PAGE_CACHE__BACKEND_OPTIONS__PASSWORD",
							"MAGENTO_DC_CRYPT__KEY",
							"MAGENTO_DC_DB__CONNECTION__DEFAULT__DBNAME",
							"MAGENTO_DC_DB__CONNECTION__DEFAULT__PASSWORD",
							"MAGENTO_DC_DB__CONNECTION__DEFAULT__USERNAME",
							"MAGENTO_DC_QUEUE__AMQP__PASSWORD",
							"MAGENTO_DC_SESSION__REDIS__PASSWORD",
						],
					);
				}
			});

			it(`${stack === "integration" ? "protects nothing" : "protects what holds data"}`, () => {
				const found = recorder.resources
					.filter(({ options }) => options.protect)
					.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
				const expected = [
					"Broker queue",
					"Bucket media",
					"Cluster database",
					"ClusterInstance database-1",
					"ClusterInstance database-2",
					"ClusterInstance database-3",
					"Key key",
					"RandomPassword web-crypt-key",
					"ReplicationGroup sessions",
					"Secret web-crypt-key",
					"SecretVersion web-crypt-key",
					"Vault snapshots",
					"Vpc network",
				];
				assert.deepEqual(found.sort(), stack === "integration" ? [] : expected);
			});
		});
});
