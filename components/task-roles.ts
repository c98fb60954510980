import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface TaskRolesArgs {
	/** Secrets whose values are handed to the tasks at their start. */
	secretArns: pulumi.Input<string>[];
	/** Parameters whose values are handed to them in the same way. */
	parameterArns: pulumi.Input<string>[];
	/** The repository that the image is pulled from. */
	repositoryArn: pulumi.Input<string>;
	/** The media bucket, which the application reads and writes. */
	bucketArn: pulumi.Input<string>;
	kmsKeyArn: pulumi.Input<string>;
	/** AWS account and region, for the names of log groups. */
	account: string;
	region: string;
	/** Common beginning of the tasks' log groups. */
	logPrefix: string;
}

/** Two roles: what ECS may do to start a task, and what the application may do once it runs. */
export class TaskRoles extends pulumi.ComponentResource {
	readonly executionRoleArn: pulumi.Output<string>;
	readonly taskRoleArn: pulumi.Output<string>;
	/** The policies, which a service has to wait for. */
	readonly policies: pulumi.Resource[];

	constructor(name: string, args: TaskRolesArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:TaskRoles", name, {}, opts);
		const execution = this.role(`${name}-execution`, args);
		const task = this.role(`${name}-task`, args);
		this.policies = [
			this.policy(`${name}-execution`, execution, [
				// The service knows no narrower resource for this one action.
				{ Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
				{
					Effect: "Allow",
					Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
					Resource: args.repositoryArn,
				},
				{
					Effect: "Allow",
					Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
					Resource: `arn:aws:logs:${args.region}:${args.account}:log-group:${args.logPrefix}*`,
				},
				{ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: args.secretArns },
				{ Effect: "Allow", Action: ["ssm:GetParameters"], Resource: args.parameterArns },
				{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: args.kmsKeyArn },
			]),
			this.policy(`${name}-task`, task, [
				{ Effect: "Allow", Action: ["s3:ListBucket"], Resource: args.bucketArn },
				{
					Effect: "Allow",
					Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
					Resource: pulumi.interpolate`${args.bucketArn}/*`,
				},
				{ Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: args.kmsKeyArn },
			]),
		];
		this.executionRoleArn = execution.arn;
		this.taskRoleArn = task.arn;
		this.registerOutputs({ executionRoleArn: this.executionRoleArn, taskRoleArn: this.taskRoleArn });
	}

	private role(name: string, { account, region }: TaskRolesArgs): aws.iam.Role {
		const trust = {
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					Principal: { Service: "ecs-tasks.amazonaws.com" },
					Action: "sts:AssumeRole",
					Condition: {
						ArnLike: { "aws:SourceArn": `arn:aws:ecs:${region}:${account}:*` },
						StringEquals: { "aws:SourceAccount": account },
					},
				},
			],
		};
		return new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trust) }, { parent: this });
	}

	private policy(name: string, role: aws.iam.Role, statements: object[]): aws.iam.RolePolicy {
		const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
		return new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent: this });
	}
}
