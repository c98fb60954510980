import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../simulator/playground";

function understudy(args: string[], env: NodeJS.ProcessEnv = {}) {
	const bin = join(root, "cli", "understudy.js");
	const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
		encoding: "utf8",
		env: { ...process.env, ...env },
	});
	return { status, stdout, stderr };
}

describe("the command line", function () {
	this.timeout(30_000);

	it("explains itself", () => {
		const { status, stdout } = understudy(["--help"]);
		assert.equal(status, 0);
		assert.match(stdout, /parity \[options\] <stack> <other> {2}Compare what two environments run/);
	});

	it("names the command that was probably meant", () => {
		const { status, stderr } = understudy(["party"]);
		assert.equal(status, 1);
		assert.match(stderr, /unknown command 'party'\n\(Did you mean parity\?\)/);
	});

	it("says what parity's exit codes mean", () => {
		assert.match(
			understudy(["parity", "--help"]).stdout,
			/0 they run the same, 2 they differ by accident, 1 no answer/,
		);
	});

	it("compares what the program would deploy, without a state or credentials", () => {
		const { status, stdout } = understudy(["parity", "--planned", "integration", "integration"]);
		assert.equal(status, 0);
		assert.match(
			stdout,
			/integration and integration run the same: \d+ equal, 0 different by design, 0 by accident\.\n$/,
		);
	});

	it("passes on what is wrong with a stack file, without a stack trace", () => {
		const { status, stdout, stderr } = understudy(["parity", "--planned", "integration", "staging"]);
		assert.equal(status, 1);
		assert.equal(stdout, "");
		assert.match(
			stderr,
			/^understudy: stack staging cannot be planned: 1 mistake in the settings of this stack:\n {2}Pulumi\.staging\.yaml: understudy:release: missing; [^\n]*\n$/,
		);
	});

	it("says so if there is no such stack", () => {
		assert.match(
			understudy(["parity", "--planned", "integration", "nowhere"]).stderr,
			/there is no \S*Pulumi\.nowhere\.yaml\n$/,
		);
	});

	it("passes on Pulumi's own words", () => {
		const state = mkdtempSync(join(tmpdir(), "understudy-"));
		try {
			const env = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "" };
			const { status, stderr } = understudy(["parity", "staging", "production"], env);
			assert.equal(status, 1);
			assert.match(stderr, /^understudy: pulumi stack output --json --stack \w+ failed: no stack named '\w+' found\n$/);
		} finally {
			rmSync(state, { recursive: true });
		}
	});
});
