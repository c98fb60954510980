import type { Playground } from "../playground";
import { progress } from "./screen";

export interface BroughtUp {
	stack: string;
	resources: number;
	outputs: Outputs;
}

/** The outputs of a stack that the demo shows. */
export interface Outputs {
	url: string;
	release: { image: string; tasks: string; commit: string; tree: string };
	design: {
		role: string;
		cdn: boolean;
		zones: number;
		natGateways: number;
		access: string[] | "everyone";
		snapshots: { every: string; keep: string }[] | "none";
		scale: Record<string, Record<string, string | number>>;
	};
}

/** `pulumi up` of one stack from nothing, with its progress on the screen. */
export async function bringUp(playground: Playground, stack: string): Promise<BroughtUp> {
	const began = Date.now();
	progress(stack, "starting");
	await playground.init(stack);
	let resources = 0;
	const ran = await playground.pulumi(stack, ["up", "--yes", "--skip-preview", "--color", "never"], {
		// The demo's state is thrown away: written once at the end instead of after each resource, it is up in half the time.
		env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
		onLine: (line) => {
			if (!/ created \(/.test(line)) return;
			resources += 1;
			progress(stack, `${resources} resources`);
		},
	});
	if (ran.code !== 0) throw new Error(`pulumi up of ${stack} failed:\n${ran.output}`);
	resources = Number(/\+ (\d+) created/.exec(ran.output)?.[1] ?? resources);
	progress(stack, `${resources} resources in ${Math.round((Date.now() - began) / 1000)} s`, true);
	const outputs = await playground.pulumi(stack, ["stack", "output", "--json"]);
	return { stack, resources, outputs: JSON.parse(outputs.stdout) };
}

/** The release that a stack built, as other stacks take it: in the demo, work that is not committed yet may be shown. */
export function releaseFrom({ release }: Outputs): Outputs["release"] {
	const objectName = (text: string) => /^[0-9a-f]{40}/.exec(text)?.[0] ?? "0".repeat(40);
	return {
		image: release.image,
		tasks: release.tasks,
		commit: objectName(release.commit),
		tree: objectName(release.tree),
	};
}
