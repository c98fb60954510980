import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";

export interface CopyTaskArgs {
	/** The image of the tasks, by digest. A change makes a new revision, which the next run takes. */
	image: pulumi.Input<string>;
	/** CPU units and MiB: a pair that Fargate has. A change makes a new revision. */
	cpu: number;
	memory: number;
	/** Settings of the command line. A change makes a new revision. */
	environment: Record<string, pulumi.Input<string>>;
	executionRoleArn: pulumi.Input<string>;
	taskRoleArn: pulumi.Input<string>;
	logGroup: pulumi.Input<string>;
	account: string;
	region: string;
}

/** What a state machine has to know to run a task. */
export interface CopyTask {
	/** The family's ARN, which stands for its newest revision: another image does not change it. */
	family: string;
	/** What the container is called in it. */
	container: string;
}

/** A task of the data copy that a state machine runs: what it is started with is said there, state by state. */
export function copyTask(name: string, args: CopyTaskArgs, opts: pulumi.ResourceOptions): CopyTask {
	const { account, region } = args;
	const environment = Object.entries(args.environment)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, value]) => ({ name: key, value }));
	const family = `${pulumi.getStack()}-${name}`;
	new aws.ecs.TaskDefinition(
		name,
		{
			family,
			requiresCompatibilities: ["FARGATE"],
			networkMode: "awsvpc",
			runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
			cpu: String(args.cpu),
			memory: String(args.memory),
			executionRoleArn: args.executionRoleArn,
			taskRoleArn: args.taskRoleArn,
			containerDefinitions: pulumi.jsonStringify([
				{
					name,
					image: args.image,
					essential: true,
					user: "10001:10001",
					readonlyRootFilesystem: true,
					linuxParameters: { initProcessEnabled: true },
					// A command that is asked to end takes back what it has begun.
					stopTimeout: 120,
					environment,
					logConfiguration: {
						logDriver: "awslogs",
						options: {
							"awslogs-group": args.logGroup,
							"awslogs-region": region,
							"awslogs-stream-prefix": name,
						},
					},
				},
			]),
		},
		opts,
	);
	return { family: `arn:aws:ecs:${region}:${account}:task-definition/${family}`, container: name };
}
