import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../../simulator/playground";

const folder = join(root, ".github", "workflows");
const files = readdirSync(folder).sort();
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** actionlint from PATH, or built from its Go module and kept for the next run. */
function findActionlint(): string | undefined {
	if (spawnSync("actionlint", ["-version"]).status === 0) return "actionlint";
	const built = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "understudy", "actionlint-1.7.12");
	if (existsSync(built)) return built;
	if (spawnSync("go", ["version"]).status !== 0) return undefined;
	mkdirSync(join(built, ".."), { recursive: true });
	const args = ["build", "-o", built, "github.com/rhysd/actionlint/cmd/actionlint"];
	const run = spawnSync("go", args, { cwd: join(root, "tools", "actionlint"), encoding: "utf8" });
	assert.equal(run.status, 0, run.stderr);
	return built;
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	concurrency?: { group: string; "cancel-in-progress": boolean };
	jobs: Record<string, { permissions?: Record<string, string>; "timeout-minutes"?: number }>;
}

describe("the workflows", () => {
	it("are these", () => assert.deepEqual(files, ["check.yml", "deploy.yml", "preview.yml"]));

	it("satisfy actionlint", function () {
		this.timeout(300_000);
		const actionlint = findActionlint();
		if (!actionlint) {
			process.stdout.write("      skipped: actionlint is not on PATH, and there is no Go to build it with\n");
			this.skip();
		}
		const run = spawnSync(actionlint as string, ["-no-color", ...files.map((file) => join(folder, file))], {
			encoding: "utf8",
		});
		assert.equal(run.status, 0, run.stdout + run.stderr);
	});

	for (const file of files)
		describe(file, () => {
			const workflow = parse(read(file)) as Workflow;

			it("pins every action by its full commit, and names the version beside it", () => {
				const uses = read(file).match(/uses: .*/g) ?? [];
				assert(uses.length > 0);
				for (const line of uses) assert.match(line, /^uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
			});

			it("may read the repository, and no more than its job needs", () => {
				assert.deepEqual(workflow.permissions, { contents: "read" });
				const needed: Record<string, unknown> = {
					"check.yml": undefined,
					"deploy.yml": { contents: "read", "id-token": "write" },
					"preview.yml": { contents: "read", "id-token": "write", "pull-requests": "write" },
				};
				for (const job of Object.values(workflow.jobs)) {
					assert.deepEqual(job.permissions, needed[file]);
					assert.equal(typeof job["timeout-minutes"], "number");
				}
			});

			it("never runs a stranger's code with the repository's rights", () => {
				assert(!("pull_request_target" in workflow.on));
				assert(!read(file).includes("secrets."));
			});
		});

	it("deploy one update of a stack at a time, and never cut one off", () => {
		const { concurrency, on } = parse(read("deploy.yml")) as Workflow;
		assert.equal(concurrency?.group.startsWith("deploy-"), true);
		assert.equal(concurrency?.["cancel-in-progress"], false);
		assert.deepEqual(on, { push: { branches: ["integration", "staging", "production"] } });
	});
});
