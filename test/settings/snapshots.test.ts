import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { type BackupRule, compileSnapshotRule, parseSpan, presets, spanInDays } from "../../settings/snapshots";

function compiled(every: string, keep: string): BackupRule {
	const rule = compileSnapshotRule({ every, keep });
	assert(typeof rule !== "string", String(rule));
	return rule;
}

describe("a snapshot schedule", () => {
	it("is compiled to rules of AWS Backup, approximations named", () => {
		assert.deepEqual(
			presets.progressive.map(({ every, keep }) => compiled(every, keep)),
			[
				{ name: "every-1-hour-keep-3-day", schedule: "cron(0 * * * ? *)", deleteAfterDays: 3 },
				{ name: "every-1-day-keep-7-day", schedule: "cron(0 5 * * ? *)", deleteAfterDays: 7 },
				{ name: "every-1-week-keep-7-week", schedule: "cron(0 5 ? * SUN *)", deleteAfterDays: 49 },
				{
					name: "every-2-week-keep-12-week",
					schedule: "cron(0 5 1,15 * ? *)",
					deleteAfterDays: 84,
					approximation: "every 2 weeks runs on the 1st and 15th of each month",
				},
				{
					name: "every-1-month-keep-5-month",
					schedule: "cron(0 5 1 * ? *)",
					deleteAfterDays: 155,
					approximation: "5 months counted as 155 days",
				},
			],
		);
	});

	it("runs every few hours at hours that include the quiet one", () => {
		for (const hours of [2, 3, 4, 6, 8, 12]) {
			const [, from, step] = /^cron\(0 (\d+)\/(\d+) /.exec(compiled(`${hours} hours`, "2 days").schedule) ?? [];
			assert.equal(Number(step), hours);
			assert.equal((5 - Number(from)) % hours, 0);
			assert(Number(from) < hours);
		}
	});

	for (const [every, keep, problem] of [
		["7 hours", "3 days", "every: AWS Backup cannot run every 7 hours; allowed: 1, 2, 3, 4, 6, 8 or 12 hours"],
		["2 days", "7 days", "every: AWS Backup cannot run every 2 days; allowed: 1 day, or a number of hours or weeks"],
		["3 weeks", "9 weeks", "every: AWS Backup cannot run every 3 weeks; allowed: 1 or 2 weeks, or a number of months"],
		["5 months", "12 months", "every: AWS Backup cannot run every 5 months; allowed: 1, 2, 3, 4, 6 or 12 months"],
		["hourly", "3 days", 'every: got "hourly"; allowed: <number> hours, days, weeks or months'],
		["0 days", "3 days", 'every: got "0 days"; allowed: <number> hours, days, weeks or months'],
		["1 hour", "12 hours", 'keep: got "12 hours"; allowed: <number> days, weeks or months'],
		["1 month", "2 weeks", "keep: 2 weeks is shorter than every 1 month: at times there would be no snapshot at all"],
		["1 day", "1200 months", "keep: 1200 months is longer than AWS Backup keeps anything (100 years)"],
	])
		it(`cannot be every ${every}, kept ${keep}`, () => assert.equal(compileSnapshotRule({ every, keep }), problem));

	it("never keeps a snapshot for less than was asked, and names rules as AWS Backup allows", () => {
		const spans = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom("hours", "days", "weeks", "months"));
		fc.assert(
			fc.property(spans, spans, ([every, everyUnit], [keep, keepUnit]) => {
				const rule = compileSnapshotRule({ every: `${every} ${everyUnit}`, keep: `${keep} ${keepUnit}` });
				if (typeof rule === "string") return;
				assert(rule.deleteAfterDays >= spanInDays(parseSpan(`${keep} ${keepUnit}`) as never));
				assert.match(rule.name, /^[A-Za-z0-9_.-]{1,50}$/);
				assert.equal(rule.schedule.split(" ").length, 6);
			}),
			{ numRuns: 1000 },
		);
	});
});
