import { strict as assert } from "node:assert";
import { environmentOf } from "./environment-of";
import type { Recorder } from "./recorder";

const service = "aws:ecs/service:Service";
const definition = "aws:ecs/taskDefinition:TaskDefinition";

describe("the application", () => {
	let staging: Recorder;
	before(async () => {
		staging = await environmentOf("staging");
	});
	const container = (name: string) => JSON.parse(staging.get(definition, name).inputs.containerDefinitions)[0];

	it("is three services from one image, told apart by their command", () => {
		assert.deepEqual(staging.names(service), ["web", "web-consumers", "web-cron"]);
		const images = new Set(staging.names(definition).map((name) => container(name).image));
		assert.equal(images.size, 1);
		assert.deepEqual(
			staging.names(definition).map((name) => container(name).command),
			[["web"], ["consumers"], ["cron"]],
		);
	});

	it("runs cron exactly once: never two, rather none for a moment", () => {
		const { desiredCount, deploymentMinimumHealthyPercent, deploymentMaximumPercent } = staging.get(
			service,
			"web-cron",
		).inputs;
		assert.deepEqual([desiredCount, deploymentMinimumHealthyPercent, deploymentMaximumPercent], [1, 0, 100]);
	});

	it("rolls the others over without a gap, and back if the new tasks do not come up", () => {
		for (const name of ["web", "web-consumers"]) {
			const { inputs } = staging.get(service, name);
			assert.deepEqual([inputs.deploymentMinimumHealthyPercent, inputs.deploymentMaximumPercent], [100, 200]);
			assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: true });
			assert.equal(inputs.waitForSteadyState, true);
		}
	});

	it("scales web between its limits, and leaves the count to autoscaling", () => {
		const { minCapacity, maxCapacity } = staging.get("aws:appautoscaling/target:Target", "web").inputs;
		assert.deepEqual([minCapacity, maxCapacity], [2, 4]);
		assert.deepEqual(staging.get(service, "web").options.ignoreChanges, ["desiredCount"]);
		assert.deepEqual(staging.get(service, "web-consumers").options.ignoreChanges, []);
	});

	it("writes to four folders and nowhere else, as an ordinary user", () => {
		for (const name of staging.names(definition)) {
			const { readonlyRootFilesystem, user, mountPoints } = container(name);
			assert.equal(readonlyRootFilesystem, true);
			assert.equal(user, "1000:1000");
			assert.deepEqual(
				mountPoints.map(({ containerPath }: { containerPath: string }) => containerPath),
				["/app/var", "/app/pub/static", "/app/app/etc", "/tmp"],
			);
		}
	});

	it("is told where its services are by the variables that Magento reads", () => {
		const environment = Object.fromEntries(
			container("web").environment.map(({ name, value }: { name: string; value: string }) => [name, value]),
		);
		assert.equal(environment.CONFIG__DEFAULT__WEB__SECURE__BASE_URL, "https://staging.shop.example/");
		assert.equal(environment.MAGENTO_DC_DB__CONNECTION__DEFAULT__HOST, "database.example");
		assert.equal(environment.MAGENTO_DC_QUEUE__AMQP__HOST, "b-1.mq.eu-central-1.on.aws");
		assert.equal(environment.MAGENTO_DC_QUEUE__AMQP__PORT, "5671");
		assert.equal(environment.MAGENTO_DC_REMOTE_STORAGE__CONFIG__BUCKET, "media-id");
		const names = container("web").environment.map(({ name }: { name: string }) => name);
		assert.deepEqual(names, [...names].sort(), "sorted, so that the order of writing changes nothing");
	});

	it("logs to a group of its own, encrypted and with an end", () => {
		for (const name of staging.names(definition)) {
			const { inputs } = staging.get("aws:cloudwatch/logGroup:LogGroup", name);
			assert.deepEqual([inputs.name, inputs.retentionInDays], [`/understudy/staging/${name}`, 90]);
			assert.equal(container(name).logConfiguration.options["awslogs-group"], `/understudy/staging/${name}`);
		}
	});
});
