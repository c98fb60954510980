import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError, say } from "./report.mjs";

/** Installs exactly what the lock file names, unless that is what is installed. */
export function installPackages(root) {
	const stamp = join(root, "node_modules", ".understudy-lock");
	const wanted = createHash("sha256")
		.update(readFileSync(join(root, "package-lock.json")))
		.digest("hex");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
	say("installing npm packages from package-lock.json");
	const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
		cwd: root,
		stdio: ["ignore", 2, 2],
		shell: process.platform === "win32",
	});
	if (npm.error) throw new SetupError(`npm could not be started (${npm.error.message}). Install npm, then run again.`);
	if (npm.status !== 0) throw new SetupError("npm ci failed; what it said is above.");
	writeFileSync(stamp, wanted);
}
