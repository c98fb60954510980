import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

export interface TaskArgs {
	clusterArn: pulumi.Input<string>;
	/** Image by digest. A change makes a new task definition and rolls the service over to it. */
	image: pulumi.Input<string>;
	/** Arguments to the image's entry point. */
	command: string[];
	/** CPU units, 1024 a vCPU, and MiB: a pair that Fargate has. A change rolls the service over. */
	cpu: number;
	memory: number;
	/** Tasks at the start; where autoscaling decides later, changes are left to it. */
	desiredCount: number;
	/** Whether another may run beside the last while the service rolls over. False means never two at once. */
	overlapping: boolean;
	/** Whether the count is left to autoscaling once the service exists. */
	autoscaled?: boolean;
	/** Plain settings that are the same for every environment. A change rolls the service over. */
	shared: Record<string, string>;
	/** Plain settings of this environment. A change rolls the service over. */
	environment: Record<string, pulumi.Input<string>>;
	/** Settings that are secret, by the secret (and key in it) that holds each. */
	secrets: Record<string, pulumi.Input<string>>;
	/** Folders that may be written; the rest of the file system is read-only. They are empty in each new task. */
	writable: string[];
	/** User and group of the processes. */
	user: string;
	executionRoleArn: pulumi.Input<string>;
	taskRoleArn: pulumi.Input<string>;
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Where the image listens and the group that sends requests there; undefined for tasks that nobody calls. */
	balancer?: { port: number; targetGroupArn: pulumi.Input<string> };
	kmsKeyArn: pulumi.Input<string>;
	/** Name of the log group. A change replaces it; what it holds is lost. */
	logGroup: string;
	/** Days that logs are kept. */
	logRetention: number;
	account: string;
	region: string;
}

/** One part of the application as a Fargate service: its logs, its task definition and the service. */
export class Task extends pulumi.ComponentResource {
	readonly serviceName: pulumi.Output<string>;
	/** The ARN of the task definition's family, which stands for its newest revision: no release changes it. */
	readonly family: string;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(name: string, args: TaskArgs, opts?: pulumi.ComponentResourceOptions) {
		super("understudy:components:Task", name, {}, opts);
		const parent = { parent: this };

		const log = new aws.cloudwatch.LogGroup(
			name,
			{ name: args.logGroup, retentionInDays: args.logRetention, kmsKeyId: args.kmsKeyArn },
			parent,
		);
		const definition = new aws.ecs.TaskDefinition(
			name,
			{
				family: `${pulumi.getStack()}-${name}`,
				requiresCompatibilities: ["FARGATE"],
				networkMode: "awsvpc",
				runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
				cpu: String(args.cpu),
				memory: String(args.memory),
				executionRoleArn: args.executionRoleArn,
				taskRoleArn: args.taskRoleArn,
				volumes: args.writable.map((path) => ({ name: volumeName(path) })),
				containerDefinitions: pulumi.jsonStringify([container(name, args, log.name)]),
				// The definition before this one is what a way back needs.
				skipDestroy: true,
			},
			parent,
		);
		const service = new aws.ecs.Service(
			name,
			{
				cluster: args.clusterArn,
				taskDefinition: definition.arn,
				desiredCount: args.desiredCount,
				launchType: "FARGATE",
				networkConfiguration: { subnets: args.subnetIds, securityGroups: [args.securityGroupId] },
				deploymentMinimumHealthyPercent: args.overlapping ? 100 : 0,
				deploymentMaximumPercent: args.overlapping ? 200 : 100,
				deploymentCircuitBreaker: { enable: true, rollback: true },
				availabilityZoneRebalancing: args.overlapping ? "ENABLED" : "DISABLED",
				propagateTags: "SERVICE",
				enableEcsManagedTags: true,
				waitForSteadyState: true,
				...(args.balancer === undefined
					? {}
					: {
							loadBalancers: [
								{
									containerName: name,
									containerPort: args.balancer.port,
									targetGroupArn: args.balancer.targetGroupArn,
								},
							],
							healthCheckGracePeriodSeconds: 120,
						}),
			},
			{ parent: this, ignoreChanges: args.autoscaled ? ["desiredCount"] : [] },
		);
		this.serviceName = service.name;
		this.family = `arn:aws:ecs:${args.region}:${args.account}:task-definition/${pulumi.getStack()}-${name}`;
		this.contract = definition.containerDefinitions.apply((text) => contractOf(text, Object.keys(args.shared)));
		this.registerOutputs({ serviceName: this.serviceName });
	}
}

/** `/app/pub/static` as a volume's name: `app-pub-static`. */
function volumeName(path: string): string {
	return path.replace(/^\//, "").replace(/\//g, "-");
}

/** Sorted by name, so that the order in which settings are written changes nothing. */
function sorted<T>(record: Record<string, T>): [string, T][] {
	return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function container(name: string, args: TaskArgs, logGroup: pulumi.Input<string>) {
	return {
		name,
		image: args.image,
		essential: true,
		command: args.command,
		user: args.user,
		readonlyRootFilesystem: true,
		linuxParameters: { initProcessEnabled: true },
		stopTimeout: 60,
		environment: sorted({ ...args.shared, ...args.environment }).map(([key, value]) => ({ name: key, value })),
		secrets: sorted(args.secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
		mountPoints: args.writable.map((path) => ({ sourceVolume: volumeName(path), containerPath: path })),
		portMappings: args.balancer === undefined ? [] : [{ containerPort: args.balancer.port, protocol: "tcp" }],
		logConfiguration: {
			logDriver: "awslogs",
			options: { "awslogs-group": logGroup, "awslogs-region": args.region, "awslogs-stream-prefix": name },
		},
	};
}

/** What of a container has to be equal everywhere: all but the image, and of settings that differ only their names. */
function contractOf(containerDefinitions: string, shared: string[]): object {
	const [{ command, user, readonlyRootFilesystem, mountPoints, environment, secrets }] =
		JSON.parse(containerDefinitions);
	const settings = environment as { name: string; value: string }[];
	return {
		command,
		user,
		readonlyRootFilesystem,
		writable: mountPoints.map(({ containerPath }: { containerPath: string }) => containerPath),
		environment: Object.fromEntries(
			settings.map(({ name, value }) => [name, shared.includes(name) ? value : "its own"]),
		),
		secrets: secrets.map(({ name }: { name: string }) => name),
	};
}
