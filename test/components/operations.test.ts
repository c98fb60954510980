import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentHash } from "../../components/content-hash";
import { environmentOf } from "./environment-of";
import type { Recorder } from "./recorder";

describe("snapshots", () => {
	let production: Recorder;
	before(async () => {
		production = await environmentOf("production");
	});

	it("are of the database and the media, by ARN, under the environment's own vault", () => {
		assert.deepEqual(production.get("aws:backup/selection:Selection", "snapshots").inputs.resources, [
			"arn:aws:rds/cluster:Cluster:database",
			"arn:aws:s3/bucket:Bucket:media",
		]);
		const { rules } = production.get("aws:backup/plan:Plan", "snapshots").inputs;
		assert.deepEqual(
			rules.map(({ ruleName, schedule, lifecycle }: never) => [
				ruleName,
				schedule,
				(lifecycle as { deleteAfter: number }).deleteAfter,
			]),
			[
				["every-1-hour-keep-3-day", "cron(0 * * * ? *)", 3],
				["every-1-day-keep-7-day", "cron(0 5 * * ? *)", 7],
				["every-1-week-keep-7-week", "cron(0 5 ? * SUN *)", 49],
				["every-2-week-keep-12-week", "cron(0 5 1,15 * ? *)", 84],
				["every-1-month-keep-5-month", "cron(0 5 1 * ? *)", 155],
			],
		);
	});

	it("opt the region in, without which Aurora is left out in silence", () => {
		const settings = production.get("aws:backup/regionSettings:RegionSettings", "snapshots").inputs;
		assert.deepEqual(settings.resourceTypeOptInPreference, { Aurora: true, S3: true });
	});

	it("of production are locked, in governance mode, for no longer than the shortest is kept", async () => {
		const lock = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
		assert.deepEqual(production.get(lock, "snapshots").inputs, {
			backupVaultName: "understudy-production",
			minRetentionDays: 3,
		});
		assert.deepEqual((await environmentOf("staging")).names(lock), []);
	});

	it("by hand need a vault and a role, and no plan", async () => {
		const manual = await environmentOf("production", { snapshots: "manual" });
		assert.deepEqual(manual.names("aws:backup/vault:Vault"), ["snapshots"]);
		assert.deepEqual(manual.names("aws:backup/plan:Plan"), []);
		assert.deepEqual(manual.names("aws:backup/vaultLockConfiguration:VaultLockConfiguration"), []);
	});

	it("are not made of integration", async () => {
		assert.deepEqual((await environmentOf("integration")).names("aws:backup/vault:Vault"), []);
	});
});

describe("a release", () => {
	it("is built where no release is given, under a tag that is its content's", async () => {
		const recorder = await environmentOf("integration");
		const { inputs } = recorder.get("docker:index/image:Image", "release");
		assert.match(inputs.imageName, /:[0-9a-f]{20}$/);
		assert.deepEqual(inputs.build, {
			context: "app",
			platform: "linux/amd64",
			args: { PHP_VERSION: "8.4", PORT: "8080" },
		});
		const repository = recorder.get("aws:ecr/repository:Repository", "release");
		assert.equal(repository.inputs.imageTagMutability, "IMMUTABLE");
		assert.deepEqual(repository.inputs.imageScanningConfiguration, { scanOnPush: true });
	});

	it("leaves a repository its rules when they change: there is only one set of them to delete", async () => {
		const { options } = (await environmentOf("integration")).get("aws:ecr/lifecyclePolicy:LifecyclePolicy", "release");
		assert.equal(options.deleteBeforeReplace, true);
	});

	it("stays when integration goes, and goes with a branch", async () => {
		const of = async (stack: string) => (await environmentOf(stack)).get("aws:ecr/repository:Repository", "release");
		const [shared, branch] = [await of("integration"), await of("integration-a")];
		assert.deepEqual([shared.options.retainOnDelete, shared.inputs.forceDelete], [true, false]);
		assert.deepEqual([branch.options.retainOnDelete, branch.inputs.forceDelete], [false, true]);
	});

	it("is pulled from another account's repository by the rights to that one repository", async () => {
		const recorder = await environmentOf("staging");
		const { Statement } = JSON.parse(
			recorder.get("aws:iam/rolePolicy:RolePolicy", "web-roles-execution").inputs.policy,
		);
		assert.deepEqual(Statement[1].Resource, "arn:aws:ecr:eu-central-1:111111111111:repository/release");
	});

	it("has the same tag for the same files, and another for any other", () => {
		const folder = mkdtempSync(join(tmpdir(), "understudy-"));
		try {
			writeFileSync(join(folder, "a"), "1");
			const first = contentHash(folder);
			assert.equal(contentHash(folder), first);
			writeFileSync(join(folder, "a"), "2");
			const second = contentHash(folder);
			writeFileSync(join(folder, "b"), "");
			assert.equal(new Set([first, second, contentHash(folder)]).size, 3);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe("alarms", () => {
	const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

	it("all go to one topic, and each is on the dashboard", async () => {
		const recorder = await environmentOf("production", { alerts: ["team@shop.example"] });
		const names = recorder.names(alarm);
		assert.equal(names.length, 11);
		for (const name of names)
			assert.deepEqual(recorder.get(alarm, name).inputs.alarmActions, ["arn:aws:sns/topic:Topic:observability-alarms"]);
		const { widgets } = JSON.parse(
			recorder.get("aws:cloudwatch/dashboard:Dashboard", "observability").inputs.dashboardBody,
		);
		assert.deepEqual(
			widgets.map(({ properties }: { properties: { title: string } }) => `observability-${properties.title}`).sort(),
			names,
		);
		assert.deepEqual(recorder.names("aws:sns/topicSubscription:TopicSubscription"), [
			"observability-team@shop.example",
		]);
	});

	it("watch readers and snapshots only where there are any", async () => {
		const names = (await environmentOf("integration")).names(alarm);
		assert(!names.includes("observability-replica-lag"));
		assert(!names.includes("observability-backup-failed"));
		assert.equal(names.length, 9);
	});

	it("take silence for a failure where something has to be running", async () => {
		const recorder = await environmentOf("staging");
		const silence = Object.fromEntries(
			recorder
				.names(alarm)
				.map((name) => [name.slice("observability-".length), recorder.get(alarm, name).inputs.treatMissingData]),
		);
		assert.equal(silence["cron-stopped"], "breaching");
		assert.equal(silence["no-healthy-task"], "breaching");
		assert.equal(silence["server-errors"], "notBreaching");
	});
});
