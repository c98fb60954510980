import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { serviceRole } from "./service-role";

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
export interface Workshop {
	clusterArn: pulumi.Output<string>;
	logGroupName: pulumi.Output<string>;
	logGroupArn: pulumi.Output<string>;
	executionRoleArn: pulumi.Output<string>;
}

/** Sets up a cluster, a log group and the role that ECS starts tasks under. */
export function setUpWorkshop(name: string, args: WorkshopArgs, opts: pulumi.ResourceOptions): Workshop {
	const { account, region } = args;
	const cluster = new aws.ecs.Cluster(name, {}, opts);
	const log = new aws.cloudwatch.LogGroup(
		name,
		{
			name: `/understudy/${args.environment}/${name}`,
			retentionInDays: args.logRetention,
			kmsKeyId: args.kmsKeyArn,
		},
		opts,
	);
	const execution = serviceRole(
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
		opts,
	);
	return {
		clusterArn: cluster.arn,
		logGroupName: log.name,
		logGroupArn: log.arn,
		executionRoleArn: execution.arn,
	};
}
