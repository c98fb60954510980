import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { GeneratedSecret } from "./generated-secret";

export interface CacheArgs {
	/** What it holds, for the description: "cache" or "sessions". */
	purpose: string;
	/** Isolated subnets, one a zone. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Key for data at rest and the password. A change replaces the group: what it holds is lost. */
	kmsKeyArn: pulumi.Input<string>;
	/** Engine, "valkey". In place from redis to valkey. */
	engine: string;
	/** Engine version, X.Y. In place, with a failover. */
	version: string;
	/** Family of the parameter group. A change replaces the parameter group. */
	family: string;
	/** Parameters, the eviction policy among them. In place. */
	parameters: Record<string, string>;
	/** Node type. In place, with a failover. */
	node: string;
	/** Replicas beside the primary, 0 to 5; with one or more, the loss of a zone is survived. In place. */
	replicas: number;
	/** Whether what it holds would be missed, so that it is protected from being replaced or deleted. */
	permanent: boolean;
	/** Days that the nightly snapshot is kept; 0 makes none. In place. */
	snapshotRetention: number;
}

/** One Valkey replication group with TLS and a password. Cache and sessions each have their own. */
export class Cache extends pulumi.ComponentResource {
	readonly endpoint: pulumi.Output<string>;
	/** Name of the group's first node, as CloudWatch files its figures. */
	readonly firstNode: pulumi.Output<string>;
	/** Secret that holds the password as plain text. */
	readonly secretArn: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Cache", name, {}, opts);
		const parent = { parent: this };

		const subnetGroup = new aws.elasticache.SubnetGroup(name, { subnetIds: args.subnetIds }, parent);
		const parameters = new aws.elasticache.ParameterGroup(
			name,
			{
				family: args.family,
				parameters: Object.entries(args.parameters).map(([key, value]) => ({ name: key, value })),
			},
			parent,
		);
		const password = new GeneratedSecret(`${name}-password`, { kmsKeyArn: args.kmsKeyArn, length: 64 }, parent);

		const group = new aws.elasticache.ReplicationGroup(
			name,
			{
				description: `The environment's ${args.purpose}`,
				engine: args.engine,
				engineVersion: args.version,
				parameterGroupName: parameters.name,
				nodeType: args.node,
				numCacheClusters: 1 + args.replicas,
				automaticFailoverEnabled: args.replicas > 0,
				multiAzEnabled: args.replicas > 0,
				subnetGroupName: subnetGroup.name,
				securityGroupIds: [args.securityGroupId],
				atRestEncryptionEnabled: true,
				kmsKeyId: args.kmsKeyArn,
				transitEncryptionEnabled: true,
				transitEncryptionMode: "required",
				authToken: password.value,
				snapshotRetentionLimit: args.snapshotRetention,
				applyImmediately: true,
				autoMinorVersionUpgrade: false,
			},
			{ parent: this, protect: args.permanent },
		);

		this.endpoint = group.primaryEndpointAddress;
		this.firstNode = pulumi.interpolate`${group.id}-001`;
		this.secretArn = password.arn;
		this.contract = pulumi.output({
			engine: group.engine,
			version: group.engineVersion,
			family: parameters.family,
			parameters: parameters.parameters.apply((list) =>
				Object.fromEntries((list ?? []).map(({ name: key, value }) => [key, value])),
			),
			transitEncryption: group.transitEncryptionMode,
		});
		this.registerOutputs({ endpoint: this.endpoint });
	}
}
