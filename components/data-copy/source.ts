import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import type { DataSource } from "../../settings/data";
import { contentName } from "../content-hash";
import { GeneratedSecret } from "../generated-secret";
import { copyTask } from "./copy-task";
import { openDoors } from "./doors";
import { Exports } from "./exports";
import { stateMachine } from "./machine";
import { exportMachine, prefixes } from "./machines/export";
import { reapMachine } from "./machines/reap";
import type { TaskKind } from "./machines/states";
import { tellNews } from "./new-exports";
import { serviceRole } from "./service-role";
import { readerRights, stewardRights } from "./source-rights";
import { startRegularly } from "./timer";
import { setUpWorkshop, type Workshop } from "./workshop";

export interface DataCopySourceArgs {
	environment: string;
	account: string;
	region: string;
	settings: DataSource;
	/** The image of the tasks, by digest, and the repository that it is pulled from. */
	image: pulumi.Input<string>;
	repositoryArn: pulumi.Input<string>;
	/** The database that is cloned. */
	database: {
		clusterId: pulumi.Input<string>;
		arn: pulumi.Input<string>;
		schema: string;
		clusterParameters: pulumi.Input<string>;
		instanceParameters: pulumi.Input<string>;
	};
	/** Key of the environment: the database is encrypted with it, and the topic. */
	kmsKeyArn: pulumi.Input<string>;
	vpcId: pulumi.Input<string>;
	/** Where clones lie, and where the tasks run. */
	isolatedSubnetIds: pulumi.Input<string>[];
	privateSubnetIds: pulumi.Input<string>[];
	s3PrefixListId: pulumi.Input<string>;
	/** The group of the network's interface endpoints: the one way that the reader has to AWS. */
	endpointSecurityGroupId: pulumi.Input<string>;
	topicArn: pulumi.Input<string>;
	/** Days that logs are kept. */
	logRetention: number;
}

/** What the clone's one instance is: it reads for an hour or two. */
const cloneInstance = "db.r6g.large";
/** How many tasks share an export that is large. */
const parallel = 4;
/** More hours than a run can take. */
const oldestClone = 24;
const size = { steward: { cpu: 256, memory: 512 }, reader: { cpu: 2048, memory: 4096 } };

/**
 * Production's side of the data copy: by schedule a clone, from it an export without a customer in it, in a bucket that the
 * targets may read. Two kinds of task: a steward, who reaches AWS and no database, and a reader, who reaches the clone and
 * the bucket.
 */
export class DataCopySource extends pulumi.ComponentResource {
	readonly bucketName: string;
	readonly machineArn: pulumi.Output<string>;

	constructor(
		private readonly name: string,
		private readonly args: DataCopySourceArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:DataCopySource", name, {}, opts);
		const parent = { parent: this };
		const { environment, account, region, settings, kmsKeyArn, database, vpcId } = args;

		const exports = new Exports(
			`${name}-exports`,
			{ environment, account, region, targets: settings.targets, keep: settings.keep },
			parent,
		);
		const cloneKey = this.cloneKey();
		const pseudonyms = new GeneratedSecret(
			`${name}-pseudonyms`,
			// Lost, it costs that people get other pseudonyms from then on.
			{ kmsKeyArn: cloneKey.arn, length: 64 },
			parent,
		);
		const workshop = setUpWorkshop(
			name,
			{ environment, account, region, kmsKeyArn, logRetention: args.logRetention, repositoryArn: args.repositoryArn },
			parent,
		);
		const subnetGroup = new aws.rds.SubnetGroup(`${name}-clone`, { subnetIds: args.isolatedSubnetIds }, parent);
		const clone = openDoors(`${name}-clone`, { vpcId, description: "Clones of the database", out: {} }, parent);
		const steward = this.steward(workshop, exports, cloneKey, subnetGroup);
		const reader = this.reader(workshop, exports, cloneKey, pseudonyms, clone);
		const rules = this.rules(exports);

		const machine = {
			environment,
			account,
			region,
			families: [steward.kind.taskDefinition, reader.kind.taskDefinition],
			roleArns: [workshop.executionRoleArn, steward.roleArn, reader.roleArn],
			clusterArns: [workshop.clusterArn],
			topicArn: args.topicArn,
			kmsKeyArn,
		};
		const common = { environment, topic: args.topicArn, logGroup: workshop.logGroupName };
		const exporting = stateMachine(
			`${name}-export`,
			{
				...machine,
				purpose: "export",
				definition: pulumi
					.output({
						...common,
						steward: steward.kind,
						reader: reader.kind,
						clone: {
							cluster: database.clusterId,
							schema: database.schema,
							subnetGroup: subnetGroup.name,
							securityGroup: clone,
							kmsKey: cloneKey.arn,
							instanceClass: cloneInstance,
							clusterParameters: database.clusterParameters,
							instanceParameters: database.instanceParameters,
						},
						bucket: exports.bucketName,
						rules,
						choice: this.choice(exports),
						largest: settings.largest,
						parallel,
					})
					.apply(exportMachine),
				rights: this.mapRights(exports),
				after: exports.ready,
			},
			parent,
		);
		const reaping = stateMachine(
			`${name}-reap`,
			{
				...machine,
				purpose: "reap",
				definition: pulumi.output({ ...common, steward: steward.kind, olderThan: oldestClone }).apply(reapMachine),
			},
			parent,
		);
		startRegularly(`${name}-export-timer`, { account, machineArn: exporting, schedule: settings.schedule }, parent);
		startRegularly(`${name}-reap-timer`, { account, machineArn: reaping, schedule: "rate(2 hours)" }, parent);
		tellNews(`${name}-news`, { account, bucketName: exports.bucketName, targets: settings.targets }, parent);

		this.bucketName = exports.bucketName;
		this.machineArn = exporting;
		this.registerOutputs({ bucketName: this.bucketName, machineArn: this.machineArn });
	}

	/**
	 * The key of clones, of their passwords, and of the secret that pseudonyms are made with. Whoever may use it and not the
	 * environment's own can read a clone and nothing else.
	 */
	private cloneKey(): aws.kms.Key {
		const { environment, account } = this.args;
		const name = `${this.name}-clone`;
		const policy = {
			Version: "2012-10-17",
			Statement: [
				{
					Sid: "AccountDecidesByIam",
					Effect: "Allow",
					Principal: { AWS: `arn:aws:iam::${account}:root` },
					Action: "kms:*",
					Resource: "*",
				},
			],
		};
		const key = new aws.kms.Key(
			name,
			{
				description: `Clones of ${environment}'s database, and the secret of the pseudonyms`,
				enableKeyRotation: true,
				deletionWindowInDays: 30,
				policy: JSON.stringify(policy),
			},
			{ parent: this },
		);
		new aws.kms.Alias(name, { name: `alias/understudy/${environment}-clones`, targetKeyId: key.id }, { parent: this });
		return key;
	}

	private steward(workshop: Workshop, exports: Exports, cloneKey: aws.kms.Key, subnetGroup: aws.rds.SubnetGroup) {
		const { args } = this;
		const doors = openDoors(
			`${this.name}-steward`,
			{
				vpcId: args.vpcId,
				description: "Makes and deletes clones: it reaches AWS, and no database",
				out: {
					aws: { to: { range: "0.0.0.0/0" }, port: 443 },
					s3: { to: { prefixList: args.s3PrefixListId }, port: 443 },
				},
			},
			{ parent: this },
		);
		const rights = stewardRights({ ...args, databaseArn: args.database.arn, workshop, exports, cloneKey, subnetGroup });
		return this.task("steward", workshop, doors, rights, {});
	}

	private reader(
		workshop: Workshop,
		exports: Exports,
		cloneKey: aws.kms.Key,
		pseudonyms: GeneratedSecret,
		clone: pulumi.Input<string>,
	) {
		const { args } = this;
		const doors = openDoors(
			`${this.name}-reader`,
			{
				vpcId: args.vpcId,
				description: "Reads clones: it reaches them, the bucket, and what a task needs to start",
				out: {
					clone: { to: { group: clone }, port: 3306 },
					endpoints: { to: { group: args.endpointSecurityGroupId }, port: 443 },
					s3: { to: { prefixList: args.s3PrefixListId }, port: 443 },
				},
			},
			{ parent: this },
		);
		const rights = readerRights({ ...args, exports, cloneKey, pseudonymsArn: pseudonyms.arn });
		return this.task("reader", workshop, doors, rights, { UNDERSTUDY_KEY: pseudonyms.arn });
	}

	private task(
		kind: "steward" | "reader",
		workshop: Workshop,
		doors: pulumi.Input<string>,
		rights: ReturnType<typeof readerRights>,
		environment: Record<string, pulumi.Input<string>>,
	): { roleArn: pulumi.Output<string>; kind: TaskInputs } {
		const name = `${this.name}-${kind}`;
		const { account, region, image } = this.args;
		const role = serviceRole(name, { service: "ecs-tasks", account, rights }, { parent: this });
		const task = copyTask(
			name,
			{
				image,
				...size[kind],
				environment: { AWS_REGION: region, ...environment },
				executionRoleArn: workshop.executionRoleArn,
				taskRoleArn: role.arn,
				logGroup: workshop.logGroupName,
				account,
				region,
			},
			{ parent: this },
		);
		return {
			roleArn: role.arn,
			kind: {
				cluster: workshop.clusterArn,
				taskDefinition: task.family,
				container: task.container,
				subnets: this.args.privateSubnetIds,
				securityGroup: doors,
			},
		};
	}

	/** The shop's own rules, where it has any: the words of a command that name them. */
	private rules(exports: Exports): pulumi.Output<string>[] {
		const { rules } = this.args.settings;
		return rules === undefined ? [] : this.file("rules", exports, rules.text, "yaml");
	}

	/** The same for which tables and rows are copied, where that is not everything. */
	private choice(exports: Exports): pulumi.Output<string>[] {
		const { include, exclude, where } = this.args.settings;
		if (include.length + exclude.length + Object.keys(where).length === 0) return [];
		const text = JSON.stringify({ ...(include.length > 0 ? { include } : {}), exclude, where });
		return this.file("choice", exports, text, "json");
	}

	/** Keeps a text in the bucket, named by its content, for the option of that name. */
	private file(option: string, exports: Exports, content: string, ending: string): pulumi.Output<string>[] {
		const object = new aws.s3.BucketObjectv2(
			`${this.name}-${option}`,
			{
				bucket: exports.bucketName,
				key: `${prefixes.rules}/${contentName(content)}.${ending}`,
				content,
				contentType: `application/${ending}`,
			},
			{ parent: this, dependsOn: exports.ready },
		);
		return [pulumi.output(`--${option}`), pulumi.interpolate`s3://${exports.bucketName}/${object.key}`];
	}

	/** A distributed Map runs its items as executions of its own machine, and reads what they are from the bucket. */
	private mapRights(exports: Exports) {
		const { account, region, environment } = this.args;
		const machine = `understudy-${environment}-export`;
		const states = `arn:aws:states:${region}:${account}`;
		return [
			{ Action: ["states:StartExecution"], Resource: `${states}:stateMachine:${machine}` },
			{
				Action: ["states:DescribeExecution", "states:StopExecution"],
				Resource: `${states}:execution:${machine}/*`,
			},
			{
				Action: ["s3:GetObject"],
				Resource: pulumi.interpolate`${exports.bucketArn}/${prefixes.runs}/*`,
			},
			{ Action: ["kms:Decrypt"], Resource: exports.keyArn },
		];
	}
}

/** A kind of task whose values are known once it is deployed. */
type TaskInputs = {
	[K in keyof TaskKind]: TaskKind[K] extends string[] ? pulumi.Input<string>[] : pulumi.Input<string>;
};
