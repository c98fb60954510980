import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export const key = "a key for tests that is long enough to be one";

const cli = join(__dirname, "..", "..", "cli", "understudy.js");

/** Starts `understudy data …` as a process of its own. */
export function started(args: string[], env: NodeJS.ProcessEnv, stdio: "pipe" | "ignore" = "pipe"): ChildProcess {
	return spawn(process.execPath, [cli, "data", ...args], {
		env: { ...process.env, UNDERSTUDY_KEY: key, ...env },
		stdio,
	});
}

/** Runs `understudy data …`. @returns its exit code and everything it printed */
export function understudyData(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
	const child = started(args, env);
	let output = "";
	child.stdout?.on("data", (text) => (output += text));
	child.stderr?.on("data", (text) => (output += text));
	return new Promise((resolve) => child.on("close", (code) => resolve({ code: code ?? 1, output })));
}

/** Starts the command and sends it a signal after so many milliseconds. @returns what became of it */
export async function endedAfter(
	milliseconds: number,
	signal: NodeJS.Signals,
	args: string[],
	env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
	const child = started(args, env);
	let output = "";
	child.stdout?.on("data", (text) => (output += text));
	child.stderr?.on("data", (text) => (output += text));
	const timer = setTimeout(() => child.kill(signal), milliseconds);
	return new Promise((resolve) =>
		child.on("close", (code) => {
			clearTimeout(timer);
			resolve({ code, output });
		}),
	);
}

/**
 * Runs the command again for as long as it is refused: the server takes a moment to notice that a killed client's
 * connection, and with it its lock, is gone.
 */
export async function onceUnlocked(args: string[], env: NodeJS.ProcessEnv) {
	let last = await understudyData(args, env);
	for (let tries = 0; last.code === 2 && /another import/.test(last.output) && tries < 40; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 250));
		last = await understudyData(args, env);
	}
	return last;
}
