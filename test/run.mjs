// Runs every check and test, one after the other, and closes with how many passed and failed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const totals = { passed: 0, failed: 0, skipped: 0 };

/** Runs a command of the project's own packages; what it prints is shown as it comes, and returned. */
function run(command, args) {
	process.stdout.write(`\n> ${command} ${args.join(" ")}\n`);
	return new Promise((resolve) => {
		const child = spawn("npx", ["--no-install", command, ...args], {
			cwd: root,
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, npm_config_loglevel: "error" },
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => {
				output += chunk;
				process.stdout.write(chunk);
			});
		child.on("close", (code) => resolve({ code, output }));
	});
}

/** A check that passes or fails as a whole. */
async function check(command, ...args) {
	const { code } = await run(command, args);
	totals[code === 0 ? "passed" : "failed"] += 1;
}

/** The tests, each of which counts. A runner that dies without a count has failed. */
async function mocha(...args) {
	const { code, output } = await run("mocha", args);
	const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
	totals.passed += count("passing");
	totals.skipped += count("pending");
	totals.failed += Math.max(count("failing"), code === 0 ? 0 : 1);
}

const only = process.argv.slice(2);
if (only.length === 0) {
	await check("biome", "ci", ".");
	await check("tsc", "--project", "tsconfig.check.json");
}
await mocha(...only);
process.stdout.write(
	`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ""}\n`,
);
process.exitCode = totals.failed === 0 ? 0 : 1;
