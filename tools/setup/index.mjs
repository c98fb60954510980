#!/usr/bin/env node
// Sets up whatever is missing: npm packages from the lock file, then a Pulumi CLI. Run as often as you like.
// Nothing outside the packages of Node itself may be imported here: on a fresh clone there is nothing else.
import { fileURLToPath } from "node:url";
import { installPackages } from "./packages.mjs";
import { providePulumi } from "./pulumi.mjs";
import { SetupError, say } from "./report.mjs";

/** The first with everything that is used: zlib.crc32 came last. */
const oldestNode = [20, 15];

/** Makes the clone at `root` ready to run and returns where its Pulumi CLI is. */
export async function setUp(root) {
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
		throw new SetupError(`Node ${process.versions.node} is too old. Install Node ${oldestNode.join(".")} or newer.`);
	installPackages(root);
	return providePulumi(root);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		await setUp(fileURLToPath(new URL("../..", import.meta.url)));
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		say(error.message);
		process.exit(1);
	}
}
