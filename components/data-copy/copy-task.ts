import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import { openDoors, type Way } from "./doors";
import type { TaskKind } from "./machines/states";
import { type Right, serviceRole } from "./service-role";
import type { Workshop } from "./workshop";

export interface CopyTaskArgs {
	account: string;
	region: string;
	/** The image of the tasks, by digest. A change makes a new revision, which the next run takes. */
	image: pulumi.Input<string>;
	/** CPU units and MiB: a pair that Fargate has. A change makes a new revision. */
	cpu: number;
	memory: number;
	/** Settings of the command line. A change makes a new revision. */
	environment?: Record<string, pulumi.Input<string>>;
	/** Where it runs and logs. */
	workshop: Workshop;
	vpcId: pulumi.Input<string>;
	subnetIds: pulumi.Input<string>[];
	/** What it is for, as its security group tells it. A change makes a new group. */
	purpose: string;
	/** Who it may connect to, by a short label. */
	ways: Record<string, Way>;
	/** What it may do. */
	rights: Right[];
	/** The name of the role that it works under, where others have to know it. */
	roleName?: string;
}

/** A kind of task whose values are known once it is deployed. */
type Deployed<T> = { [K in keyof T]: T[K] extends string[] ? pulumi.Input<string>[] : pulumi.Input<string> };

export interface CopyTask {
	roleArn: pulumi.Output<string>;
	/** What a state machine has to know to run it: what it is started with is said there, state by state. */
	kind: Deployed<TaskKind>;
}

/** A kind of task of the data copy: its role, its security group, and its definition. */
export function copyTask(name: string, args: CopyTaskArgs, opts: pulumi.ResourceOptions): CopyTask {
	const { account, region, workshop } = args;
	const group = openDoors(name, { vpcId: args.vpcId, description: args.purpose, out: args.ways }, opts);
	const role = serviceRole(name, { service: "ecs-tasks", account, roleName: args.roleName, rights: args.rights }, opts);
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
			executionRoleArn: workshop.executionRoleArn,
			taskRoleArn: role.arn,
			containerDefinitions: pulumi.jsonStringify([container(name, args)]),
		},
		opts,
	);
	return {
		roleArn: role.arn,
		kind: {
			cluster: workshop.clusterArn,
			// The family stands for its newest revision: another image does not change what names it.
			taskDefinition: `arn:aws:ecs:${region}:${account}:task-definition/${family}`,
			container: name,
			subnets: args.subnetIds,
			securityGroup: group,
		},
	};
}

function container(name: string, { image, environment, region, workshop }: CopyTaskArgs) {
	const variables = Object.entries({ AWS_REGION: region, ...environment }).sort(([a], [b]) => (a < b ? -1 : 1));
	return {
		name,
		image,
		essential: true,
		user: "10001:10001",
		readonlyRootFilesystem: true,
		linuxParameters: { initProcessEnabled: true },
		// A command that is asked to end takes back what it has begun.
		stopTimeout: 120,
		environment: variables.map(([key, value]) => ({ name: key, value })),
		logConfiguration: {
			logDriver: "awslogs",
			options: {
				"awslogs-group": workshop.logGroupName,
				"awslogs-region": region,
				"awslogs-stream-prefix": name,
			},
		},
	};
}
