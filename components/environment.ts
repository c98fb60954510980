import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Services } from "../services";
import type { Settings } from "../settings";
import { applicationSecrets, applicationSettings } from "./application-settings";
import { Cdn } from "./cdn";
import { type Contract, contractOf } from "./contract";
import { copyAlarms } from "./data-copy/alarms";
import { declareDataCopy } from "./data-copy/declare";
import { type Design, designOf } from "./design";
import { EncryptionKey } from "./encryption-key";
import { Firewall, type Part } from "./firewall";
import { repositoryOf } from "./image-repository";
import { LoadBalancer } from "./load-balancer";
import { MediaReaders } from "./media-readers";
import { Network } from "./network";
import { Observability } from "./observability";
import { Release } from "./release";
import { days } from "./retention";
import { ServedSchema } from "./served-schema";
import { SnapshotPolicy } from "./snapshot-policy";
import { declareStores, type Stores } from "./stores";
import { Web } from "./web";

export interface EnvironmentArgs {
	/** The stack's own configuration: size, place, names, release. */
	settings: Settings;
	/** What every environment runs. */
	services: Services;
	/** Folder with the application that an integration environment builds, from the program's folder. */
	application: string;
	/** Lays out the image of the tasks where an environment builds it. @returns the folder, from the program's */
	layOutTasks: () => string;
}

/** One whole environment of the shop, from its network to its alarms. */
export class Environment extends pulumi.ComponentResource {
	readonly url: pulumi.Output<string>;
	/** The image that runs here, by digest; and that of the tasks, where there is one. */
	readonly image: pulumi.Output<string>;
	readonly tasks?: pulumi.Output<string>;
	readonly endpoints: Record<string, pulumi.Output<string>>;
	/** Everything that must be equal between environments, read from what is deployed. */
	readonly contract: pulumi.Output<Contract>;
	/** Everything that may differ, with its value here. */
	readonly design: pulumi.Output<Design>;
	readonly dashboard: pulumi.Output<string>;
	/** Its part in the data copy, if it takes any: what it serves, or where its exports are. */
	readonly data?: Record<string, pulumi.Input<unknown>>;
	/** The vault with this environment's recovery points, and the schedule as it really runs. */
	readonly snapshots?: { vault: pulumi.Output<string>; rules: object[] };

	constructor(
		name: string,
		private readonly args: EnvironmentArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Environment", name, {}, opts);
		const { settings, services } = args;
		const { account, region, stack: environment, permanent, scale, domain } = settings;
		const parent = { parent: this };

		const key = new EncryptionKey("key", { environment, account, region, permanent }, parent);
		const network = new Network(
			"network",
			{
				range: settings.network,
				permanent,
				zones: settings.zones,
				natGateways: settings.natGateways,
				region,
				interfaceEndpoints: permanent,
				kmsKeyArn: key.arn,
				logRetention: days("logs", permanent),
			},
			parent,
		);
		const groups = this.firewall(network);
		const stores = declareStores(
			{ settings, services, subnetIds: network.isolatedSubnetIds, groups, kmsKeyArn: key.arn },
			parent,
		);
		const { image, tasks, repositoryArn } = this.release(key.arn);
		const served = new ServedSchema("served-schema", { environment, schema: services.database.schema }, parent);

		const balancer = new LoadBalancer(
			"balancer",
			{
				vpcId: network.vpcId,
				subnetIds: permanent ? network.privateSubnetIds : network.publicSubnetIds,
				internal: permanent,
				securityGroupId: groups.balancer,
				domain,
				ownsDomain: !permanent,
				region,
				applicationPort: services.runtime.port,
				healthPath: services.runtime.healthPath,
				permanent,
			},
			parent,
		);
		const cdn = permanent
			? new Cdn(
					"cdn",
					{
						environment,
						domain,
						balancerArn: balancer.arn,
						balancerDnsName: balancer.dnsName,
						listener: balancer.listener,
						bucketDomainName: stores.media.domainName,
						access: settings.access,
						hidden: settings.role !== "production",
					},
					parent,
				)
			: undefined;
		new MediaReaders(
			"media-readers",
			{
				bucketName: stores.media.bucketName,
				bucketArn: stores.media.bucketArn,
				distributionArn: cdn?.distributionArn,
			},
			parent,
		);
		this.url = shopUrl(domain?.name, cdn?.domainName, balancer.dnsName);
		const web = new Web(
			"web",
			{
				environment,
				image,
				repositoryArn,
				runtime: services.runtime,
				scale,
				settings: applicationSettings(stores, this.url, region),
				secrets: applicationSecrets(stores, served.parameterArn),
				secretArns: [stores.database, stores.cache, stores.sessions, stores.search, stores.queue].map(
					({ secretArn }) => secretArn,
				),
				parameterArns: [served.parameterArn],
				bucketArn: stores.media.bucketArn,
				subnetIds: network.privateSubnetIds,
				securityGroupId: groups.application,
				targetGroupArn: balancer.targetGroupArn,
				listener: balancer.listener,
				kmsKeyArn: key.arn,
				account,
				region,
				logRetention: days("logs", permanent),
				permanent,
			},
			parent,
		);
		const snapshotPolicy = this.snapshotPolicy(stores, key.arn);
		const observability = new Observability(
			"observability",
			{
				environment,
				emails: settings.alerts,
				kmsKeyArn: key.arn,
				account,
				region,
				watched: {
					balancer: balancer.arnSuffix,
					targetGroup: balancer.targetGroupArnSuffix,
					ecsCluster: web.clusterName,
					cronService: web.services.cron,
					consumersService: web.services.consumers,
					database: stores.database.clusterId,
					cacheNode: stores.cache.firstNode,
					sessionsNode: stores.sessions.firstNode,
					searchDomain: stores.search.domainName,
					broker: stores.queue.brokerName,
					vault: snapshotPolicy?.vaultName,
					account,
					hasReaders: scale.database.readers > 0,
				},
				further: copyAlarms(settings),
			},
			parent,
		);

		this.data = declareDataCopy(
			{
				settings,
				services,
				network,
				stores,
				groups,
				web,
				served,
				tasks,
				topicArn: observability.topicArn,
				kmsKeyArn: key.arn,
			},
			parent,
		);

		this.image = image;
		this.tasks = tasks;
		this.endpoints = {
			database: stores.database.endpoint,
			databaseReader: stores.database.readerEndpoint,
			cache: stores.cache.endpoint,
			sessions: stores.sessions.endpoint,
			search: stores.search.endpoint,
			queue: stores.queue.host,
			media: stores.media.bucketName,
			balancer: balancer.dnsName,
			...(cdn ? { cdn: cdn.domainName } : {}),
		};
		this.contract = contractOf({ services, stores, balancer, web, cdn, alarms: observability.alarmNames });
		this.design = designOf({ settings, image });
		this.dashboard = observability.dashboardName;
		if (snapshotPolicy) this.snapshots = { vault: snapshotPolicy.vaultName, rules: snapshotPolicy.rules };
		this.registerOutputs({ url: this.url, image: this.image });
	}

	private firewall(network: Network): Record<Part, pulumi.Output<string>> {
		const { settings, services } = this.args;
		const cdnAddresses = { name: "com.amazonaws.global.cloudfront.origin-facing" };
		return new Firewall(
			"firewall",
			{
				vpcId: network.vpcId,
				applicationPort: services.runtime.port,
				access: settings.permanent ? [] : (settings.access ?? []),
				cdnPrefixListId: settings.permanent
					? aws.ec2.getManagedPrefixListOutput(cdnAddresses, { parent: this }).id
					: undefined,
				balancerPorts: balancerPorts(settings),
				endpointSecurityGroupId: network.endpointSecurityGroupId,
				s3PrefixListId: network.s3PrefixListId,
			},
			{ parent: this },
		).groupIds;
	}

	/** The image that runs here: built here, or taken over by digest from the stack that built it. */
	private release(kmsKeyArn: pulumi.Output<string>): {
		image: pulumi.Output<string>;
		tasks?: pulumi.Output<string>;
		repositoryArn: pulumi.Output<string>;
	} {
		const { settings, services, application } = this.args;
		if (settings.release) {
			const { image, tasks } = settings.release;
			return {
				image: pulumi.output(image),
				tasks: tasks === undefined ? undefined : pulumi.output(tasks),
				repositoryArn: pulumi.output(repositoryOf(image)),
			};
		}
		return new Release(
			"release",
			{
				context: application,
				tasksContext: this.args.layOutTasks(),
				buildArgs: { PHP_VERSION: services.runtime.php, PORT: String(services.runtime.port) },
				kmsKeyArn,
				pullAccounts: settings.otherAccounts,
				disposable: settings.branch !== undefined,
			},
			{ parent: this },
		);
	}

	private snapshotPolicy(stores: Stores, kmsKeyArn: pulumi.Output<string>): SnapshotPolicy | undefined {
		const { settings } = this.args;
		if (settings.snapshots === undefined) return undefined;
		return new SnapshotPolicy(
			"snapshots",
			{
				environment: settings.stack,
				kmsKeyArn,
				schedule: settings.snapshots,
				resourceArns: [stores.database.arn, stores.media.bucketArn],
				locked: settings.role === "production",
			},
			{ parent: this },
		);
	}
}

/** The load balancer speaks TLS where there is a name for a certificate; a public one also redirects to it. */
function balancerPorts({ domain, permanent }: Settings): number[] {
	if (domain === undefined) return [80];
	return permanent ? [443] : [80, 443];
}

function shopUrl(
	domain: string | undefined,
	cdn: pulumi.Output<string> | undefined,
	balancer: pulumi.Output<string>,
): pulumi.Output<string> {
	if (domain !== undefined) return pulumi.output(`https://${domain}/`);
	return cdn === undefined ? pulumi.interpolate`http://${balancer}/` : pulumi.interpolate`https://${cdn}/`;
}
