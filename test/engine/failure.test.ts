import { strict as assert } from "node:assert";
import { join } from "node:path";
import { Playground, root } from "../../simulator/playground";
import { planOf, stateOf, up } from "./plan";

/** Inputs without what is random by nature: names with their seven digits, ids, passwords. */
function comparable(state: Map<string, Record<string, unknown>>): [string, string][] {
	const neutral = (text: string) =>
		text
			.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "*")
			.replace(/"password":"[^"]*"/g, '"password":"*"')
			.replace(/\d{10}(?=\.eu-central-1\.elb)/g, "*")
			.replace(/(?<![0-9a-f])[0-9a-f]{6,64}(?![0-9a-f])/g, "*")
			.replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"*"')
			.replace(/task-definition\/([\w-]+):\d+/g, "task-definition/$1:*");
	return [...state].map(([key, inputs]): [string, string] => [key, neutral(JSON.stringify(inputs))]).sort();
}

describe("an update that fails half-way", function () {
	this.timeout(180_000);
	let reference: [string, string][];

	const fresh = async (name: string) => {
		const playground = Playground.make(join(root, ".cache", "test", name));
		await playground.init("integration");
		return playground;
	};

	before(async () => {
		const playground = await fresh("whole");
		await up(playground, "integration");
		reference = comparable(await stateOf(playground, "integration"));
	});

	for (const failure of ["create:aws:ecs/service:Service:web", "create:aws:rds/cluster:Cluster:database"])
		it(`at ${failure} says so, and a second up ends where an undisturbed one does`, async () => {
			const playground = await fresh("half");
			const ran = await playground.pulumi("integration", ["up", "--yes", "--skip-preview"], {
				env: { SIMULATOR_FAIL: failure },
			});
			assert.notEqual(ran.code, 0);
			assert.match(ran.output, /simulated failure: create of aws:\S+ "\w+" was asked to fail by SIMULATOR_FAIL/);
			const half = await stateOf(playground, "integration");
			assert(half.size > 10 && half.size < reference.length, `${half.size} resources after the failure`);
			const [, , type, name] = /^(\w+):(.*):(\w+)$/.exec(failure) ?? [];
			assert(!half.has(`${type} ${name}`));
			await up(playground, "integration");
			assert.deepEqual(comparable(await stateOf(playground, "integration")), reference);
			assert.deepEqual(await planOf(playground, "integration"), []);
		});

	it("by SIGKILL of the engine keeps what was made, and a second up ends where an undisturbed one does", async () => {
		const playground = await fresh("killed");
		let made = 0;
		await playground.run(
			"integration",
			["sh", "-c", "exec pulumi up --yes --skip-preview --stack integration --non-interactive"],
			{
				onLine: (line, child) => {
					if (/ created \(/.test(line)) made += 1;
					if (made === 60) child.kill("SIGKILL");
				},
			},
		);
		assert((await stateOf(playground, "integration")).size > 30);
		await playground.pulumi("integration", ["cancel", "--yes"]);
		// The engine cannot know how a step ended that it was killed in; a refresh looks, and drops what never came to be.
		const refreshed = await playground.pulumi("integration", [
			"refresh",
			"--yes",
			"--skip-preview",
			"--clear-pending-creates",
		]);
		assert.equal(refreshed.code, 0, refreshed.output);
		await up(playground, "integration");
		assert.deepEqual(
			comparable(await stateOf(playground, "integration")).map(([key]) => key),
			reference.map(([key]) => key),
		);
	});
});
