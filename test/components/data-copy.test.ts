import { strict as assert } from "node:assert";
import { Environment } from "../../components/environment";
import { services } from "../../services";
import { readSettings } from "../../settings";
import type { Sibling } from "../../settings/rules";
import { source } from "../settings/example";
import { Recorder } from "./recorder";

const siblings: Sibling[] = [
	{
		stack: "production",
		account: "333333333333",
		data: { targets: ["staging", "integration", "integration-*"], schedule: { at: "02:30", days: ["mon", "thu"] } },
	},
	{ stack: "staging", account: "222222222222" },
	{ stack: "integration", account: "111111111111" },
];

/** Everything that an environment with a part in the data copy declares. */
function environmentOf(stack: string, data: object): Promise<Recorder> {
	const settings = readSettings({ ...source(stack, { data }), siblings });
	const args = { settings, services, application: "app", layOutTasks: () => "app" };
	return Recorder.record(stack, (opts) => new Environment("environment", args, opts));
}

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ofCopy = (recorder: Recorder) => recorder.names(alarm).filter((name) => name.includes("data-copy"));

describe("the data copy's side", () => {
	describe("of production", () => {
		let production: Recorder;
		before(async () => {
			production = await environmentOf("production", { targets: ["staging", "integration-*"] });
		});

		it("has an alarm for what fails, is refused, is overdue, and for a clone that is left", () => {
			assert.deepEqual(ofCopy(production), [
				"observability-data-copy-clone-left",
				"observability-data-copy-failed",
				"observability-data-copy-overdue",
				"observability-data-copy-refused",
			]);
			for (const [name, metricName] of [
				["clone-left", "CloneLeft"],
				["failed", "Failed"],
				["refused", "Refused"],
			]) {
				const { inputs } = production.get(alarm, `observability-data-copy-${name}`);
				assert.deepEqual(
					[inputs.namespace, inputs.metricName, inputs.dimensions, inputs.threshold, inputs.treatMissingData],
					["Understudy/DataCopy", metricName, { Environment: "production" }, 0, "notBreaching"],
				);
			}
		});

		it("is overdue when a day and a run's time have gone by without a success", () => {
			const { inputs } = production.get(alarm, "observability-data-copy-overdue");
			assert.deepEqual(
				[
					inputs.metricName,
					inputs.comparisonOperator,
					inputs.period,
					inputs.evaluationPeriods,
					inputs.treatMissingData,
				],
				["Succeeded", "LessThanThreshold", 3600, 30, "breaching"],
			);
		});

		it("keeps exports private, encrypted with a key of their own, for as long as is said", () => {
			const { inputs } = production.get("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data-copy-exports");
			assert.deepEqual(Object.values(inputs).filter((value) => value === true).length, 4);
			const encryption = production.get(
				"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
				"data-copy-exports",
			);
			assert.equal(
				encryption.inputs.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId,
				"arn:aws:kms/key:Key:data-copy-exports",
			);
			const lifecycle = production.get(
				"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
				"data-copy-exports",
			);
			assert.deepEqual(lifecycle.inputs.rules[0].expiration, { days: 14 });
			for (const type of ["bucket:Bucket", "bucketPolicy:BucketPolicy", "bucketVersioning:BucketVersioning"])
				assert.equal(production.get(`aws:s3/${type}`, "data-copy-exports").options.retainOnDelete, true);
		});

		it("runs tasks that write to no file system, as a user without rights, with no secret in them", () => {
			for (const name of ["data-copy-reader", "data-copy-steward"]) {
				const { inputs } = production.get("aws:ecs/taskDefinition:TaskDefinition", name);
				const [container] = JSON.parse(inputs.containerDefinitions);
				assert.deepEqual(
					[container.readonlyRootFilesystem, container.user, container.image.slice(-10), container.secrets],
					[true, "10001:10001", "d".repeat(10), undefined],
				);
				for (const { name: variable, value } of container.environment)
					assert.match(`${variable}=${value}`, /^(AWS_REGION=eu-central-1|UNDERSTUDY_KEY=arn:.*)$/);
			}
		});

		it("makes clones in isolated subnets, with the parameter groups of the database that they are of", () => {
			const { definition } = production.get("aws:sfn/stateMachine:StateMachine", "data-copy-export").inputs;
			const { Clone } = JSON.parse(definition).States;
			const words: string = Clone.Parameters.Overrides.ContainerOverrides[0]["Command.$"];
			assert.match(words, /'--cluster-parameters', 'database', '--instance-parameters', 'database'/);
			assert.match(words, /'--kms-key', 'arn:aws:kms\/key:Key:data-copy-clone'/);
			const subnets = production.get("aws:rds/subnetGroup:SubnetGroup", "data-copy-clone").inputs.subnetIds;
			assert.deepEqual(subnets, production.get("aws:rds/subnetGroup:SubnetGroup", "database").inputs.subnetIds);
		});

		it("looks for left-over clones every two hours", () => {
			const { inputs } = production.get("aws:scheduler/schedule:Schedule", "data-copy-reap-timer");
			assert.deepEqual(
				[inputs.scheduleExpression, inputs.target.arn],
				["rate(2 hours)", "arn:aws:sfn/stateMachine:StateMachine:data-copy-reap"],
			);
		});

		it("tells the targets of new exports, but for branches", () => {
			assert.deepEqual(production.names("aws:cloudwatch/eventTarget:EventTarget"), ["data-copy-news-staging"]);
			assert.equal(
				production.get("aws:cloudwatch/eventTarget:EventTarget", "data-copy-news-staging").inputs.arn,
				"arn:aws:events:eu-central-1:222222222222:event-bus/understudy-staging-exports",
			);
		});
	});

	describe("of staging", () => {
		let staging: Recorder;
		before(async () => {
			staging = await environmentOf("staging", { from: "production" });
		});

		it("has an alarm for what fails, is refused and is overdue by production's schedule", () => {
			assert.deepEqual(ofCopy(staging), [
				"observability-data-copy-failed",
				"observability-data-copy-overdue",
				"observability-data-copy-refused",
			]);
			const { inputs } = staging.get(alarm, "observability-data-copy-overdue");
			assert.equal(inputs.evaluationPeriods, 4 * 24 + 6);
		});

		it("reads exports under the one role that production's bucket knows", () => {
			assert.equal(staging.get("aws:iam/role:Role", "data-copy-loader").inputs.name, "understudy-staging-import");
			const { definition } = staging.get("aws:sfn/stateMachine:StateMachine", "data-copy-import").inputs;
			assert.match(definition, /s3:\/\/understudy-production-exports-333333333333-eu-central-1\/exports/);
		});

		it("has tasks read the schema that they serve from a parameter, which no update of the stack sets back", () => {
			const { options, inputs } = staging.get("aws:ssm/parameter:Parameter", "served-schema");
			assert.deepEqual([inputs.name, inputs.insecureValue], ["/understudy/staging/schema", "shop"]);
			assert.deepEqual(options.ignoreChanges, ["insecureValue", "value"]);
			for (const name of ["web", "web-cron", "web-consumers"]) {
				const { containerDefinitions } = staging.get("aws:ecs/taskDefinition:TaskDefinition", name).inputs;
				const [{ secrets }] = JSON.parse(containerDefinitions);
				assert.equal(
					secrets.find((one: { name: string }) => one.name.endsWith("DBNAME")).valueFrom,
					"arn:aws:ssm/parameter:Parameter:served-schema",
				);
			}
		});
	});

	it("of a branch waits to be asked: nothing starts it, and nothing is overdue", async () => {
		const branch = await environmentOf("integration-checkout", { from: "production" });
		assert.deepEqual(branch.names("aws:scheduler/schedule:Schedule"), []);
		assert.deepEqual(branch.names("aws:cloudwatch/eventBus:EventBus"), []);
		assert.deepEqual(ofCopy(branch), ["observability-data-copy-failed", "observability-data-copy-refused"]);
	});

	it("is the same contract as without: alarms that only some environments have are no difference", async () => {
		const names = async (stack: string) =>
			(await environmentOf(stack, stack === "production" ? { targets: ["staging"] } : { from: "production" })).names(
				alarm,
			);
		const plain = (all: string[]) => all.filter((name) => !name.includes("data-copy"));
		assert.deepEqual(plain(await names("staging")), plain(await names("production")));
	});
});
