// Runs the program of a stack against nothing at all and prints its outputs: every resource answers with its inputs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { projectFolder } from "../pulumi";
import { answerMark } from "./planned";

type Configuration = Record<string, unknown>;

/** A stack's configuration from its file and the project's, as Pulumi would hand it to the program. */
function configurationOf(stack: string): Record<string, string> {
	const read = (file: string): { config?: Configuration } =>
		parse(readFileSync(join(projectFolder, file), "utf8")) ?? {};
	const merged: Configuration = {};
	for (const [key, declared] of Object.entries(read("Pulumi.yaml").config ?? {})) {
		const { value, default: otherwise } = (declared ?? {}) as { value?: unknown; default?: unknown };
		merged[key] = value ?? otherwise;
	}
	Object.assign(merged, read(`Pulumi.${stack}.yaml`).config);
	const text = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
	return Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, text(value)]));
}

async function main(stack: string): Promise<void> {
	const configuration = configurationOf(stack);
	const region = configuration["aws:region"];
	const answers: Record<string, unknown> = {
		"aws:index/getCallerIdentity:getCallerIdentity": { accountId: configuration["understudy:account"] },
		"aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["a", "b", "c", "d"].map((zone) => region + zone) },
	};
	// What else is read by its form: where an image lies.
	const registry = `${configuration["understudy:account"]}.dkr.ecr.${region}.amazonaws.com`;
	const made: Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>> = {
		"aws:ecr/repository:Repository": (name) => ({ repositoryUrl: `${registry}/${name}` }),
		"docker:index/image:Image": (_, { imageName }) => ({ repoDigest: `${imageName}@sha256:${"0".repeat(64)}` }),
	};
	await pulumi.runtime.setMocks(
		{
			newResource: ({ type, name, inputs }) => ({
				id: name,
				state: { name, arn: `arn:planned:${name}`, ...inputs, ...made[type]?.(name, inputs) },
			}),
			call: ({ token, inputs }) => (answers[token] ?? inputs) as Record<string, unknown>,
		},
		"understudy",
		stack,
		false,
	);
	pulumi.runtime.setAllConfig(configuration);
	const program = require(join(projectFolder, "index.ts")) as () => Promise<pulumi.Inputs>;
	pulumi.output(await program()).apply((outputs) => {
		process.stdout.write(`${answerMark}${JSON.stringify(outputs)}\n`);
	});
}

main(process.argv[2]).catch((error: Error) => {
	process.stderr.write(
		`${(error as NodeJS.ErrnoException).code === "ENOENT" ? `there is no ${(error as NodeJS.ErrnoException).path}` : error.message}\n`,
	);
	process.exit(1);
});
