import * as pulumi from "@pulumi/pulumi";
import type { Services } from "../services";
import type { Cdn } from "./cdn";
import { alarmPrefix } from "./data-copy/alarms";
import type { LoadBalancer } from "./load-balancer";
import type { Stores } from "./stores";
import type { Web } from "./web";

/** A plain document: what an environment runs. Keys sorted, so that two can be laid side by side as text. */
export type Contract = Record<string, unknown>;

export interface ContractParts {
	services: Services;
	stores: Stores;
	balancer: LoadBalancer;
	web: Web;
	/** The CDN where the environment has one. */
	cdn?: Cdn;
	/** Names of the alarms, without those that depend on size. */
	alarms: string[];
}

/** Alarms that exist only where there is something to watch: readers, scheduled snapshots. */
const dependsOnSize = ["replica-lag", "backup-failed"];

/**
 * Everything that must be equal between environments. Read from the outputs of what was deployed where a resource
 * says it, so that an environment which was not brought up to date shows.
 */
export function contractOf({ services, stores, balancer, web, cdn, alarms }: ContractParts): pulumi.Output<Contract> {
	return pulumi
		.output({
			commerce: services.commerce,
			runtime: { php: services.runtime.php },
			balancer: balancer.contract,
			tasks: web.contract,
			afterCopy: services.runtime.afterCopy,
			database: stores.database.contract,
			cache: stores.cache.contract,
			sessions: stores.sessions.contract,
			search: stores.search.contract,
			queue: stores.queue.contract,
			media: stores.media.contract,
			alarms: alarms.filter((alarm) => !dependsOnSize.includes(alarm) && !alarm.startsWith(alarmPrefix)),
			...(cdn ? { cdn: cdn.contract } : {}),
		})
		.apply((document) => sortKeys(document) as Contract);
}

/** The same document with the keys of every object in order. */
export function sortKeys(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, sortKeys(inner)]),
	);
}
