import { strict as assert } from "node:assert";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { Playground, root } from "../../simulator/playground";
import { release } from "../settings/example";
import { type Plan, planOf, up } from "./plan";

const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
const replication = "aws:elasticache/replicationGroup:ReplicationGroup";
const instance = "aws:rds/clusterInstance:ClusterInstance";

/** New task definitions for all three parts, and services that move over to them: what a release is. */
const rollOver = ["web", "web-consumers", "web-cron"].flatMap((name) => [
	`replace ${taskDefinition} ${name}`,
	`update ${service} ${name}`,
]);

interface Edit {
	what: string;
	stack?: string;
	/** A change of the stack's file... */
	settings?: Record<string, unknown>;
	/** ...or of the program: file, what stands there, what is to stand there. */
	program?: [string, string, string];
	/** ...or of the application. */
	application?: string;
	plan: Plan;
}

const edits: Edit[] = [
	{ what: "nothing", plan: [] },
	{
		what: "a larger database",
		settings: { scale: { database: { instance: "db.r7g.xlarge" } } },
		plan: ["database-1", "database-2", "database-3"].map((name) => `update ${instance} ${name}`),
	},
	{
		what: "a third reader",
		settings: { scale: { database: { readers: 3 } } },
		plan: [`create ${instance} database-4`],
	},
	{
		what: "more CPU for the web tasks",
		settings: { scale: { web: { cpu: 4096, memory: 8192 } } },
		plan: [`replace ${taskDefinition} web`, `update ${service} web`],
	},
	{
		what: "more web tasks at most",
		settings: { scale: { web: { max: 8 } } },
		plan: ["update aws:appautoscaling/target:Target web"],
	},
	{
		what: "more web tasks at least",
		settings: { scale: { web: { min: 3 } } },
		plan: ["update aws:appautoscaling/target:Target web"],
	},
	{
		what: "more memory for cron",
		settings: { scale: { cron: { memory: 3072 } } },
		plan: [`replace ${taskDefinition} web-cron`, `update ${service} web-cron`],
	},
	{
		what: "more consumers",
		settings: { scale: { consumers: { tasks: 2 } } },
		plan: [`update ${service} web-consumers`],
	},
	{
		what: "a larger cache",
		settings: { scale: { cache: { node: "cache.m7g.large" } } },
		plan: [`update ${replication} cache`],
	},
	{
		what: "fewer replicas of the sessions",
		settings: { scale: { sessions: { replicas: 1 } } },
		plan: [`update ${replication} sessions`],
	},
	{
		what: "more storage for search",
		settings: { scale: { search: { storage: 80 } } },
		plan: ["update aws:opensearch/domain:Domain search"],
	},
	{
		what: "larger search nodes",
		settings: { scale: { search: { instance: "m7g.large.search" } } },
		plan: ["update aws:opensearch/domain:Domain search"],
	},
	{
		what: "a larger broker",
		settings: { scale: { queue: { instance: "mq.m7g.large" } } },
		plan: ["update aws:mq/broker:Broker queue"],
	},
	{
		what: "a cluster instead of a single broker: another host, which every task has to learn",
		stack: "integration",
		settings: { scale: { queue: { instance: "mq.m7g.medium", nodes: 3 } } },
		plan: [
			"replace aws:mq/broker:Broker queue",
			"update aws:cloudwatch/dashboard:Dashboard observability",
			"update aws:cloudwatch/metricAlarm:MetricAlarm observability-queue-backlog",
			...rollOver,
		],
	},
	{
		what: "a release",
		settings: { release: { ...release, image: release.image.replace(/a{64}/, "e".repeat(64)) } },
		plan: rollOver,
	},
	{
		what: "one more who is told of alarms",
		settings: { alerts: ["team@shop.example", "night@shop.example"] },
		plan: ["create aws:sns/topicSubscription:TopicSubscription observability-night@shop.example"],
	},
	{
		what: "one more range that may reach staging",
		settings: { access: ["203.0.113.0/24", "198.51.100.0/24"] },
		plan: ["update aws:wafv2/ipSet:IpSet cdn-access"],
	},
	{
		what: "one more range that may reach integration",
		stack: "integration",
		settings: { access: ["203.0.113.0/24", "198.51.100.0/24"] },
		plan: ["create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule firewall-access-198-51-100-0-24-80"],
	},
	{
		what: "another snapshot schedule",
		settings: { snapshots: "daily" },
		plan: ["update aws:backup/plan:Plan snapshots"],
	},
	{
		what: "snapshots by hand only",
		settings: { snapshots: "manual" },
		plan: ["delete aws:backup/plan:Plan snapshots", "delete aws:backup/selection:Selection snapshots"],
	},
	{
		what: "another domain",
		settings: { domain: "stage.shop.example" },
		plan: [
			"replace aws:acm/certificate:Certificate balancer-certificate",
			"replace aws:acm/certificate:Certificate cdn-certificate",
			"replace aws:acm/certificateValidation:CertificateValidation balancer-certificate",
			"replace aws:acm/certificateValidation:CertificateValidation cdn-certificate",
			"replace aws:route53/record:Record balancer-certificate",
			"replace aws:route53/record:Record cdn",
			"replace aws:route53/record:Record cdn-certificate",
			"update aws:cloudfront/distribution:Distribution cdn",
			"update aws:lb/listener:Listener balancer-https",
			...rollOver,
		],
	},
	{
		what: "a new version of the database",
		program: ["services.ts", "3.12.0", "3.13.0"],
		plan: [
			"update aws:rds/cluster:Cluster database",
			...["database-1", "database-2", "database-3"].map((name) => `update ${instance} ${name}`),
		],
	},
	{
		what: "a parameter of the cluster",
		program: ["services.ts", 'time_zone: "UTC"', 'time_zone: "Europe/Berlin"'],
		plan: ["update aws:rds/clusterParameterGroup:ClusterParameterGroup database"],
	},
	{
		what: "a parameter of the instances",
		program: ["services.ts", 'long_query_time: "2"', 'long_query_time: "1"'],
		plan: ["update aws:rds/parameterGroup:ParameterGroup database"],
	},
	{
		what: "another parameter family",
		program: ["services.ts", 'family: "aurora-mysql8.0"', 'family: "aurora-mysql8.4"'],
		plan: [
			"replace aws:rds/clusterParameterGroup:ClusterParameterGroup database",
			"replace aws:rds/parameterGroup:ParameterGroup database",
			"update aws:rds/cluster:Cluster database",
			...["database-1", "database-2", "database-3"].map((name) => `update ${instance} ${name}`),
		],
	},
	{
		what: "what the cache evicts",
		program: ["services.ts", "allkeys-lru", "allkeys-lfu"],
		plan: ["update aws:elasticache/parameterGroup:ParameterGroup cache"],
	},
	{
		what: "an option of search",
		program: ["services.ts", '"10024"', '"20048"'],
		plan: ["update aws:opensearch/domain:Domain search"],
	},
	{
		what: "the queue's configuration",
		program: ["services.ts", "consumer_timeout = 1800000", "consumer_timeout = 3600000"],
		plan: ["update aws:mq/broker:Broker queue", "update aws:mq/configuration:Configuration queue"],
	},
	{
		what: "a setting of the application",
		program: ["services.ts", 'PAGE_CACHE__TTL: "300"', 'PAGE_CACHE__TTL: "600"'],
		plan: rollOver,
	},
	{
		what: "the path that is asked for health",
		program: ["services.ts", "/health_check.php", "/health"],
		plan: ["update aws:lb/targetGroup:TargetGroup balancer"],
	},
	{
		what: "the port that the application listens on",
		program: ["services.ts", "port: 8080", "port: 9000"],
		plan: [
			"replace aws:lb/targetGroup:TargetGroup balancer",
			`replace ${taskDefinition} web`,
			`update ${service} web`,
			"update aws:cloudwatch/dashboard:Dashboard observability",
			"update aws:cloudwatch/metricAlarm:MetricAlarm observability-no-healthy-task",
			"update aws:lb/listener:Listener balancer-https",
			"update aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule firewall-balancer-application",
			"update aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule firewall-balancer-application",
		],
	},
	{
		what: "a path that is never cached",
		program: ["components/cache-rules.ts", '"*/paypal/*",', '"*/paypal/*",\n\t\t"*/klarna/*",'],
		plan: ["update aws:cloudfront/distribution:Distribution cdn"],
	},
	{
		what: "the rate limit of the firewall",
		program: ["components/firewall-rules.ts", "mostRequests = 2000", "mostRequests = 1000"],
		plan: ["update aws:wafv2/webAcl:WebAcl cdn"],
	},
	{
		what: "the threshold of an alarm",
		program: ["components/alarms.ts", "threshold: 10000", "threshold: 5000"],
		plan: [
			"update aws:cloudwatch/dashboard:Dashboard observability",
			"update aws:cloudwatch/metricAlarm:MetricAlarm observability-queue-backlog",
		],
	},
	{
		what: "how long deleted pictures can be brought back",
		program: ["components/retention.ts", "media: { permanent: 90", "media: { permanent: 60"],
		plan: ["update aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration media"],
	},
	{
		what: "a file of the application, which integration builds",
		stack: "integration",
		application: "web.js",
		plan: ["update docker:index/image:Image release", ...rollOver],
	},
	{
		what: "a file of the application, which staging does not build",
		application: "web.js",
		plan: [],
	},
];

describe("what an edit changes, by the engine's own plan", function () {
	this.timeout(120_000);
	let playground: Playground;

	before(async () => {
		playground = Playground.make(join(root, ".cache", "test", "edits"), true);
		playground.configure("staging", { release });
		for (const stack of ["staging", "integration"]) {
			await playground.init(stack);
			await up(playground, stack);
		}
	});

	for (const { what, stack = "staging", settings, program, application, plan } of edits)
		it(`${what}: ${plan.length === 0 ? "nothing" : `${plan.length} of ${stack}`}`, async () => {
			const undo = playground.remember();
			try {
				if (settings) playground.configure(stack, settings);
				if (program) playground.edit(...program);
				if (application) appendFileSync(join(playground.project, "app", application), "// edited\n");
				assert.deepEqual(await planOf(playground, stack), [...plan].sort());
			} finally {
				undo();
			}
		});

	it("a single broker instead of a cluster: refused on staging, because messages would be lost", async () => {
		const undo = playground.remember();
		try {
			playground.configure("staging", { scale: { queue: { nodes: 1 } } });
			await assert.rejects(
				planOf(playground, "staging"),
				/unable to replace resource "[^"]*aws:mq\/broker:Broker::queue"\s+as it is currently marked for protection/,
			);
		} finally {
			undo();
		}
	});

	it("the network range: refused, because it would replace what is protected", async () => {
		const undo = playground.remember();
		try {
			playground.configure("staging", { network: "10.99.0.0/16" });
			await assert.rejects(
				planOf(playground, "staging"),
				/unable to replace resource "[^"]*aws:ec2\/vpc:Vpc::network"\s+as it is currently marked for protection/,
			);
		} finally {
			undo();
		}
	});

	it("parity is broken while one environment is ahead of another, and the exit code says so", async () => {
		const parity = (...args: string[]) =>
			playground.run("staging", [process.execPath, join(root, "cli", "understudy.js"), "parity", ...args]);
		assert.equal((await parity("integration", "staging")).code, 0);
		const undo = playground.remember();
		try {
			playground.edit("services.ts", 'long_query_time: "2"', 'long_query_time: "1"');
			await up(playground, "integration");
			const broken = await parity("integration", "staging", "--json");
			assert.equal(broken.code, 2);
			assert.deepEqual(JSON.parse(broken.stdout).byAccident, [
				{ path: "database.instanceParameters.long_query_time", left: "1", right: "2" },
			]);
		} finally {
			undo();
		}
	});
});
