import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Scale } from "../settings/scale";
import { GeneratedSecret } from "./generated-secret";
import { Task, type TaskArgs } from "./task";
import { TaskRoles } from "./task-roles";

export interface WebArgs {
	/** The environment's name, for log groups. */
	environment: string;
	/** Image by digest; see {@link Task} for what a change does. */
	image: pulumi.Input<string>;
	/** The repository that it is pulled from. */
	repositoryArn: pulumi.Input<string>;
	/** How the image is started and what it may write, the same for every environment. */
	runtime: {
		port: number;
		user: string;
		writable: string[];
		commands: { web: string[]; cron: string[]; consumers: string[] };
		environment: Record<string, string>;
	};
	/** Sizes and counts of the three parts. In place: services roll over. */
	scale: Pick<Scale, "web" | "cron" | "consumers">;
	/** Settings of this environment: where its services are. */
	settings: Record<string, pulumi.Input<string>>;
	/** Settings of this environment that are secret, by the secret that holds each. */
	secrets: Record<string, pulumi.Input<string>>;
	/** The secrets themselves, for the right to read them. */
	secretArns: pulumi.Input<string>[];
	/** Parameters that are handed over like secrets, for the right to read them. */
	parameterArns: pulumi.Input<string>[];
	bucketArn: pulumi.Input<string>;
	/** Private subnets, one a zone. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	targetGroupArn: pulumi.Input<string>;
	/** The listener that the web service has to wait for. */
	listener: pulumi.Resource;
	kmsKeyArn: pulumi.Input<string>;
	account: string;
	region: string;
	/** Days that logs are kept. */
	logRetention: number;
	/** Whether the key that the application encrypts with is protected. */
	permanent: boolean;
}

/** Percent of the web tasks' CPU that autoscaling aims at. */
const targetCpu = 60;

/** The application: web tasks that scale, exactly one cron task, and the queue's consumers, all from one image. */
export class Web extends pulumi.ComponentResource {
	readonly clusterName: pulumi.Output<string>;
	readonly clusterArn: pulumi.Output<string>;
	readonly services: Record<"web" | "cron" | "consumers", pulumi.Output<string>>;
	/** A task with the application's settings that nobody waits for, for what has to be done once: the cron task's. */
	readonly job: { family: string; container: string };
	/** What its tasks work under. */
	readonly roleArns: pulumi.Output<string>[];
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(
		private readonly name: string,
		private readonly args: WebArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Web", name, {}, opts);
		const parent = { parent: this };

		const cluster = new aws.ecs.Cluster(name, { settings: [{ name: "containerInsights", value: "enabled" }] }, parent);
		const cryptKey = this.cryptKey();
		const logPrefix = `/understudy/${args.environment}/`;
		const roles = new TaskRoles(
			`${name}-roles`,
			{
				secretArns: [...args.secretArns, cryptKey],
				parameterArns: args.parameterArns,
				repositoryArn: args.repositoryArn,
				bucketArn: args.bucketArn,
				kmsKeyArn: args.kmsKeyArn,
				account: args.account,
				region: args.region,
				logPrefix,
			},
			parent,
		);
		const common = {
			clusterArn: cluster.arn,
			image: args.image,
			shared: args.runtime.environment,
			environment: args.settings,
			secrets: { ...args.secrets, MAGENTO_DC_CRYPT__KEY: cryptKey },
			writable: args.runtime.writable,
			user: args.runtime.user,
			executionRoleArn: roles.executionRoleArn,
			taskRoleArn: roles.taskRoleArn,
			subnetIds: args.subnetIds,
			securityGroupId: args.securityGroupId,
			kmsKeyArn: args.kmsKeyArn,
			logRetention: args.logRetention,
			account: args.account,
			region: args.region,
		};
		const part = (
			partName: string,
			own: Pick<TaskArgs, OwnArgs> & Partial<TaskArgs>,
			waitFor: pulumi.Resource[] = [],
		) =>
			new Task(
				partName,
				{ ...common, logGroup: `${logPrefix}${partName}`, ...own },
				{ parent: this, dependsOn: [...roles.policies, ...waitFor] },
			);

		const { scale, runtime } = args;
		const web = part(
			name,
			{
				command: runtime.commands.web,
				cpu: scale.web.cpu,
				memory: scale.web.memory,
				desiredCount: scale.web.min,
				overlapping: true,
				autoscaled: true,
				balancer: { port: runtime.port, targetGroupArn: args.targetGroupArn },
			},
			[args.listener],
		);
		// Magento's scheduled jobs lock against themselves badly: never two at once, rather none for a moment.
		const cron = part(`${name}-cron`, {
			command: runtime.commands.cron,
			...scale.cron,
			desiredCount: 1,
			overlapping: false,
		});
		const consumers = part(`${name}-consumers`, {
			command: runtime.commands.consumers,
			cpu: scale.consumers.cpu,
			memory: scale.consumers.memory,
			desiredCount: scale.consumers.tasks,
			overlapping: true,
		});
		this.autoscale(cluster.name, web.serviceName);

		this.clusterName = cluster.name;
		this.clusterArn = cluster.arn;
		this.job = { family: cron.family, container: `${name}-cron` };
		this.roleArns = [roles.executionRoleArn, roles.taskRoleArn];
		this.services = { web: web.serviceName, cron: cron.serviceName, consumers: consumers.serviceName };
		this.contract = pulumi.output({ web: web.contract, cron: cron.contract, consumers: consumers.contract });
		this.registerOutputs({ clusterName: this.clusterName });
	}

	/** The key with which Magento encrypts what it keeps secret in its database. Lost, those values are lost. */
	private cryptKey(): pulumi.Output<string> {
		const { kmsKeyArn, permanent } = this.args;
		return new GeneratedSecret(`${this.name}-crypt-key`, { kmsKeyArn, length: 32, permanent }, { parent: this }).arn;
	}

	private autoscale(clusterName: pulumi.Input<string>, serviceName: pulumi.Input<string>): void {
		const target = new aws.appautoscaling.Target(
			this.name,
			{
				serviceNamespace: "ecs",
				scalableDimension: "ecs:service:DesiredCount",
				resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
				minCapacity: this.args.scale.web.min,
				maxCapacity: this.args.scale.web.max,
			},
			{ parent: this },
		);
		new aws.appautoscaling.Policy(
			this.name,
			{
				policyType: "TargetTrackingScaling",
				serviceNamespace: target.serviceNamespace,
				scalableDimension: target.scalableDimension,
				resourceId: target.resourceId,
				targetTrackingScalingPolicyConfiguration: {
					predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
					targetValue: targetCpu,
					scaleInCooldown: 300,
					scaleOutCooldown: 60,
				},
			},
			{ parent: this },
		);
	}
}

type OwnArgs = "command" | "cpu" | "memory" | "desiredCount" | "overlapping";
