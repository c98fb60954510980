import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Services } from "../services";
import type { Settings } from "../settings";
import { applicationSecrets, applicationSettings } from "./application-settings";
import { Cdn } from "./cdn";
import { type Contract, contractOf } from "./contract";
import { type Design, designOf } from "./design";
import { EncryptionKey } from "./encryption-key";
import { Firewall, type Part } from "./firewall";
import { LoadBalancer } from "./load-balancer";
import { MediaReaders } from "./media-readers";
import { Network } from "./network";
import { Observability } from "./observability";
import { Release } from "./release";
import { days } from "./retention";
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
}

/** One whole environment of the shop, from its network to its alarms. */
export class Environment extends pulumi.ComponentResource {
	readonly url: pulumi.Output<string>;
	/** The image that runs here, by digest. */
	readonly image: pulumi.Output<string>;
	readonly endpoints: Record<string, pulumi.Output<string>>;
	/** Everything that must be equal between environments, read from what is deployed. */
	readonly contract: pulumi.Output<Contract>;
	/** Everything that may differ, with its value here. */
	readonly design: pulumi.Output<Design>;
	readonly dashboard: pulumi.Output<string>;
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
		const { image, repositoryArn } = this.release(key.arn);

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
				secrets: applicationSecrets(stores),
				secretArns: [
					stores.database.secretArn,
					stores.cache.secretArn,
					stores.sessions.secretArn,
					stores.search.secretArn,
					stores.queue.secretArn,
				],
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
			},
			parent,
		);

		this.image = image;
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
		repositoryArn: pulumi.Output<string>;
	} {
		const { settings, services, application } = this.args;
		if (settings.release) {
			const { image } = settings.release;
			return { image: pulumi.output(image), repositoryArn: pulumi.output(repositoryOf(image)) };
		}
		return new Release(
			"release",
			{
				context: application,
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

/** The ARN of the ECR repository in `<account>.dkr.ecr.<region>.amazonaws.com/<name>@sha256:...`. */
function repositoryOf(image: string): string {
	const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@]+)@/.exec(image);
	if (!match) throw new pulumi.RunError(`understudy:release.image: got ${image}; allowed: an image in Amazon ECR`);
	return `arn:aws:ecr:${match[2]}:${match[1]}:repository/${match[3]}`;
}
