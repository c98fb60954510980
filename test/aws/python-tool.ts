import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** A program of a Python package that tests use, installed where it is missing. @throws with set-up's own words */
export function pythonTool(name: string, program: string): string {
	const set = spawnSync(process.execPath, [join(root, "tools", "setup", "python.mjs"), name, program], {
		encoding: "utf8",
	});
	if (set.status !== 0) throw new Error(set.stderr);
	return set.stdout.trim();
}
