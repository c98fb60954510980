import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { compare } from "../../cli/parity/compare";
import type { EnvironmentDocument } from "../../cli/parity/environment-document";
import { report } from "../../cli/parity/report";
import { Environment } from "../../components/environment";
import { type Services, services } from "../../services";
import { readSettings } from "../../settings";
import { Recorder } from "../components/recorder";
import { source } from "../settings/example";

/** The document that a stack would have with these services. */
async function documentOf(
	stack: string,
	running: Services,
	changes: Record<string, unknown> = {},
): Promise<EnvironmentDocument> {
	const settings = readSettings(source(stack, changes));
	const application = "app";
	let environment: Environment | undefined;
	await Recorder.record(stack, (opts) => {
		environment = new Environment(
			"environment",
			{ settings, services: running, application, layOutTasks: () => application },
			opts,
		);
		return environment;
	});
	const { contract, design } = environment as Environment;
	const [resolvedContract, resolvedDesign] = await Promise.all([contract, design].map(resolved));
	return { stack, contract: resolvedContract, design: resolvedDesign };
}

function resolved(output: pulumi.Output<unknown>): Promise<Record<string, unknown>> {
	return new Promise((resolve) => output.apply((value) => resolve(value as Record<string, unknown>)));
}

/** The path of every single value in services.ts; lists count as one. */
function leaves(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
	return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** The same services with one value changed. */
function edited(path: string[]): Services {
	const copy = structuredClone(services);
	// biome-ignore lint/suspicious/noExplicitAny: walks a document of any shape
	const holder = path.slice(0, -1).reduce<any>((at, key) => at[key], copy);
	const key = path[path.length - 1];
	const old = holder[key];
	if (Array.isArray(old)) holder[key] = [...old, "/edited"];
	else holder[key] = typeof old === "number" ? old + 1 : `${old}-edited`;
	return copy;
}

describe("parity", () => {
	let production: EnvironmentDocument;
	before(async () => {
		production = await documentOf("production", services);
	});

	it("holds between staging and production as the program makes them", async () => {
		const comparison = compare(await documentOf("staging", services), production);
		assert.deepEqual(comparison.byAccident, []);
		assert.deepEqual(
			[...new Set(comparison.byDesign.map(({ path }) => path.split(".")[0]))],
			["access", "domain", "natGateways", "role", "scale"],
		);
	});

	it("holds between integration and production, but for the CDN that integration has none of", async () => {
		const comparison = compare(await documentOf("integration", services), production);
		assert.deepEqual(comparison.byAccident, []);
		assert(comparison.byDesign.some(({ path, reason }) => path === "cdn" && reason === "integration has no CDN"));
	});

	for (const path of leaves(services))
		it(`is broken by another ${path.join(".")}, and by nothing else`, async () => {
			const comparison = compare(await documentOf("staging", edited(path)), production);
			assert.notDeepEqual(comparison.byAccident, []);
			const name = path[path.length - 1];
			const old = JSON.stringify(path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], services));
			for (const row of comparison.byAccident)
				assert(
					row.path.endsWith(name) || JSON.stringify(row.right)?.includes(old.replace(/^"|"$/g, "")),
					`${row.path}: ${JSON.stringify(row.right)}`,
				);
		});

	it("puts every value of both in exactly one list", () => {
		const left = { stack: "a", contract: { x: 1, y: { z: [1, 2] } }, design: { plan: "pro", cdn: true, other: 1 } };
		const right = {
			stack: "b",
			contract: { x: 1, y: { z: [2, 1], w: 0 } },
			design: { plan: "starter", cdn: true, other: 2 },
		};
		assert.deepEqual(compare(left, right), {
			left: "a",
			right: "b",
			equal: [
				{ path: "x", left: 1, right: 1 },
				{ path: "cdn", left: true, right: true },
			],
			byDesign: [{ path: "plan", left: "pro", right: "starter", reason: "size of contract" }],
			byAccident: [
				{ path: "y.w", left: undefined, right: 0 },
				{ path: "y.z", left: [1, 2], right: [2, 1] },
				{ path: "other", left: 1, right: 2 },
			],
		});
	});

	it("is reported as a table whose last line is the verdict", () => {
		const left = { stack: "staging", contract: { database: { version: "3.12" } }, design: { plan: "pro" } };
		const right = { stack: "production", contract: { database: { version: "3.10" } }, design: { plan: "pro" } };
		assert.equal(
			report(compare(left, right)),
			[
				"Equal",
				"  what  values",
				"  ----  ------",
				"  plan  pro",
				"",
				"Different by accident",
				"  what              staging  production",
				"  ----------------  -------  ----------",
				"  database.version  3.12     3.10",
				"",
				"staging and production do NOT run the same: 1 equal, 0 different by design, 1 by accident. Bring both up to date with `pulumi up`.",
			].join("\n"),
		);
	});
});
