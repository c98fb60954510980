import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Playground } from "../simulator/playground";

const root = join(__dirname, "..");

/** What an expression gives in a process of its own that has loaded the program as Pulumi does. */
function evaluated(expression: string, env: NodeJS.ProcessEnv = {}, folder = root): unknown {
	const program = `const program = require("."); const pulumi = require("@pulumi/pulumi"); console.log(JSON.stringify(${expression}));`;
	const printed = execFileSync(process.execPath, ["--require", "ts-node/register/transpile-only", "--eval", program], {
		cwd: folder,
		env: { ...process.env, ...env },
		encoding: "utf8",
	});
	return JSON.parse(printed);
}

const loaded = (pattern: string) => `Object.keys(require.cache).filter((file) => ${pattern}.test(file)).length`;

describe("quick-start", function () {
	this.timeout(60_000);

	it("keeps npm's dependency resolver from being loaded with Pulumi's SDK", () => {
		assert.equal(evaluated(loaded("/@npmcli.arborist.lib.arborist/")), 0);
	});

	it("loads the resolver for whoever asks for it", () => {
		assert.equal(evaluated(`typeof new (require("@npmcli/arborist").Arborist)({ path: "." }).loadActual`), "function");
	});

	it("leaves traces and debug messages to those who ask for them", () => {
		assert.equal(evaluated("Error.stackTraceLimit"), 0);
		assert.notEqual(evaluated("Error.stackTraceLimit", { UNDERSTUDY_TRACE: "1" }), 0);
		assert.match(String(evaluated("pulumi.log.debug.toString()", { UNDERSTUDY_TRACE: "1" })), /getEngine/);
		assert.doesNotMatch(String(evaluated("pulumi.log.debug.toString()")), /getEngine/);
	});

	it("runs the sources themselves for those who look for a mistake", () => {
		assert.equal(evaluated(loaded("/components.environment.ts$/")), 0);
		assert.equal(evaluated(loaded("/components.environment.ts$/"), { UNDERSTUDY_TRACE: "1" }), 1);
	});

	it("makes the program anew when one of its files has changed", () => {
		const folder = mkdtempSync(join(tmpdir(), "understudy-quick-start-"));
		try {
			const { project } = Playground.make(folder, true);
			assert.equal(evaluated("typeof program", {}, project), "function");
			assert.equal(evaluated("global.changed ?? null", {}, project), null);
			appendFileSync(join(project, "components", "environment.ts"), "\n(globalThis as any).changed = 1;\n");
			assert.equal(evaluated("global.changed", {}, project), 1);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it("is told where the program lies, which only index.ts may ask", () => {
		const asking = ["components", "settings", "services"].flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
				.filter((name) => name.endsWith(".ts"))
				.map((name) => join(folder, name))
				.filter((name) => readFileSync(join(root, name), "utf8").includes("__dirname")),
		);
		assert.deepEqual(asking, []);
	});
});
