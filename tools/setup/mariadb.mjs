#!/usr/bin/env node
// Finds a MariaDB server for tests, benchmarks and the demo, or installs Debian's. Nothing of the system's own server is
// touched: whoever needs one starts a process of its own, with a folder, a socket and a port of its own.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError, say } from "./report.mjs";

const programs = ["mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump"];
/** Servers lie in sbin, which an ordinary user's PATH leaves out. */
const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin"];

/** Notes in `.cache/mariadb.json` where each program is. */
export function provideMariadb(root) {
	const found = findAll() ?? installed();
	mkdirSync(join(root, ".cache"), { recursive: true });
	const note = join(root, ".cache", "mariadb.json");
	writeFileSync(`${note}.${process.pid}`, `${JSON.stringify(found, null, 2)}\n`);
	renameSync(`${note}.${process.pid}`, note);
	return found;
}

function findAll() {
	const found = Object.fromEntries(programs.map((name) => [name, find(name)]));
	return Object.values(found).every(Boolean) ? found : undefined;
}

function find(name) {
	return folders.map((folder) => join(folder, name)).find((file) => existsSync(file) && executable(file));
}

function executable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Debian and what is derived from it, as root or with sudo that asks for nothing. */
function installed() {
	const root = process.getuid?.() === 0;
	const sudo = !root && spawnSync("sudo", ["-n", "true"]).status === 0;
	if (find("apt-get") && (root || sudo)) {
		say("MariaDB: installing Debian's mariadb-server");
		const apt = (...args) =>
			spawnSync(root ? "apt-get" : "sudo", [...(root ? [] : ["apt-get"]), ...args], {
				stdio: ["ignore", "ignore", "inherit"],
				env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
			}).status;
		if (apt("install", "-y", "-q", "mariadb-server") !== 0) {
			apt("update", "-q");
			apt("install", "-y", "-q", "mariadb-server");
		}
		const found = findAll();
		if (found) return found;
	}
	throw new SetupError(
		"There is no MariaDB server here. Install one (Debian, Ubuntu: apt-get install mariadb-server; macOS: brew install " +
			"mariadb), so that mariadbd is on PATH, and run this again.",
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		provideMariadb(fileURLToPath(new URL("../..", import.meta.url)));
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exit(1);
	}
}
