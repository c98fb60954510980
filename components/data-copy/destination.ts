import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import type { DataDestination } from "../../settings/data";
import type { Facts } from "../../tasks/switch/switch";
import { type CopyTask, copyTask } from "./copy-task";
import { loaderRights, stewardRights } from "./destination-rights";
import type { Peer, Way } from "./doors";
import { stateMachine } from "./machine";
import { prefixes } from "./machines/export";
import { importMachine } from "./machines/import";
import { exportsBucket, importRole } from "./names";
import { hearNews } from "./news";
import type { Right } from "./service-role";
import { startRegularly } from "./timer";
import { setUpWorkshop, type Workshop } from "./workshop";

export interface DataCopyDestinationArgs {
	environment: string;
	role: string;
	account: string;
	region: string;
	settings: DataDestination;
	/** The image of the tasks, by digest, and the repository that it is pulled from. */
	image: pulumi.Input<string>;
	repositoryArn: pulumi.Input<string>;
	/** The database that is loaded, with the secret of its master user. */
	database: {
		endpoint: pulumi.Input<string>;
		secretArn: pulumi.Input<string>;
		schema: string;
		securityGroupId: pulumi.Input<string>;
	};
	/** The application that serves it: its cluster and services, and the task that works on new data. */
	application: {
		clusterArn: pulumi.Input<string>;
		clusterName: pulumi.Input<string>;
		services: pulumi.Input<string>[];
		/** What its image is run with once it serves new data. */
		afterCopy: string[][];
		task: { family: pulumi.Input<string>; container: string };
		roleArns: pulumi.Input<string>[];
		securityGroupId: pulumi.Input<string>;
	};
	/** The parameter that says which schema is served. */
	servedSchema: { parameterName: string; parameterArn: pulumi.Input<string> };
	kmsKeyArn: pulumi.Input<string>;
	vpcId: pulumi.Input<string>;
	privateSubnetIds: pulumi.Input<string>[];
	s3PrefixListId: pulumi.Input<string>;
	/** The group of the network's interface endpoints; without any, tasks reach AWS by its public addresses. */
	endpointSecurityGroupId?: pulumi.Input<string>;
	topicArn: pulumi.Input<string>;
	/** Days that logs are kept. */
	logRetention: number;
}

const size = { steward: { cpu: 256, memory: 512 }, loader: { cpu: 2048, memory: 4096 } };
const anywhere: Peer = { range: "0.0.0.0/0" };

/**
 * The side of an environment that gets production's data: by news of an export or by a schedule, an import into a schema
 * beside the one that is served, then a switch. Two kinds of task: a loader, who reads exports and fills the database, and
 * a steward, who tells the application and people.
 */
export class DataCopyDestination extends pulumi.ComponentResource {
	readonly machineArn: pulumi.Output<string>;
	/** What is served, as the last switch has noted it: of which export, and when production was in that state. */
	readonly served: pulumi.Output<Facts>;

	constructor(
		private readonly name: string,
		private readonly args: DataCopyDestinationArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:DataCopyDestination", name, {}, opts);
		const parent = { parent: this };
		const { environment, account, region, settings, kmsKeyArn, application } = args;
		const workshop = setUpWorkshop(
			name,
			{ environment, account, region, kmsKeyArn, logRetention: args.logRetention, repositoryArn: args.repositoryArn },
			parent,
		);
		const facts = new aws.ssm.Parameter(
			`${name}-served`,
			{
				name: `/understudy/${environment}/data`,
				type: "String",
				insecureValue: "{}",
				description: `What data ${environment} serves`,
			},
			{ parent: this, ignoreChanges: ["insecureValue", "value"] },
		);
		const from = { bucket: exportsBucket(settings.from), ...settings.from };
		const rights = { ...args, secretArn: args.database.secretArn, workshop, factsArn: facts.arn };
		const loader = this.task("loader", workshop, loaderRights({ ...rights, from }), importRole(environment));
		const steward = this.task(
			"steward",
			workshop,
			stewardRights({
				...rights,
				clusterName: application.clusterName,
				services: application.services,
				parameterArn: args.servedSchema.parameterArn,
			}),
		);
		const subnets = args.privateSubnetIds;
		const machine = stateMachine(
			`${name}-import`,
			{
				environment,
				account,
				region,
				purpose: "import",
				families: [loader.kind.taskDefinition, steward.kind.taskDefinition, application.task.family],
				roleArns: [workshop.executionRoleArn, loader.roleArn, steward.roleArn, ...application.roleArns],
				clusterArns: [workshop.clusterArn, application.clusterArn],
				topicArn: args.topicArn,
				kmsKeyArn,
				definition: pulumi
					.output({
						environment,
						role: args.role,
						topic: args.topicArn,
						logGroup: workshop.logGroupName,
						loader: loader.kind,
						steward: steward.kind,
						application: {
							cluster: application.clusterArn,
							taskDefinition: application.task.family,
							container: application.task.container,
							subnets,
							securityGroup: application.securityGroupId,
						},
						from: `s3://${from.bucket}/${prefixes.exports}`,
						parameters: { schema: args.servedSchema.parameterName, facts: facts.name },
						cluster: application.clusterArn,
						services: application.services,
						afterCopy: application.afterCopy,
					})
					.apply(importMachine),
			},
			parent,
		);
		if (settings.schedule)
			startRegularly(`${name}-import-timer`, { account, machineArn: machine, schedule: settings.schedule }, parent);
		else if (settings.news)
			hearNews(`${name}-news`, { environment, account, machineArn: machine, from: settings.from }, parent);

		this.machineArn = machine;
		this.served = aws.ssm
			.getParameterOutput({ name: facts.name }, parent)
			.apply(({ insecureValue }): Facts => JSON.parse(insecureValue || "{}"));
		this.registerOutputs({ machineArn: this.machineArn });
	}

	private task(kind: "loader" | "steward", workshop: Workshop, rights: Right[], roleName?: string): CopyTask {
		const { account, region, image, vpcId, database, privateSubnetIds } = this.args;
		return copyTask(
			`${this.name}-${kind}`,
			{
				account,
				region,
				image,
				...size[kind],
				environment: {
					UNDERSTUDY_TARGET: pulumi.interpolate`mysql://${database.endpoint}:3306/${database.schema}?secret=${database.secretArn}&tls=verify`,
				},
				workshop,
				vpcId,
				subnetIds: privateSubnetIds,
				purpose: purposes[kind],
				ways: this.ways(kind),
				rights,
				roleName,
			},
			{ parent: this },
		);
	}

	/** The loader reaches the database, the bucket and what a task needs to start; the steward AWS's services besides. */
	private ways(kind: "loader" | "steward"): Record<string, Way> {
		const { database, endpointSecurityGroupId, s3PrefixListId, settings, region } = this.args;
		const ways: Record<string, Way> = {
			database: { to: { group: database.securityGroupId }, port: 3306 },
			s3: { to: { prefixList: s3PrefixListId }, port: 443 },
		};
		// A bucket of another region has other addresses than the ones that the network has a way of its own to.
		const far = settings.from.region !== region;
		if (kind === "steward" || far || endpointSecurityGroupId === undefined) ways.aws = { to: anywhere, port: 443 };
		else ways.endpoints = { to: { group: endpointSecurityGroupId }, port: 443 };
		return ways;
	}
}

const purposes = {
	loader: "Loads exports: it reaches the database, the bucket, and what a task needs to start",
	steward: "Switches the application over: it reaches AWS, and the record in the database",
};
