import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Declarations, readDeclarations } from "./declarations";

/** Types and specification together: all that a simulated provider starts from. */
export interface Catalogue extends Declarations {
	/** By CloudFormation type, by lower-case property name: what a change does. */
	replacement: Record<string, Record<string, "yes" | "no" | "maybe">>;
}

/**
 * The catalogue of a provider package for the given types. Reading declarations and specification takes over a second,
 * so the result is kept beside the clone's other caches, by package version and list of types.
 */
export function readCatalogue(packageName: string, tokens: string[], cloudFormation: string[]): Catalogue {
	const version = require(`${packageName}/package.json`).version;
	const key = createHash("sha256")
		.update(
			JSON.stringify([packageName, version, tokens, cloudFormation, readFileSync(join(__dirname, "declarations.ts"))]),
		)
		.digest("hex")
		.slice(0, 16);
	const file = join(__dirname, "..", "..", ".cache", "simulator", `${packageName.replace(/\W+/g, "-")}-${key}.json`);
	if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
	const catalogue = { ...readDeclarations(packageName, tokens), replacement: readSpecification(cloudFormation) };
	mkdirSync(dirname(file), { recursive: true });
	// Several providers may start at once: each writes its own file, and the last to finish gives it the name.
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, JSON.stringify(catalogue));
	renameSync(draft, file);
	return catalogue;
}

function readSpecification(types: string[]): Catalogue["replacement"] {
	if (types.length === 0) return {};
	// Loaded here and not above: it takes most of a second, and most starts do not need it.
	const { loadAwsServiceSpecSync } = require("@aws-cdk/aws-service-spec") as typeof import("@aws-cdk/aws-service-spec");
	const specification = loadAwsServiceSpecSync();
	return Object.fromEntries(
		types.map((type) => {
			const [resource] = specification.lookup("resource", "cloudFormationType", "equals", type);
			if (!resource) throw new Error(`AWS's resource specification has no type ${type}`);
			const properties = Object.entries(resource.properties).map(([name, property]) => [
				name.toLowerCase(),
				property.causesReplacement ?? "no",
			]);
			return [type, Object.fromEntries(properties)];
		}),
	);
}
