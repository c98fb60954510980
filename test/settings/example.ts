import type { Source } from "../../settings";

/** A release that every rule accepts. */
export const release = {
	image: `111111111111.dkr.ecr.eu-central-1.amazonaws.com/release@sha256:${"a".repeat(64)}`,
	commit: "b".repeat(40),
	tree: "c".repeat(40),
	tasks: `111111111111.dkr.ecr.eu-central-1.amazonaws.com/release@sha256:${"d".repeat(64)}`,
};

const values: Record<string, Record<string, unknown>> = {
	integration: { access: ["203.0.113.0/24"] },
	staging: { access: ["203.0.113.0/24"], release, domain: "staging.shop.example", hostedZone: "Z0EXAMPLE" },
	production: { release, domain: "www.shop.example", hostedZone: "Z0EXAMPLE" },
};

/** Settings of a stack without a mistake, with some of its values changed; undefined removes one. */
export function source(stack: string, changes: Record<string, unknown> = {}): Source {
	const merged = {
		plan: "pro",
		account: "111111111111",
		network: "10.20.0.0/16",
		...values[stack.split("-")[0]],
		...changes,
	};
	const given = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
	return { stack, file: `Pulumi.${stack}.yaml`, region: "eu-central-1", values: given, siblings: [] };
}
