import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings";
import { sortKeys } from "./contract";

/** A plain document: what of an environment may differ from another's, and does so on purpose. */
export type Design = Record<string, unknown>;

export interface DesignParts {
	settings: Settings;
	/** The image that runs here. */
	image: pulumi.Input<string>;
}

/** Size, place, names, access and release of an environment. Why each may differ is told by `parity`. */
export function designOf({ settings, image }: DesignParts): pulumi.Output<Design> {
	return pulumi
		.output({
			account: settings.account,
			region: settings.region,
			role: settings.role,
			plan: settings.plan,
			domain: settings.domain?.name ?? "none",
			network: settings.network,
			zones: settings.zones,
			natGateways: settings.natGateways,
			scale: withoutUndefined(settings.scale),
			access: settings.access ?? "everyone",
			cdn: settings.permanent,
			snapshots: settings.snapshots ?? "none",
			image,
		})
		.apply((document) => sortKeys(document) as Design);
}

function withoutUndefined<T>(value: T): T {
	return JSON.parse(JSON.stringify(value));
}
