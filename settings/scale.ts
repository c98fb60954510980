import type { Plan } from "./plan";
import type { Role } from "./role";

/** How large an environment is. What it runs is not here but in services.ts, the same for every environment. */
export interface Scale {
	/** Tasks that serve the shop: CPU units (1024 = 1 vCPU), MiB, and how few and how many autoscaling may run. */
	web: { cpu: number; memory: number; min: number; max: number };
	/** The one task that runs the scheduled jobs: CPU units and MiB. */
	cron: { cpu: number; memory: number };
	/** Tasks that work off the queue: CPU units, MiB, and how many. */
	consumers: { cpu: number; memory: number; tasks: number };
	/**
	 * The class of every database instance and how many readers stand beside the writer. `db.serverless` takes its
	 * capacity from `minCapacity` to `maxCapacity`, in Aurora capacity units (2 GiB each); 0 lets it pause when idle.
	 */
	database: { instance: string; readers: number; minCapacity?: number; maxCapacity?: number };
	/** Node type and replicas of the cache. */
	cache: { node: string; replicas: number };
	/** Node type and replicas of the session store. */
	sessions: { node: string; replicas: number };
	/** Instance type, number of data nodes and storage of each in GiB. */
	search: { instance: string; nodes: number; storage: number };
	/** Instance type of the broker, and 1 node or a cluster of 3. */
	queue: { instance: string; nodes: number };
}

const pausing = (maxCapacity: number) => ({ instance: "db.serverless", readers: 0, minCapacity: 0, maxCapacity });

/** What a stack has where its file says nothing: one line a service, so that plans and roles can be compared at a glance. */
export const defaultScale: Record<Plan, Record<Role, Scale>> = {
	starter: {
		integration: {
			web: { cpu: 512, memory: 1024, min: 1, max: 2 },
			cron: { cpu: 256, memory: 512 },
			consumers: { cpu: 256, memory: 512, tasks: 1 },
			database: pausing(2),
			cache: { node: "cache.t4g.micro", replicas: 0 },
			sessions: { node: "cache.t4g.micro", replicas: 0 },
			search: { instance: "t3.small.search", nodes: 1, storage: 10 },
			queue: { instance: "mq.t3.micro", nodes: 1 },
		},
		staging: {
			web: { cpu: 1024, memory: 2048, min: 1, max: 3 },
			cron: { cpu: 512, memory: 1024 },
			consumers: { cpu: 512, memory: 1024, tasks: 1 },
			database: { instance: "db.t4g.medium", readers: 1 },
			cache: { node: "cache.t4g.small", replicas: 1 },
			sessions: { node: "cache.t4g.small", replicas: 1 },
			search: { instance: "t3.medium.search", nodes: 2, storage: 20 },
			queue: { instance: "mq.m7g.medium", nodes: 1 },
		},
		production: {
			web: { cpu: 1024, memory: 4096, min: 2, max: 6 },
			cron: { cpu: 512, memory: 2048 },
			consumers: { cpu: 512, memory: 2048, tasks: 1 },
			database: { instance: "db.r7g.large", readers: 1 },
			cache: { node: "cache.m7g.large", replicas: 1 },
			sessions: { node: "cache.t4g.medium", replicas: 1 },
			search: { instance: "m7g.large.search", nodes: 2, storage: 50 },
			queue: { instance: "mq.m7g.large", nodes: 1 },
		},
	},
	pro: {
		integration: {
			web: { cpu: 512, memory: 1024, min: 1, max: 2 },
			cron: { cpu: 256, memory: 512 },
			consumers: { cpu: 256, memory: 512, tasks: 1 },
			database: pausing(4),
			cache: { node: "cache.t4g.micro", replicas: 0 },
			sessions: { node: "cache.t4g.micro", replicas: 0 },
			search: { instance: "t3.small.search", nodes: 1, storage: 10 },
			queue: { instance: "mq.t3.micro", nodes: 1 },
		},
		staging: {
			web: { cpu: 2048, memory: 4096, min: 2, max: 4 },
			cron: { cpu: 1024, memory: 2048 },
			consumers: { cpu: 1024, memory: 2048, tasks: 1 },
			database: { instance: "db.r7g.large", readers: 2 },
			cache: { node: "cache.t4g.medium", replicas: 2 },
			sessions: { node: "cache.t4g.medium", replicas: 2 },
			search: { instance: "m7g.medium.search", nodes: 3, storage: 50 },
			queue: { instance: "mq.m7g.medium", nodes: 3 },
		},
		production: {
			web: { cpu: 4096, memory: 8192, min: 3, max: 12 },
			cron: { cpu: 1024, memory: 4096 },
			consumers: { cpu: 1024, memory: 4096, tasks: 2 },
			database: { instance: "db.r7g.2xlarge", readers: 2 },
			cache: { node: "cache.r7g.large", replicas: 2 },
			sessions: { node: "cache.m7g.large", replicas: 2 },
			search: { instance: "r7g.large.search", nodes: 3, storage: 100 },
			queue: { instance: "mq.m7g.large", nodes: 3 },
		},
	},
};
