// Measures what is promised as a ratio, within one run on one machine, and prints it. Nothing here fails by being slow.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Playground, root } from "../simulator/playground";
import { up } from "../test/engine/plan";
import { release } from "../test/settings/example";

/** Seconds of the quickest of several runs: what the work takes when the machine does not do something else as well. */
async function quickest(runs: number, work: () => Promise<unknown>): Promise<number> {
	let best = Number.POSITIVE_INFINITY;
	for (let run = 0; run < runs; run++) {
		const began = process.hrtime.bigint();
		await work();
		best = Math.min(best, Number(process.hrtime.bigint() - began) / 1e9);
	}
	return best;
}

function print(what: string, measured: number, against: number, limit: number): void {
	const ratio = measured / against;
	const verdict = ratio <= limit ? "within" : "ABOVE";
	const figures = `${measured.toFixed(2)} s / ${against.toFixed(2)} s = ${ratio.toFixed(2)}`;
	process.stdout.write(`${what}\n  ${figures}, ${verdict} the limit of ${limit}\n`);
}

const folder = join(root, ".cache", "bench");

async function mustPass(playground: Playground, stack: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
	const ran = await playground.pulumi(stack, ["preview"], { env });
	if (ran.code !== 0) throw new Error(ran.output);
}

/** An empty TypeScript program, run as this project's is. */
async function emptyProgram(playground: Playground): Promise<() => Promise<void>> {
	const project = join(folder, "empty");
	rmSync(project, { recursive: true, force: true });
	mkdirSync(project, { recursive: true });
	writeFileSync(join(project, "Pulumi.yaml"), "name: empty\nruntime: nodejs\n");
	writeFileSync(join(project, "package.json"), '{ "name": "empty", "main": "index.ts" }\n');
	writeFileSync(join(project, "index.ts"), "export const nothing = 0;\n");
	copyFileSync(join(root, "tsconfig.json"), join(project, "tsconfig.json"));
	const pulumi = (...args: string[]) =>
		playground.run("empty", ["pulumi", ...args, "--cwd", project, "--stack", "empty", "--non-interactive"]);
	await playground.run("empty", ["pulumi", "stack", "init", "empty", "--cwd", project, "--non-interactive"]);
	return async () => {
		const ran = await pulumi("preview");
		if (ran.code !== 0) throw new Error(ran.output);
	};
}

async function previews(): Promise<void> {
	const playground = Playground.make(join(folder, "previews"));
	playground.configure("staging", { release });
	await playground.init("staging");
	await up(playground, "staging");
	const unchanged = await quickest(5, () => mustPass(playground, "staging"));
	const checked = await quickest(2, () => mustPass(playground, "staging", { PULUMI_NODEJS_TRANSPILE_ONLY: "false" }));
	print("An unchanged preview of staging, against the same with type-checking on", unchanged, checked, 0.35);
	const empty = await quickest(5, await emptyProgram(playground));
	print("An unchanged preview of staging, against a preview of an empty program", unchanged, empty, 2.5);
}

async function branches(): Promise<void> {
	const playground = Playground.make(join(folder, "branches"));
	const add = async (number: number) => {
		const stack = `integration-branch-${number}`;
		playground.configure(stack, {
			account: "111111111111",
			network: `10.${100 + number}.0.0/16`,
			access: ["203.0.113.0/24"],
		});
		await playground.init(stack);
		await up(playground, stack);
	};
	// The very first run also fills the file system's caches.
	await add(0);
	const times: number[] = [];
	for (let number = 1; number <= 10; number++) times.push(await quickest(1, () => add(number)));
	// Noise of one run is larger than what is measured: the first and the last three of ten, the quickest of each.
	print(
		"The last of ten integration stacks, against the first",
		Math.min(...times.slice(-3)),
		Math.min(...times.slice(0, 3)),
		1.2,
	);
}

async function help(): Promise<void> {
	const cli = join(root, "cli", "understudy.js");
	const playground = Playground.open(join(folder, "previews"));
	const seconds = await quickest(5, () => playground.run("staging", [process.execPath, cli, "--help"]));
	const node = await quickest(5, () => playground.run("staging", [process.execPath, "--eval", "0"]));
	process.stdout.write(
		`understudy --help\n  ${seconds.toFixed(2)} s, of which ${node.toFixed(2)} s are Node's own start\n`,
	);
}

async function main(): Promise<void> {
	await previews();
	await help();
	await branches();
}

main().catch((error: Error) => {
	process.stderr.write(`${error.stack}\n`);
	process.exitCode = 1;
});
