import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSettings } from "../../settings/load";

describe("a stack file", () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "understudy-"));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const configuration = (changes: Record<string, string> = {}) => ({
		"aws:region": "eu-central-1",
		"understudy:plan": "pro",
		"understudy:account": "111111111111",
		"understudy:network": "10.30.0.0/16",
		"understudy:access": '["203.0.113.0/24"]',
		...changes,
	});

	it("is read as Pulumi hands it over: groups and lists as JSON", () => {
		const settings = loadSettings("integration", configuration({ "understudy:scale": '{"web":{"max":3}}' }), folder);
		assert.equal(settings.scale.web.max, 3);
		assert.deepEqual(settings.access, ["203.0.113.0/24"]);
	});

	it("gives the line of each mistake, or of what is nearest above a missing key", () => {
		writeFileSync(
			join(folder, "Pulumi.integration.yaml"),
			[
				"config:",
				'  understudy:account: "111111111111"',
				"  understudy:scale:",
				"    web:",
				"      cpu: 3",
				"    queue:",
				"      nodes: 2",
				"  understudy:access:",
				"    - 203.0.113.0/24",
				"    - nowhere",
				"  understudy:plna: pro",
			].join("\n"),
		);
		const given = configuration({
			"understudy:scale": '{"web":{"cpu":3},"queue":{"nodes":2}}',
			"understudy:access": '["203.0.113.0/24","nowhere"]',
			"understudy:plna": "pro",
		});
		assert.throws(
			() => loadSettings("integration", given, folder),
			(error: Error) => {
				assert.deepEqual(
					error.message.split("\n").map((line) => line.split(" ").slice(0, 4).join(" ")),
					[
						"4 mistakes in the",
						"  Pulumi.integration.yaml:5: understudy:scale.web.cpu:",
						"  Pulumi.integration.yaml:7: understudy:scale.queue.nodes:",
						"  Pulumi.integration.yaml:10: understudy:access[1]:",
						"  Pulumi.integration.yaml:11: understudy:plna:",
					],
				);
				return true;
			},
		);
	});

	it("is compared with the files of the other stacks", () => {
		writeFileSync(
			join(folder, "Pulumi.production.yaml"),
			'config:\n  understudy:network: 10.30.64.0/18\n  understudy:account: "333333333333"\n',
		);
		assert.throws(
			() => loadSettings("integration", configuration(), folder),
			/understudy:network: got "10\.30\.0\.0\/16", which overlaps 10\.30\.64\.0\/18 of stack production/,
		);
	});

	it("is refused for a misspelt namespace, which Pulumi itself lets pass", () => {
		assert.throws(
			() => loadSettings("integration", configuration({ "undrstudy:plan": "pro" }), folder),
			/undrstudy:plan: unknown namespace \(did you mean "understudy"\?\)/,
		);
	});

	it("may configure other providers as it likes", () => {
		assert.doesNotThrow(() => loadSettings("integration", configuration({ "aws:maxRetries": "3" }), folder));
	});
});
