#!/usr/bin/env node
// Provides moto, which answers AWS's API as AWS does, for tests: in a virtual environment of its own under .cache.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError, say } from "./report.mjs";

/** @returns the program that is moto's server */
export function provideMoto(root) {
	const list = join(root, "tools", "moto", "requirements.txt");
	const version = createHash("sha256").update(readFileSync(list)).digest("hex").slice(0, 12);
	const folder = join(root, ".cache", "moto", version);
	const program = join(folder, "bin", "moto_server");
	const unfinished = `${folder}.unfinished`;
	if (existsSync(program) && !existsSync(unfinished)) return program;
	say("moto: installing it from PyPI, once");
	// A virtual environment cannot be moved, so that what was interrupted is told by a mark instead.
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(unfinished, { recursive: true });
	makeEnvironment(folder);
	const pip = spawnSync(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", list], {
		encoding: "utf8",
	});
	if (pip.status !== 0) {
		rmSync(folder, { recursive: true, force: true });
		throw new SetupError(`moto cannot be installed from PyPI: ${pip.stderr?.trim().split("\n").at(-1)}`);
	}
	rmSync(unfinished, { recursive: true, force: true });
	return program;
}

function makeEnvironment(folder) {
	const make = () => spawnSync("python3", ["-m", "venv", folder], { encoding: "utf8" });
	if (make().status === 0) return;
	rmSync(folder, { recursive: true, force: true });
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const install = () => spawnSync("apt-get", ["install", "-y", "-q", "python3-venv"], { env, stdio: "ignore" });
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		say("moto: installing Debian's python3-venv");
		if (install().status !== 0) {
			spawnSync("apt-get", ["update", "-q"], { env, stdio: "ignore" });
			install();
		}
		if (make().status === 0) return;
	}
	throw new SetupError(
		"There is no Python 3 with its venv module here, which tests of AWS calls need (Debian, Ubuntu: apt-get install " +
			"python3-venv). Install it and run this again.",
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		process.stdout.write(`${provideMoto(fileURLToPath(new URL("../..", import.meta.url)))}\n`);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exit(1);
	}
}
