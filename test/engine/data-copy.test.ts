import { strict as assert } from "node:assert";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Playground, root } from "../../simulator/playground";
import { release } from "../settings/example";
import { type Plan, planOf, up } from "./plan";

const machine = (name: string) => `aws:sfn/stateMachine:StateMachine data-copy-${name}`;
const timer = (name: string) => `aws:scheduler/schedule:Schedule data-copy-${name}-timer`;
const policy = (name: string) => `aws:iam/rolePolicy:RolePolicy data-copy-${name}`;
const file = (name: string) => `aws:s3/bucketObjectv2:BucketObjectv2 data-copy-${name}`;
const overdue = "aws:cloudwatch/metricAlarm:MetricAlarm observability-data-copy-overdue";

describe("what a change of the data copy touches, with production and staging in two accounts", function () {
	this.timeout(180_000);
	let playground: Playground;
	const source = { schedule: { at: "02:30", timezone: "Europe/Berlin" }, targets: ["staging", "integration"] };

	before(async () => {
		playground = Playground.make(join(root, ".cache", "test", "data-copy"), true);
		for (const stack of ["production", "staging"]) playground.configure(stack, { release });
		playground.configure("production", { data: source });
		for (const stack of ["production", "staging"]) {
			await playground.init(stack);
			await up(playground, stack);
		}
	});

	async function plan(stack: string, data: object | undefined, more: object = {}): Promise<Plan> {
		const undo = playground.remember();
		try {
			playground.configure(stack, { data, ...more });
			return await planOf(playground, stack);
		} finally {
			undo();
		}
	}

	const changes: { what: string; stack?: string; data?: object; more?: object; plan: Plan }[] = [
		{ what: "nothing", data: source, plan: [] },
		{
			what: "another time",
			data: { ...source, schedule: { at: "03:30" } },
			plan: [`update ${timer("export")}`],
		},
		{
			what: "fewer days, which is longer until a run is overdue",
			data: { ...source, schedule: { ...source.schedule, days: ["mon", "wed", "fri"] } },
			plan: [`update ${overdue}`, `update ${timer("export")}`],
		},
		{
			what: "a table that is left out",
			data: { ...source, exclude: ["report_*"] },
			plan: [`create ${file("choice")}`, `update ${machine("export")}`],
		},
		{
			what: "larger parts",
			data: { ...source, largest: 500 },
			plan: [`update ${machine("export")}`],
		},
		{
			what: "exports that are kept longer",
			data: { ...source, keep: "8 weeks" },
			plan: ["update aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration data-copy-exports"],
		},
		{
			what: "one target less",
			data: { ...source, targets: ["staging"] },
			plan: [
				"delete aws:cloudwatch/eventTarget:EventTarget data-copy-news-integration",
				`update ${policy("news")}`,
				"update aws:kms/key:Key data-copy-exports",
				"update aws:s3/bucketPolicy:BucketPolicy data-copy-exports",
			],
		},
		{
			what: "another image of the tasks",
			data: source,
			more: { release: { ...release, tasks: release.tasks.replace(/d{64}/, "e".repeat(64)) } },
			plan: ["reader", "steward"].map((name) => `replace aws:ecs/taskDefinition:TaskDefinition data-copy-${name}`),
		},
		{
			what: "a time of staging's own",
			stack: "staging",
			data: { from: "production", schedule: { at: "05:00" } },
			plan: [
				`create ${timer("import")}`,
				"create aws:iam/role:Role data-copy-import-timer",
				`create ${policy("import-timer")}`,
				...["EventBus", "EventBusPolicy", "EventRule", "EventTarget"].map(
					(type) => `delete aws:cloudwatch/${type[0].toLowerCase()}${type.slice(1)}:${type} data-copy-news`,
				),
				"delete aws:iam/role:Role data-copy-news",
				`delete ${policy("news")}`,
			],
		},
	];
	for (const { what, stack = "production", data, more, plan: expected } of changes)
		it(`${what}: ${expected.length === 0 ? "nothing" : `${expected.length} of ${stack}`}`, async () => {
			assert.deepEqual(await plan(stack, data, more), [...expected].sort());
		});

	it("rules are an object of their own, and another one when they change; a mistake in them is found before", async () => {
		const rules = { ...source, rules: "rules/shop.yaml" };
		const write = (text: string) => {
			mkdirSync(join(playground.project, "rules"), { recursive: true });
			writeFileSync(join(playground.project, "rules", "shop.yaml"), text);
		};
		write("version: 1\ntables: { loyalty_log: truncate }\n");
		assert.deepEqual(await plan("production", rules), [`create ${file("rules")}`, `update ${machine("export")}`]);
		playground.configure("production", { data: rules });
		await up(playground, "production");
		write("version: 1\ntables: { loyalty_log: skip }\n");
		assert.deepEqual(await plan("production", rules), [`replace ${file("rules")}`, `update ${machine("export")}`]);
		write("version: 1\ntables: { loyalty_log: { columns: { name: full-nam } } }\n");
		await assert.rejects(
			plan("production", rules),
			/Pulumi\.production\.yaml:\d+: understudy:data\.rules: rules\/shop\.yaml:2:\d+: tables\.loyalty_log\.columns\.name/,
		);
	});

	it("a target that production does not allow is refused in staging's preview", async () => {
		const undo = playground.remember();
		try {
			playground.configure("production", { data: { ...source, targets: ["integration"] } });
			await assert.rejects(
				planOf(playground, "staging"),
				/Pulumi\.staging\.yaml:\d+: understudy:data\.from: got "production", which does not allow it: add staging/,
			);
		} finally {
			undo();
		}
	});

	it("taking the copy out leaves the bucket as private as it was, its key, and whatever is in it", async () => {
		playground.configure("production", { data: undefined });
		const removed = await planOf(playground, "production");
		const touched = removed.filter((line) => !/^delete \S+ (observability-)?data-copy/.test(line));
		assert.deepEqual(touched, ["update aws:cloudwatch/dashboard:Dashboard observability"]);
		const bucket = "understudy-production-exports-333333333333-eu-central-1";
		const before = about(bucket);
		await up(playground, "production");
		// The news of exports, the bucket's rules for a run, and what is told to the targets go; the rest stays as it was.
		assert.deepEqual(
			about(bucket),
			before.filter((one) => !/bucketNotification|bucketObjectv2|stateMachine|eventRule|rolePolicy/.test(one)),
		);
		assert.deepEqual(about(bucket), [
			"aws:s3/bucket:Bucket",
			"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
			"aws:s3/bucketOwnershipControls:BucketOwnershipControls",
			"aws:s3/bucketPolicy:BucketPolicy",
			"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
			"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
			"aws:s3/bucketVersioning:BucketVersioning",
		]);
		assert.deepEqual(about("The exports of production's data"), ["aws:kms/key:Key"]);
	});

	/** The types of what there is in production's account in which a text stands. */
	function about(text: string): string[] {
		const world = join(playground.folder, "world");
		return readdirSync(world)
			.filter((folder) => decodeURIComponent(folder).startsWith("aws/333333333333/"))
			.filter((folder) =>
				readdirSync(join(world, folder)).some((name) => readFileSync(join(world, folder, name), "utf8").includes(text)),
			)
			.map((folder) => String(decodeURIComponent(folder).split("/").slice(2).join("/")))
			.sort();
	}
});
