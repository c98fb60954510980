import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Declarations } from "./declarations";

/** Types and specification together: all that a simulated provider starts from. */
export interface Catalogue extends Declarations {
	/** By CloudFormation type, by lower-case property name: what a change does. */
	replacement: Record<string, Record<string, "yes" | "no" | "maybe">>;
}

/**
 * The catalogue of a provider package for the given types. Reading declarations and specification takes over a second,
 * so the result is kept in the folder that `SIMULATOR_CACHE` names.
 */
export function readCatalogue(packageName: string, tokens: string[], cloudFormation: string[]): Catalogue {
	const folder = process.env.SIMULATOR_CACHE;
	const file = folder && join(folder, `${packageName.replace(/\W+/g, "-")}.json`);
	if (file && existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
	// Loaded here and not above: the compiler takes a third of a second, and most starts do not need it.
	const { readDeclarations } = require("./declarations") as typeof import("./declarations");
	const catalogue = { ...readDeclarations(packageName, tokens), replacement: readSpecification(cloudFormation) };
	if (file) {
		// Several providers may start at once: each writes its own file, and the last to finish gives it the name.
		const draft = `${file}.${process.pid}`;
		writeFileSync(draft, JSON.stringify(catalogue));
		renameSync(draft, file);
	}
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
