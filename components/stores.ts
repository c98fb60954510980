import type * as pulumi from "@pulumi/pulumi";
import type { Services } from "../services";
import type { Settings } from "../settings";
import { Cache } from "./cache";
import { Database } from "./database";
import type { Part } from "./firewall";
import { Media } from "./media";
import { Queue } from "./queue";
import { days } from "./retention";
import { Search } from "./search";

/** Where an environment keeps what it knows. */
export interface Stores {
	database: Database;
	cache: Cache;
	sessions: Cache;
	search: Search;
	queue: Queue;
	media: Media;
}

export interface StoresArgs {
	settings: Settings;
	services: Services;
	/** Isolated subnets, one a zone. */
	subnetIds: pulumi.Input<string>[];
	/** The security group of each store. */
	groups: Record<Part, pulumi.Input<string>>;
	kmsKeyArn: pulumi.Input<string>;
}

/** Every store of an environment: what it runs from the services, how large it is from the settings. */
export function declareStores(
	{ settings, services, subnetIds, groups, kmsKeyArn }: StoresArgs,
	opts: pulumi.ComponentResourceOptions,
): Stores {
	const { scale, permanent, account, region } = settings;
	const place = { subnetIds, kmsKeyArn };
	return {
		database: new Database(
			"database",
			{
				...place,
				...services.database,
				...scale.database,
				securityGroupId: groups.database,
				permanent,
				backupRetention: days("database", permanent),
			},
			opts,
		),
		cache: new Cache(
			"cache",
			{
				...place,
				...services.cache,
				...scale.cache,
				purpose: "cache",
				permanent: false,
				securityGroupId: groups.cache,
				snapshotRetention: 0,
			},
			opts,
		),
		sessions: new Cache(
			"sessions",
			{
				...place,
				...services.sessions,
				...scale.sessions,
				purpose: "sessions",
				permanent,
				securityGroupId: groups.sessions,
				snapshotRetention: days("sessions", permanent),
			},
			opts,
		),
		search: new Search(
			"search",
			{
				...place,
				...services.search,
				...scale.search,
				securityGroupId: groups.search,
				logRetention: days("logs", permanent),
				account,
				region,
			},
			opts,
		),
		queue: new Queue(
			"queue",
			{ ...place, ...services.queue, ...scale.queue, securityGroupId: groups.queue, permanent },
			opts,
		),
		media: new Media("media", { kmsKeyArn, permanent, oldVersionDays: days("media", permanent) }, opts),
	};
}
