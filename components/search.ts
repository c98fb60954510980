import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { GeneratedSecret } from "./generated-secret";

export interface SearchArgs {
	/** Isolated subnets, one a zone; as many are used as there are zones with a node. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Key for indices and the password. A change replaces the domain; the shop reindexes. */
	kmsKeyArn: pulumi.Input<string>;
	/** Engine, "OpenSearch". */
	engine: string;
	/** Engine version, X.Y. In place by blue/green; there is no way down. */
	version: string;
	/** Advanced options of the engine. In place by blue/green. */
	options: Record<string, string>;
	/** Instance type. In place by blue/green. */
	instance: string;
	/** Data nodes. With 2 or more they are spread over that many zones. In place by blue/green. */
	nodes: number;
	/** Storage of each node, GiB. In place. */
	storage: number;
	/** Days that error and slow logs are kept. */
	logRetention: number;
	/** AWS account and region, for the access policy. */
	account: string;
	region: string;
}

const userName = "understudy";

/** An OpenSearch domain inside the network: TLS only, fine-grained access, encrypted. The shop can rebuild what it holds. */
export class Search extends pulumi.ComponentResource {
	readonly endpoint: pulumi.Output<string>;
	readonly domainName: pulumi.Output<string>;
	readonly userName = userName;
	/** Secret that holds the user's password as plain text. */
	readonly secretArn: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(name: string, args: SearchArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Search", name, {}, opts);
		const parent = { parent: this };

		// The service asks for an upper and a lower case letter, a digit and a special character.
		const secretArgs = { kmsKeyArn: args.kmsKeyArn, length: 32, mixed: true };
		const password = new GeneratedSecret(`${name}-password`, secretArgs, parent);
		const log = new aws.cloudwatch.LogGroup(
			name,
			{ retentionInDays: args.logRetention, kmsKeyId: args.kmsKeyArn },
			parent,
		);
		const logAccess = new aws.cloudwatch.LogResourcePolicy(
			name,
			{
				policyName: pulumi.interpolate`${log.name}-search`,
				policyDocument: pulumi.jsonStringify({
					Version: "2012-10-17",
					Statement: [
						{
							Effect: "Allow",
							Principal: { Service: "es.amazonaws.com" },
							Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
							Resource: pulumi.interpolate`${log.arn}:*`,
							Condition: { StringEquals: { "aws:SourceAccount": args.account } },
						},
					],
				}),
			},
			parent,
		);

		const zones = Math.min(args.nodes, args.subnetIds.length);
		const domain = new aws.opensearch.Domain(
			name,
			{
				engineVersion: `${args.engine}_${args.version}`,
				advancedOptions: args.options,
				clusterConfig: {
					instanceType: args.instance,
					instanceCount: args.nodes,
					zoneAwarenessEnabled: zones > 1,
					...(zones > 1 ? { zoneAwarenessConfig: { availabilityZoneCount: zones } } : {}),
				},
				ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: args.storage },
				vpcOptions: { subnetIds: args.subnetIds.slice(0, zones), securityGroupIds: [args.securityGroupId] },
				encryptAtRest: { enabled: true, kmsKeyId: args.kmsKeyArn },
				nodeToNodeEncryption: { enabled: true },
				domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
				advancedSecurityOptions: {
					enabled: true,
					internalUserDatabaseEnabled: true,
					masterUserOptions: { masterUserName: userName, masterUserPassword: password.value },
				},
				logPublishingOptions: ["ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"].map((logType) => ({
					logType,
					cloudwatchLogGroupArn: log.arn,
				})),
				softwareUpdateOptions: { autoSoftwareUpdateEnabled: false },
			},
			{ parent: this, dependsOn: [logAccess] },
		);
		// Who may call at all is the security group's business; who may do what, the engine's own users'.
		new aws.opensearch.DomainPolicy(
			name,
			{
				domainName: domain.domainName,
				accessPolicies: pulumi.jsonStringify({
					Version: "2012-10-17",
					Statement: [
						{
							Effect: "Allow",
							Principal: { AWS: "*" },
							Action: ["es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"],
							Resource: pulumi.interpolate`${domain.arn}/*`,
						},
					],
				}),
			},
			parent,
		);

		this.endpoint = domain.endpoint;
		this.domainName = domain.domainName;
		this.secretArn = password.arn;
		this.contract = pulumi
			.all([domain.engineVersion, domain.advancedOptions, domain.domainEndpointOptions])
			.apply(([engine, options, endpoint]) => ({ engine, options, tls: endpoint?.tlsSecurityPolicy }));
		this.registerOutputs({ endpoint: this.endpoint });
	}
}
