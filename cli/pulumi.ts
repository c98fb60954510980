import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { home } from "../tasks/home";
import { UserError } from "./user-error";

/** The folder of the program: where Pulumi.yaml is. */
export const projectFolder = home;

/** The environment in which `pulumi` is found: PATH as it is, with the CLI that set-up made behind it. */
function environment(): NodeJS.ProcessEnv {
	const note = join(projectFolder, ".cache", "pulumi.json");
	const made = existsSync(note) ? JSON.parse(readFileSync(note, "utf8")).bin : undefined;
	const path = [process.env.PATH, made].filter(Boolean).join(delimiter);
	return { ...process.env, PATH: path, PULUMI_SKIP_UPDATE_CHECK: "true" };
}

/**
 * Runs the Pulumi CLI and returns what it prints.
 * @throws UserError with the CLI's own words if it fails or is not there
 */
export function pulumi(...args: string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		const options = { cwd: process.env.UNDERSTUDY_PROJECT ?? projectFolder, env: environment(), maxBuffer: 1 << 28 };
		execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
			if (!error) resolve(stdout);
			else if (error.code === "ENOENT")
				reject(new UserError("there is no Pulumi CLI: run `npm run setup`, or install it from pulumi.com"));
			else reject(new UserError(`pulumi ${args.join(" ")} failed: ${stderr.trim().replace(/^error: /, "")}`));
		});
	});
}
