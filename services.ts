import { combinationProblems } from "./services/supported";

/**
 * What every environment runs: engines, versions, parameters and settings, written here once. No stack file can change
 * any of it, which is why environments are equal by construction. A change here reaches integration first and moves up.
 *
 * What a change costs: a parameter is applied in place (or, marked `pending-reboot`, at the next restart); a version is
 * an upgrade in place with an interruption; an engine or family is a replacement.
 */
export const services = {
	/** The Adobe Commerce release that the combination below is checked against. */
	commerce: "2.4.8-p5",

	/** The application's image: what it is started with, what it may write, how it is asked for its health. */
	runtime: {
		php: "8.4",
		/** Where the image listens, plain HTTP. TLS ends at the load balancer. */
		port: 8080,
		healthPath: "/health_check.php",
		/** Arguments to the image's entry point, one for each of its parts. */
		commands: { web: ["web"], cron: ["cron"], consumers: ["consumers"] },
		/** The same, one after the other, for what the application has to do once it serves new data. */
		afterCopy: [["reindex"], ["flush-cache"]],
		/** Everything else of the file system is read-only. Remote storage takes the place of pub/media. */
		writable: ["/app/var", "/app/pub/static", "/app/app/etc", "/tmp"],
		/** User and group of the image's processes. */
		user: "1000:1000",
		/** Magento's settings by its own environment variables, equal everywhere. */
		environment: {
			MAGE_MODE: "production",
			CONFIG__DEFAULT__CATALOG__SEARCH__ENGINE: "opensearch",
			CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_ENABLE_AUTH: "1",
			CONFIG__DEFAULT__CATALOG__SEARCH__OPENSEARCH_INDEX_PREFIX: "magento2",
			// 2 makes the application send the headers that a cache in front of it needs (1 is its own page cache).
			CONFIG__DEFAULT__SYSTEM__FULL_PAGE_CACHE__CACHING_APPLICATION: "2",
			// Seconds. The CDN is not purged when a product changes, so this is how stale a page can be.
			CONFIG__DEFAULT__SYSTEM__FULL_PAGE_CACHE__TTL: "300",
			CONFIG__DEFAULT__WEB__SECURE__USE_IN_FRONTEND: "1",
			CONFIG__DEFAULT__WEB__SECURE__USE_IN_ADMINHTML: "1",
			CONFIG__DEFAULT__WEB__SECURE__OFFLOADER_HEADER: "X-Forwarded-Proto",
			MAGENTO_DC_CACHE__FRONTEND__DEFAULT__BACKEND: "Magento\\Framework\\Cache\\Backend\\Redis",
			MAGENTO_DC_CACHE__FRONTEND__PAGE_CACHE__BACKEND: "Magento\\Framework\\Cache\\Backend\\Redis",
			MAGENTO_DC_REMOTE_STORAGE__DRIVER: "aws-s3",
			MAGENTO_DC_SESSION__SAVE: "redis",
		},
	},

	database: {
		engine: "aurora-mysql",
		version: "8.0.mysql_aurora.3.12.0",
		family: "aurora-mysql8.0",
		/** The schema that the application reads at first; after a data copy it is the copy's. */
		schema: "shop",
		clusterParameters: {
			character_set_server: "utf8mb4",
			collation_server: "utf8mb4_general_ci",
			// The data copy loads rows from a stream of its own (LOAD DATA LOCAL).
			local_infile: "1",
			// Magento's indexers create triggers; without this only a super user could.
			log_bin_trust_function_creators: "1",
			require_secure_transport: "ON",
			time_zone: "UTC",
		},
		instanceParameters: {
			long_query_time: "2",
			max_allowed_packet: "67108864",
			slow_query_log: "1",
		},
	},

	cache: {
		engine: "valkey",
		version: "8.0",
		family: "valkey8",
		/** A cache makes room by forgetting what was used least. */
		parameters: { "maxmemory-policy": "allkeys-lru" },
	},

	sessions: {
		engine: "valkey",
		version: "8.0",
		family: "valkey8",
		/** A session store never drops a customer's cart to make room: an alarm comes before it is full. */
		parameters: { "maxmemory-policy": "noeviction" },
	},

	search: {
		engine: "OpenSearch",
		version: "3.1",
		/** Layered navigation over many attributes asks long questions. */
		options: {
			"indices.query.bool.max_clause_count": "10024",
			"rest.action.multi.allow_explicit_index": "true",
		},
	},

	queue: {
		engine: "RabbitMQ",
		version: "3.13",
		/** Minutes that a consumer may hold a message unacknowledged, in milliseconds, as RabbitMQ's own format has it. */
		configuration: "consumer_timeout = 1800000\n",
	},
};

export type Services = typeof services;

/**
 * Refuses a combination that Adobe does not support.
 * @throws Error that names, for each service outside it, the nearest supported version
 */
export function checkServices(running: Services = services): void {
	const problems = combinationProblems({
		commerce: running.commerce,
		php: running.runtime.php,
		database: running.database.version,
		cache: `${running.cache.engine} ${running.cache.version}`,
		sessions: `${running.sessions.engine} ${running.sessions.version}`,
		search: running.search.version,
		queue: running.queue.version,
	});
	if (problems.length > 0) throw new Error(`services.ts is outside what Adobe supports:\n  ${problems.join("\n  ")}`);
}

/**
 * What is wrong with running the queue's version on an instance type, if anything: RabbitMQ 4 runs on mq.m7g only.
 * Source: AWS, "Managing Amazon MQ for RabbitMQ engine versions".
 */
export function supportsQueueInstance(instance: string, version: string = services.queue.version): string | undefined {
	if (Number(version.split(".")[0]) < 4 || instance.startsWith("mq.m7g.")) return undefined;
	return `got ${instance}; RabbitMQ ${version} runs on mq.m7g only, the smallest is mq.m7g.medium`;
}
