import * as pulumi from "@pulumi/pulumi";
import * as aws from "../../aws";
import type { DataSource } from "../../settings/data";
import { contentName } from "../content-hash";
import { GeneratedSecret } from "../generated-secret";
import { cloneKey } from "./clone-key";
import { type CopyTask, type CopyTaskArgs, copyTask } from "./copy-task";
import { openDoors, type Way } from "./doors";
import { Exports } from "./exports";
import { stateMachine } from "./machine";
import { exportMachine, prefixes } from "./machines/export";
import { reapMachine } from "./machines/reap";
import { machineName } from "./names";
import { tellNews } from "./new-exports";
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
		const key = cloneKey(`${name}-clone`, args, parent);
		const workshop = setUpWorkshop(
			name,
			{ environment, account, region, kmsKeyArn, logRetention: args.logRetention, repositoryArn: args.repositoryArn },
			parent,
		);
		const subnetGroup = new aws.rds.SubnetGroup(`${name}-clone`, { subnetIds: args.isolatedSubnetIds }, parent);
		const clone = openDoors(`${name}-clone`, { vpcId, description: "Clones of the database", out: {} }, parent);
		const steward = this.steward(workshop, exports, key, subnetGroup);
		const reader = this.reader(workshop, exports, key, clone);
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
							kmsKey: key.arn,
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

	private steward(workshop: Workshop, exports: Exports, key: aws.kms.Key, subnetGroup: aws.rds.SubnetGroup): CopyTask {
		const { args } = this;
		return this.task("steward", workshop, {
			purpose: "Makes and deletes clones: it reaches AWS, and no database",
			ways: { aws: { to: { range: "0.0.0.0/0" }, port: 443 }, s3: this.s3() },
			rights: stewardRights({
				...args,
				databaseArn: args.database.arn,
				workshop,
				exports,
				cloneKey: key,
				subnetGroup,
			}),
		});
	}

	private reader(workshop: Workshop, exports: Exports, key: aws.kms.Key, clone: pulumi.Input<string>): CopyTask {
		const { args } = this;
		const pseudonyms = new GeneratedSecret(
			`${this.name}-pseudonyms`,
			// Lost, it costs that people get other pseudonyms from then on.
			{ kmsKeyArn: key.arn, length: 64 },
			{ parent: this },
		);
		return this.task("reader", workshop, {
			purpose: "Reads clones: it reaches them, the bucket, and what a task needs to start",
			ways: {
				clone: { to: { group: clone }, port: 3306 },
				endpoints: { to: { group: args.endpointSecurityGroupId }, port: 443 },
				s3: this.s3(),
			},
			rights: readerRights({ ...args, exports, cloneKey: key, pseudonymsArn: pseudonyms.arn }),
			environment: { UNDERSTUDY_KEY: pseudonyms.arn },
		});
	}

	private s3(): Way {
		return { to: { prefixList: this.args.s3PrefixListId }, port: 443 };
	}

	private task(
		kind: "steward" | "reader",
		workshop: Workshop,
		own: Pick<CopyTaskArgs, "purpose" | "ways" | "rights" | "environment">,
	): CopyTask {
		const { account, region, image, vpcId, privateSubnetIds } = this.args;
		const place = { account, region, image, workshop, vpcId, subnetIds: privateSubnetIds };
		return copyTask(`${this.name}-${kind}`, { ...place, ...size[kind], ...own }, { parent: this });
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
		const machine = machineName(environment, "export");
		const states = `arn:aws:states:${region}:${account}`;
		return [
			{ Action: ["states:StartExecution"], Resource: `${states}:stateMachine:${machine}` },
			{
				Action: ["states:DescribeExecution", "states:StopExecution"],
				Resource: [`execution:${machine}/*`, `execution:${machine}:*`, `express:${machine}:*:*`].map(
					(runs) => `${states}:${runs}`,
				),
			},
			{
				Action: ["s3:GetObject"],
				Resource: pulumi.interpolate`${exports.bucketArn}/${prefixes.runs}/*`,
			},
			{ Action: ["kms:Decrypt"], Resource: exports.keyArn },
		];
	}
}
