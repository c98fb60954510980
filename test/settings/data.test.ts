import { strict as assert } from "node:assert";
import fc from "fast-check";
import { readSettings } from "../../settings";
import { SettingsError } from "../../settings/mistake";
import type { Sibling } from "../../settings/rules";
import { cronOf, days, longestGap } from "../../settings/schedule";
import { source } from "./example";

const production: Sibling = {
	stack: "production",
	account: "333333333333",
	data: { targets: ["staging", "integration", "integration-*"], schedule: { at: "02:30", days: ["mon", "thu"] } },
};
const staging: Sibling = { stack: "staging", account: "222222222222", region: "eu-west-1" };
const integration: Sibling = { stack: "integration", account: "111111111111" };

function settingsOf(stack: string, data: unknown, siblings: Sibling[], more: Record<string, unknown> = {}, rules = {}) {
	const readRules = () => ({ text: "version: 1\n", mistakes: [], ...rules });
	return readSettings({ ...source(stack, { data, ...more }), siblings, readRules });
}

/** What is wrong, without the stack file's name. */
function mistakesOf(...given: Parameters<typeof settingsOf>): string[] {
	try {
		settingsOf(...given);
		return [];
	} catch (error) {
		assert.ok(error instanceof SettingsError, String(error));
		return error.message
			.split("\n")
			.slice(1)
			.map((line) => line.replace(/^ {2}Pulumi\.[\w-]+\.yaml(:\d+)?: understudy:/, ""));
	}
}

describe("settings of the data copy", () => {
	it("of the source say when, what, how long and for whom", () => {
		const data = {
			targets: ["staging", "integration-*"],
			schedule: { at: "02:30", timezone: "Europe/Berlin" },
			exclude: ["report_*"],
			where: { sales_order: "created_at > '2026-01-01'" },
			rules: "rules/shop.yaml",
			keep: "4 weeks",
			largest: 200,
		};
		assert.deepEqual(settingsOf("production", data, [staging, integration]).dataSource, {
			schedule: { at: "02:30", timezone: "Europe/Berlin" },
			targets: [
				{ stack: "staging", account: "222222222222", region: "eu-west-1" },
				{ stack: "integration-*", account: "111111111111", region: "eu-central-1" },
			],
			include: [],
			exclude: ["report_*"],
			where: { sales_order: "created_at > '2026-01-01'" },
			rules: { file: "rules/shop.yaml", text: "version: 1\n" },
			keep: 28,
			largest: 200,
		});
		const least = settingsOf("production", { targets: ["staging"] }, [staging]).dataSource;
		assert.deepEqual([least?.schedule, least?.keep, least?.largest], [{ at: "02:00", timezone: "Etc/UTC" }, 14, 100]);
	});

	it("of the others say where it comes from; when follows from the source, or is their own", () => {
		const from = { stack: "production", account: "333333333333", region: "eu-central-1" };
		const of = (stack: string, data: object) => settingsOf(stack, data, [production, integration]).dataDestination;
		assert.deepEqual(of("staging", { from: "production" }), { from, schedule: undefined, news: true, expectedGap: 4 });
		assert.deepEqual(of("staging", { from: "production", schedule: { at: "05:00" } }), {
			from,
			schedule: { at: "05:00" },
			news: false,
			expectedGap: 1,
		});
		const branch = of("integration-checkout", { from: "production" });
		assert.deepEqual(branch, { from, schedule: undefined, news: false, expectedGap: undefined });
		assert.equal(settingsOf("staging", undefined, [production]).dataDestination, undefined);
	});

	const all = [production, staging, integration];
	const cases: [string, Parameters<typeof settingsOf>, string[]][] = [
		[
			"an environment without a source",
			["staging", {}, all],
			["data.from: missing; name the stack that the data comes from, such as production"],
		],
		[
			"a source that does not allow it",
			["staging", { from: "production" }, [{ ...production, data: { targets: ["integration"] } }]],
			[
				'data.from: got "production", which does not allow it: add staging to understudy:data.targets in Pulumi.production.yaml',
			],
		],
		[
			"a source without a data copy",
			["integration-a", { from: "production" }, [{ stack: "production", account: "333333333333" }]],
			[
				'data.from: got "production", which does not allow it: add integration-a to understudy:data.targets in Pulumi.production.yaml',
			],
		],
		[
			"a source that is not there",
			["staging", { from: "prodution" }, all],
			['data.from: got "prodution" (did you mean "production"?); there is no Pulumi.prodution.yaml'],
		],
		[
			"another source than production",
			["integration", { from: "staging" }, all],
			['data.from: got "staging"; data comes from production, sanitised on the way'],
		],
		[
			"the source's settings elsewhere",
			["staging", { from: "production", keep: "3 days", rules: "a.yaml" }, all],
			[
				"data.rules: is said where the data comes from, in Pulumi.production.yaml; remove this",
				"data.keep: is said where the data comes from, in Pulumi.production.yaml; remove this",
			],
		],
		[
			"data for production, from itself or from elsewhere",
			["production", { from: "staging", targets: ["production"] }, all],
			[
				"data.from: data is never copied into production; remove this",
				'data.targets[0]: got "production"; data is never copied into production',
			],
		],
		[
			"targets that are not there",
			["production", { targets: ["stagin", "integration-*"] }, [staging]],
			[
				'data.targets[0]: got "stagin" (did you mean "staging"?); there is no Pulumi.stagin.yaml. Allowed: staging, integration-*',
				'data.targets[1]: got "integration-*"; without a Pulumi.integration.yaml nobody knows the branches\' account',
			],
		],
		[
			"no targets",
			["production", { schedule: { at: "02:00" } }, all],
			["data.targets: missing; list the stacks that may read exports, such as [staging, integration]"],
		],
		[
			"times, days, zones and spans that are none",
			["production", { targets: ["staging"], schedule: { at: "25:00", days: ["monday"], timezone: "Mars" } }, all],
			[
				'data.schedule.at: got "25:00"; allowed: a time of day in quotes, HH:MM',
				'data.schedule.days[0]: got "monday"; allowed: mon, tue, wed, thu, fri, sat, sun',
				'data.schedule.timezone: got "Mars"; allowed: the name of a time zone, such as Europe/Berlin',
			],
		],
		[
			"runs so far apart that none could be missed, and a keep that is none",
			["production", { targets: ["staging"], schedule: { at: "02:00", days: ["sun"] }, keep: "3 hours" }, all],
			[
				"data.schedule.days: got runs 7 days apart; six at most, so that an alarm can tell when one is overdue",
				'data.keep: got "3 hours"; allowed: <number> days, weeks or months, a year at most',
			],
		],
		[
			"a misspelt key",
			["production", { target: ["staging"] }, all],
			[
				'data.target: unknown key (did you mean "targets"?); allowed: from, targets, schedule, include, exclude, where, rules, keep, largest',
			],
		],
		[
			"rules with mistakes, each of them",
			[
				"production",
				{ targets: ["staging"], rules: "shop.yaml" },
				all,
				{},
				{ text: undefined, mistakes: ["shop.yaml:3:5: tables.x: this key means nothing here", "shop.yaml:9:1: again"] },
			],
			["data.rules: shop.yaml:3:5: tables.x: this key means nothing here", "data.rules: shop.yaml:9:1: again"],
		],
	];
	for (const [what, given, expected] of cases)
		it(`refuse ${what}`, () => {
			assert.deepEqual(mistakesOf(...given).sort(), [...expected].sort());
		});

	it("ask for the image of the tasks where a release is promoted", () => {
		const { release } = source("staging").values as { release: object };
		const without = { release: { ...release, tasks: undefined } };
		const mistakes = mistakesOf("staging", { from: "production" }, all, without);
		assert.equal(mistakes.length, 1);
		assert.match(mistakes[0], /^release\.tasks: missing; the data copy runs this image/);
	});
});

describe("a schedule", () => {
	it("is what EventBridge Scheduler takes", () => {
		assert.deepEqual(cronOf({ at: "02:05" }), { expression: "cron(5 2 * * ? *)", timezone: "Etc/UTC" });
		assert.deepEqual(cronOf({ at: "23:00", days: ["sun", "mon"], timezone: "Europe/Berlin" }), {
			expression: "cron(0 23 ? * MON,SUN *)",
			timezone: "Europe/Berlin",
		});
	});

	it("knows the longest time between two runs", () => {
		assert.equal(longestGap({ at: "02:00" }), 1);
		assert.equal(longestGap({ at: "02:00", days: ["mon", "tue", "wed", "thu", "fri"] }), 3);
		assert.equal(longestGap({ at: "02:00", days: ["wed"] }), 7);
		fc.assert(
			fc.property(fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }), (on) => {
				const gap = longestGap({ at: "02:00", days: on });
				// A week without a run in it does not exist, and as many days as runs fill it.
				assert.ok(gap >= Math.ceil(7 / on.length) && gap <= 8 - on.length);
			}),
		);
	});
});
