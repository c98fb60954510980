#!/usr/bin/env node
// Finds a Docker engine for tests; on Linux as root installs Debian's and starts one with a folder and a socket of its own.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError, say } from "./report.mjs";

const patience = 300;

/** @returns how programs reach the engine: DOCKER_HOST, or nothing where the usual one runs */
export async function provideDocker(root) {
	const own = `unix://${join("/run", "understudy-docker.sock")}`;
	if (answers({})) return {};
	if (answers({ DOCKER_HOST: own })) return { DOCKER_HOST: own };
	if (process.platform !== "linux" || process.getuid?.() !== 0)
		throw new SetupError("no Docker engine runs here, and only root on Linux can start one");
	if (!found("dockerd")) install();
	say("Docker: starting an engine for tests");
	const folder = join(root, ".cache", "docker");
	mkdirSync(folder, { recursive: true });
	const log = openSync(join(folder, "log"), "w");
	spawn(
		"dockerd",
		[
			"--host",
			own,
			"--data-root",
			join(folder, "data"),
			"--exec-root",
			"/run/understudy-docker",
			"--pidfile",
			"/run/understudy-docker.pid",
			"--bridge",
			"none",
			"--iptables=false",
			"--ip6tables=false",
		],
		{ detached: true, stdio: ["ignore", log, log] },
	).unref();
	for (let tries = 0; tries < patience; tries++) {
		if (answers({ DOCKER_HOST: own })) return { DOCKER_HOST: own };
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new SetupError(`a Docker engine does not start here; its log is ${join(folder, "log")}`);
}

function answers(env) {
	return spawnSync("docker", ["info"], { env: { ...process.env, ...env }, stdio: "ignore" }).status === 0;
}

function found(program) {
	return (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, program)));
}

function install() {
	if (!found("apt-get"))
		throw new SetupError("no Docker engine is installed here, and there is no apt-get to do it with");
	say("Docker: installing Debian's docker.io");
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const apt = (...args) => spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] }).status;
	const packages = ["install", "-y", "-q", "--no-install-recommends", "docker.io"];
	if (apt(...packages) !== 0) {
		apt("update", "-q");
		if (apt(...packages) !== 0) throw new SetupError("Debian's docker.io cannot be installed");
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		const env = await provideDocker(fileURLToPath(new URL("../..", import.meta.url)));
		process.stdout.write(`${JSON.stringify(env)}\n`);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exit(1);
	}
}
