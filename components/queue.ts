import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { GeneratedSecret } from "./generated-secret";

export interface QueueArgs {
	/** Isolated subnets, one a zone. A change replaces the broker: messages in it are lost. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Key for the password. The broker's disk is encrypted with a key of AWS's own: RabbitMQ brokers take no other. */
	kmsKeyArn: pulumi.Input<string>;
	/** Engine, "RabbitMQ". A change replaces the broker. */
	engine: string;
	/** Engine version, X.Y. In place, with a restart. */
	version: string;
	/** RabbitMQ's configuration, in its own format. In place, with a restart. */
	configuration: string;
	/** Instance type. In place, with a restart. */
	instance: string;
	/**
	 * 1 for a single broker, 3 for a cluster over three zones. A change replaces the broker, which its protection refuses
	 * where the environment is permanent.
	 */
	nodes: number;
	/** Whether the broker is protected from being replaced or deleted, with the messages in it. */
	permanent: boolean;
}

const userName = "understudy";

/** A RabbitMQ broker, or a cluster of three, reached over TLS only. */
export class Queue extends pulumi.ComponentResource {
	/** Host name of the broker. */
	readonly host: pulumi.Output<string>;
	readonly port = 5671;
	readonly brokerName: pulumi.Output<string>;
	readonly userName = userName;
	/** Secret that holds the user's password as plain text. */
	readonly secretArn: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Queue", name, {}, opts);
		const parent = { parent: this };

		const password = new GeneratedSecret(`${name}-password`, { kmsKeyArn: args.kmsKeyArn, length: 40 }, parent);
		const configuration = new aws.mq.Configuration(
			name,
			{ engineType: args.engine, engineVersion: args.version, data: args.configuration },
			parent,
		);
		const broker = new aws.mq.Broker(
			name,
			{
				engineType: args.engine,
				engineVersion: args.version,
				hostInstanceType: args.instance,
				deploymentMode: args.nodes > 1 ? "CLUSTER_MULTI_AZ" : "SINGLE_INSTANCE",
				subnetIds: args.subnetIds.slice(0, args.nodes),
				securityGroups: [args.securityGroupId],
				publiclyAccessible: false,
				configuration: { id: configuration.id, revision: configuration.latestRevision },
				users: [{ username: userName, password: password.value }],
				logs: { general: true },
				applyImmediately: true,
				// From RabbitMQ 3.13 on, Amazon MQ installs patch versions itself and takes no other answer.
				autoMinorVersionUpgrade: true,
			},
			{ parent: this, protect: args.permanent },
		);

		// amqps://host:5671
		this.host = broker.instances.apply((instances) => {
			const endpoint = instances?.[0]?.endpoints?.[0];
			return endpoint === undefined ? "" : new URL(endpoint.replace(/^amqps:/, "https:")).hostname;
		});
		this.brokerName = broker.brokerName;
		this.secretArn = password.arn;
		this.contract = pulumi
			.all([broker.engineType, broker.engineVersion, configuration.data])
			.apply(([engine, version, settings]) => ({ engine, version, configuration: settings }));
		this.registerOutputs({ host: this.host });
	}
}
