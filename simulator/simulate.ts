// `npm run simulate -- <a pulumi command>`: Pulumi against what the demo left behind.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Playground, root } from "./playground";

const folder = join(root, ".cache", "demo");
const args = process.argv.slice(2);
const at = args.findIndex((arg) => arg === "--stack" || arg === "-s");
if (!existsSync(folder) || at < 0 || args[at + 1] === undefined) {
	process.stderr.write("Run `npm run demo` first; then: npm run simulate -- <pulumi command> --stack <stack>\n");
	process.exit(1);
}
const playground = Playground.open(folder);
const env = playground.environment(args[at + 1]);
process.exitCode = spawnSync("pulumi", args, { cwd: playground.project, env, stdio: "inherit" }).status ?? 1;
