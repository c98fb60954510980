// Provides a tool from PyPI, for tests: in a virtual environment of its own under .cache, of the versions in a list.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError, say } from "./report.mjs";

/**
 * @param name what the tool is called: its list is tools/<name>/requirements.txt
 * @param program which program of it
 * @returns the program
 */
export function providePythonTool(root, name, program) {
	const list = join(root, "tools", name, "requirements.txt");
	const version = createHash("sha256").update(readFileSync(list)).digest("hex").slice(0, 12);
	const folder = join(root, ".cache", name, version);
	const file = join(folder, "bin", program);
	const unfinished = `${folder}.unfinished`;
	if (existsSync(file) && !existsSync(unfinished)) return file;
	say(`${name}: installing it from PyPI, once`);
	// A virtual environment cannot be moved, so that what was interrupted is told by a mark instead.
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(unfinished, { recursive: true });
	makeEnvironment(name, folder);
	const pip = spawnSync(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", list], {
		encoding: "utf8",
	});
	if (pip.status !== 0) {
		rmSync(folder, { recursive: true, force: true });
		throw new SetupError(`${name} cannot be installed from PyPI: ${pip.stderr?.trim().split("\n").at(-1)}`);
	}
	rmSync(unfinished, { recursive: true, force: true });
	return file;
}

function makeEnvironment(name, folder) {
	const make = () => spawnSync("python3", ["-m", "venv", folder], { encoding: "utf8" });
	if (make().status === 0) return;
	rmSync(folder, { recursive: true, force: true });
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const install = () => spawnSync("apt-get", ["install", "-y", "-q", "python3-venv"], { env, stdio: "ignore" });
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		say(`${name}: installing Debian's python3-venv`);
		if (install().status !== 0) {
			spawnSync("apt-get", ["update", "-q"], { env, stdio: "ignore" });
			install();
		}
		if (make().status === 0) return;
	}
	throw new SetupError(
		`There is no Python 3 with its venv module here, which ${name} needs (Debian, Ubuntu: apt-get install python3-venv). ` +
			"Install it and run this again.",
	);
}

// node tools/setup/python.mjs <name> <program>: prints where the program is.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		const root = fileURLToPath(new URL("../..", import.meta.url));
		process.stdout.write(`${providePythonTool(root, process.argv[2], process.argv[3])}\n`);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exit(1);
	}
}
