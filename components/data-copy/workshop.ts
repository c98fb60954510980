import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { ServiceRole } from "./service-role";

export interface WorkshopArgs {
	/** The environment's name, for the log group's. */
	environment: string;
	account: string;
	region: string;
	/** Key that encrypts the logs. */
	kmsKeyArn: pulumi.Input<string>;
	/** Days that logs are kept. */
	logRetention: number;
	/** The repository that the image of the tasks is pulled from. */
	repositoryArn: pulumi.Input<string>;
}

/** Where the tasks of a data copy run and log, and what ECS may do to start them. */
export class Workshop extends pulumi.ComponentResource {
	readonly clusterArn: pulumi.Output<string>;
	readonly logGroupName: pulumi.Output<string>;
	readonly logGroupArn: pulumi.Output<string>;
	readonly executionRoleArn: pulumi.Output<string>;

	constructor(name: string, args: WorkshopArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Workshop", name, {}, opts);
		const parent = { parent: this };
		const { account, region } = args;
		const cluster = new aws.ecs.Cluster(name, {}, parent);
		const log = new aws.cloudwatch.LogGroup(
			name,
			{
				name: `/understudy/${args.environment}/${name}`,
				retentionInDays: args.logRetention,
				kmsKeyId: args.kmsKeyArn,
			},
			parent,
		);
		const execution = new ServiceRole(
			`${name}-execution`,
			{
				service: "ecs-tasks",
				account,
				rights: [
					// The service knows no narrower resource for this one action.
					{ Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
					{
						Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
						Resource: args.repositoryArn,
					},
					{
						Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
						Resource: pulumi.interpolate`arn:aws:logs:${region}:${account}:log-group:${log.name}:*`,
					},
				],
			},
			parent,
		);
		this.clusterArn = cluster.arn;
		this.logGroupName = log.name;
		this.logGroupArn = log.arn;
		this.executionRoleArn = execution.arn;
		this.registerOutputs({ clusterArn: this.clusterArn });
	}
}
