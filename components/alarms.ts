import type * as pulumi from "@pulumi/pulumi";

/** Names under which CloudWatch knows the parts of an environment. */
export interface Watched {
	balancer: pulumi.Input<string>;
	targetGroup: pulumi.Input<string>;
	ecsCluster: pulumi.Input<string>;
	cronService: pulumi.Input<string>;
	consumersService: pulumi.Input<string>;
	database: pulumi.Input<string>;
	/** Names of the first node of the cache and of the session store: all nodes of a group hold the same. */
	cacheNode: pulumi.Input<string>;
	sessionsNode: pulumi.Input<string>;
	searchDomain: pulumi.Input<string>;
	broker: pulumi.Input<string>;
	/** The vault's name; undefined where nothing is backed up. */
	vault?: pulumi.Input<string>;
	/** AWS account, which search metrics are filed under. */
	account: string;
	/** Whether readers are there to lag behind. */
	hasReaders: boolean;
}

export interface Alarm {
	/** Stable: it becomes the resource's name. */
	name: string;
	/** What it means and what to look at first. */
	description: string;
	namespace: string;
	metric: string;
	dimensions: Record<string, pulumi.Input<string>>;
	statistic: "Average" | "Maximum" | "Minimum" | "Sum";
	comparison: "above" | "below";
	threshold: number;
	/** Seconds that a value covers, and how many values in a row have to be beyond the threshold. */
	period: number;
	periods: number;
	/** What it means that there is no value: nothing wrong, or something. */
	silence: "fine" | "alarming";
}

const minute = 60;

/** The alarms of an environment. One line each in the console, one e-mail each when it fires. */
export function alarmsFor(watched: Watched): Alarm[] {
	const { balancer: LoadBalancer, targetGroup: TargetGroup } = watched;
	const quiet = { statistic: "Average", comparison: "above", period: 5 * minute, periods: 3, silence: "fine" } as const;
	const alarms: Alarm[] = [
		{
			...quiet,
			name: "server-errors",
			description: "The shop answers with errors of its own (5xx). Look at the logs of the web tasks.",
			namespace: "AWS/ApplicationELB",
			metric: "HTTPCode_Target_5XX_Count",
			dimensions: { LoadBalancer },
			statistic: "Sum",
			threshold: 20,
		},
		{
			...quiet,
			name: "no-healthy-task",
			description: "No web task answers its health check: the shop is down.",
			namespace: "AWS/ApplicationELB",
			metric: "HealthyHostCount",
			dimensions: { LoadBalancer, TargetGroup },
			statistic: "Minimum",
			comparison: "below",
			threshold: 1,
			period: minute,
			silence: "alarming",
		},
		{
			...quiet,
			name: "cron-stopped",
			description: "The cron task has not been running for 15 minutes: orders, mails and indexers wait.",
			namespace: "ECS/ContainerInsights",
			metric: "RunningTaskCount",
			dimensions: { ClusterName: watched.ecsCluster, ServiceName: watched.cronService },
			statistic: "Maximum",
			comparison: "below",
			threshold: 1,
			silence: "alarming",
		},
		{
			...quiet,
			name: "consumers-stopped",
			description: "No queue consumer has been running for 15 minutes: messages pile up.",
			namespace: "ECS/ContainerInsights",
			metric: "RunningTaskCount",
			dimensions: { ClusterName: watched.ecsCluster, ServiceName: watched.consumersService },
			statistic: "Maximum",
			comparison: "below",
			threshold: 1,
			silence: "alarming",
		},
		{
			...quiet,
			name: "database-cpu",
			description: "The database has been busy above 90 % for 15 minutes. Look at its slow queries.",
			namespace: "AWS/RDS",
			metric: "CPUUtilization",
			dimensions: { DBClusterIdentifier: watched.database },
			threshold: 90,
		},
		{
			...quiet,
			name: "cache-memory",
			description: "The cache evicts what is still of use. Give it a larger node.",
			namespace: "AWS/ElastiCache",
			metric: "DatabaseMemoryUsagePercentage",
			dimensions: { CacheClusterId: watched.cacheNode },
			threshold: 95,
		},
		{
			...quiet,
			name: "sessions-memory",
			description: "The session store is nearly full; once it is, nobody can log in. Give it a larger node.",
			namespace: "AWS/ElastiCache",
			metric: "DatabaseMemoryUsagePercentage",
			dimensions: { CacheClusterId: watched.sessionsNode },
			threshold: 75,
		},
		{
			...quiet,
			name: "search-red",
			description: "An index has lost a shard: search results are incomplete. Reindex, then look at the nodes.",
			namespace: "AWS/ES",
			metric: "ClusterStatus.red",
			dimensions: { DomainName: watched.searchDomain, ClientId: watched.account },
			statistic: "Maximum",
			threshold: 0,
		},
		{
			...quiet,
			name: "queue-backlog",
			description: "Ten thousand messages wait in the queue. Look at the consumers' logs, or run more of them.",
			namespace: "AWS/AmazonMQ",
			metric: "MessageReadyCount",
			dimensions: { Broker: watched.broker },
			threshold: 10000,
		},
	];
	if (watched.hasReaders)
		alarms.push({
			...quiet,
			name: "replica-lag",
			description: "A reader is more than a second behind the writer: pages show old data.",
			namespace: "AWS/RDS",
			metric: "AuroraReplicaLagMaximum",
			dimensions: { DBClusterIdentifier: watched.database },
			statistic: "Maximum",
			threshold: 1000,
		});
	if (watched.vault !== undefined)
		alarms.push({
			...quiet,
			name: "backup-failed",
			description: "A scheduled snapshot failed. Look at the jobs of AWS Backup for the reason.",
			namespace: "AWS/Backup",
			metric: "NumberOfBackupJobsFailed",
			dimensions: { BackupVaultName: watched.vault },
			statistic: "Sum",
			threshold: 0,
			period: 60 * minute,
			periods: 1,
		});
	return alarms;
}
