import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type LogLine, messageOf, type Run } from "../../tasks/report/message";

const now = new Date("2026-11-23T08:00:00.000Z");
const leftOut = { emptied: ["log", "session"], skipped: ["erp_dump"], limited: ["sales_order"] };
const told = (outcome: Run["outcome"], lines: LogLine[], failure?: string) =>
	messageOf({ environment: "staging", outcome, failure, lines, now });

describe("what people are told of a run", () => {
	it("that made an export: what, how old, how much, what was left out, what the guard looked through", () => {
		const { subject, body } = told("done", [
			{ event: "allowed", command: "join", table: "cms_page", column: "content", kinds: "email", reason: "our own" },
			{ event: "guard", command: "join", columns: 212, rows: 1234567, found: 0 },
			{
				event: "result",
				command: "join",
				id: "20261123023000_ab12",
				taken: "2026-11-23T02:30:00.000Z",
				tables: 271,
				rows: 8765432,
				bytes: 2_778_000_000,
				leftOut,
			},
		]);
		assert.equal(subject, "staging: a new export of its data is ready");
		assert.equal(
			body,
			[
				"staging: a new export of its data is ready.",
				"",
				"Export:    20261123023000_ab12",
				"Of:        the state of 2026-11-23T02:30:00.000Z, 5.5 hours old",
				"Copied:    8,765,432 rows of 271 tables, 2778.0 MB",
				"Left out:  the rows of 2 tables; the tables erp_dump; a part of the rows of sales_order",
				"Guard:     1,234,567 rows, 212 columns of kept text looked through, nothing found",
				"Allowed:   email in cms_page.content: our own",
				"",
			].join("\n"),
		);
	});

	it("that brought nothing new: what is served, and how old that is by now", () => {
		const { subject, body } = told("done", [
			{ event: "result", command: "import", imported: false },
			{ event: "result", command: "switch", schema: "shop_1", changed: false, taken: "2026-11-20T08:00:00.000Z" },
		]);
		assert.equal(subject, "staging: its data is up to date");
		assert.match(body, /^Served: {4}the state of 2026-11-20T08:00:00\.000Z, 3\.0 days old$/m);
		assert.match(body, /^Schema: {4}shop_1$/m);
	});

	it("that failed: in whose words, and that the clone is gone", () => {
		const { subject, body } = told("failed", [
			{ event: "error", command: "export", exitCode: 1, message: "cannot connect to clone:3306/shop: refused" },
			{ event: "unclone", command: "unclone", name: "understudy-copy-1", deleted: true },
		]);
		assert.equal(subject, "staging: the data copy failed");
		assert.match(body, /^understudy data export: cannot connect to clone:3306\/shop: refused$/m);
		assert.match(body, /^The clone understudy-copy-1 is deleted\.$/m);
	});

	it("that was refused is not told as a failure", () => {
		const { subject, body } = told("failed", [
			{ event: "error", command: "check", exitCode: 2, message: "1 columns are not classified: a.b (text)" },
		]);
		assert.equal(subject, "staging: the data copy was refused");
		assert.match(body, /nothing was copied/);
	});

	it("that found a left-over clone is told as that", () => {
		const { subject, body } = told("left", [
			{ event: "error", command: "reap", exitCode: 1, message: "1 clones were left over" },
		]);
		assert.equal(subject, "staging: a clone of the database was left over, or could not be looked for");
		assert.match(body, /A clone holds real data, and costs\.\n\nunderstudy data reap: 1 clones were left over\n/);
	});

	it("that ended well but for its clone says so, and does not where deleting it only took two attempts", () => {
		const error = { event: "error", command: "unclone", exitCode: 1, message: "cannot delete it" };
		const result = { event: "result", command: "switch", schema: "shop_1" };
		assert.match(told("done", [result, error]).body, /^Clone: {5}it is not deleted: cannot delete it$/m);
		const gone = { event: "unclone", command: "unclone", name: "x", deleted: true };
		assert.doesNotMatch(told("done", [result, error, gone]).body, /Clone:/);
	});

	it("of which nothing is known but that it failed: what Step Functions says", () => {
		assert.match(
			told("failed", [], "States.Timeout").body,
			/No command said why\. Step Functions says: States\.Timeout/,
		);
	});

	it("has a subject that SNS takes, whatever the environment is called", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (environment) => {
				const { subject } = messageOf({ environment, outcome: "failed", lines: [], now });
				assert.ok(subject.length <= 100 && /^[\x20-\x7e]*$/.test(subject));
			}),
		);
	});
});
