import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
	CreateClusterCommand,
	CreateServiceCommand,
	DescribeServicesCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
	CreateDBClusterCommand,
	CreateDBInstanceCommand,
	CreateDBSubnetGroupCommand,
	DescribeDBClustersCommand,
	RDSClient,
} from "@aws-sdk/client-rds";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
	CreateStateMachineCommand,
	DescribeExecutionCommand,
	GetExecutionHistoryCommand,
	SFNClient,
	StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Machine, TaskKind } from "../../components/data-copy/machines/states";
import { metricNamespace } from "../../components/data-copy/machines/states";
import { Fargate, type Fault } from "../aws/fargate";
import { defaultSubnets } from "../aws/subnets";

const region = "eu-central-1";

/** Seconds that a machine waits here and there: none of them is needed where AWS is on the same machine. */
export const hasty = { patience: 1, every: 1, logDelay: 1 };

/** What the state machines need of AWS, and ways to run one and to see what became of it. */
export class MachineRoom {
	private made = 0;
	private subnets: string[] = [];
	readonly topic = `arn:aws:sns:${region}:123456789012:alarms`;

	private constructor(
		readonly fargate: Fargate,
		private readonly clients: Clients,
	) {}

	static async open(): Promise<MachineRoom> {
		process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
		const fargate = await Fargate.start();
		const room = new MachineRoom(fargate, clientsOf(fargate.url));
		room.subnets = await defaultSubnets(fargate.url);
		await room.clients.ecs.send(new CreateClusterCommand({ clusterName: "copies" }));
		await room.clients.sns.send(new CreateTopicCommand({ Name: "alarms" }));
		return room;
	}

	close(): void {
		for (const client of Object.values(this.clients)) client.destroy();
		this.fargate.stop();
	}

	/** The name of an environment that no other test has, whose tasks get these variables. */
	environment(variables: Record<string, string>): string {
		const name = `env-${++this.made}`;
		this.fargate.variables.set(name, variables);
		return name;
	}

	kind(environment: string, name: string): TaskKind {
		return {
			cluster: "copies",
			taskDefinition: `${environment}-${name}`,
			container: name,
			subnets: this.subnets.slice(0, 1),
			securityGroup: "sg-1",
		};
	}

	/** Runs a machine to its end. */
	async run(environment: string, machine: Machine, faults: Fault[] = [], input: object = {}) {
		const { ecs, sfn } = this.clients;
		for (const name of new Set(
			[...JSON.stringify(machine).matchAll(/"TaskDefinition":"([^"]+)"/g)].map(([, one]) => one),
		))
			await ecs.send(
				new RegisterTaskDefinitionCommand({
					family: name,
					networkMode: "awsvpc",
					requiresCompatibilities: ["FARGATE"],
					cpu: "256",
					memory: "512",
					containerDefinitions: [
						{ name: name.slice(environment.length + 1), image: "understudy", cpu: 256, memory: 512 },
					],
				}),
			);
		this.fargate.faults.set(environment, faults);
		const { stateMachineArn } = await sfn.send(
			new CreateStateMachineCommand({
				name: `${environment}-${++this.made}`,
				definition: JSON.stringify(machine),
				roleArn: "arn:aws:iam::123456789012:role/machine",
			}),
		);
		const { executionArn } = await sfn.send(
			new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
		);
		let status = "RUNNING";
		for (let tries = 0; status === "RUNNING" && tries < 1800; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			status = String((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status);
		}
		const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
		const runName = /"run": ?"([\w-]+)"/.exec(
			events.map((event) => event.stateExitedEventDetails?.output ?? "").join("\n"),
		)?.[1] as string;
		return {
			status,
			events,
			runName,
			ran: this.fargate.ran.get(environment) ?? [],
			counts: await this.counts(environment),
			told: await this.told(environment),
		};
	}

	/** How often the machine has counted what: the metrics that alarms look at. */
	async counts(environment: string): Promise<Record<string, number>> {
		const counts: Record<string, number> = {};
		for (const MetricName of ["Succeeded", "Failed", "Refused", "CloneLeft"]) {
			const { Datapoints = [] } = await this.clients.cloudwatch.send(
				new GetMetricStatisticsCommand({
					Namespace: metricNamespace,
					MetricName,
					Dimensions: [{ Name: "Environment", Value: environment }],
					StartTime: new Date(Date.now() - 3_600_000),
					EndTime: new Date(Date.now() + 3_600_000),
					Period: 7200,
					Statistics: ["Sum"],
				}),
			);
			const sum = Datapoints.reduce((total, point) => total + (point.Sum ?? 0), 0);
			if (sum > 0) counts[MetricName] = sum;
		}
		return counts;
	}

	/** What people were told of an environment, by SNS's own record of what it was given. */
	async told(environment: string): Promise<{ subject: string; body: string }[]> {
		return this.fargate.published.filter(({ subject }) => subject.startsWith(`${environment}:`));
	}

	async makeCluster(name: string): Promise<void> {
		const { rds } = this.clients;
		await rds.send(
			new CreateDBSubnetGroupCommand({
				DBSubnetGroupName: "isolated",
				DBSubnetGroupDescription: "x",
				SubnetIds: this.subnets,
			}),
		);
		const Engine = "aurora-mysql";
		await rds.send(
			new CreateDBClusterCommand({
				DBClusterIdentifier: name,
				Engine,
				MasterUsername: "admin",
				MasterUserPassword: "of-production-itself",
			}),
		);
		await rds.send(
			new CreateDBInstanceCommand({
				DBClusterIdentifier: name,
				DBInstanceIdentifier: `${name}-1`,
				DBInstanceClass: "db.r6g.large",
				Engine,
			}),
		);
	}

	async makeBucket(name: string): Promise<void> {
		await this.clients.s3.send(
			new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: region } }),
		);
	}

	async makeServices(cluster: string, names: string[]): Promise<void> {
		const { ecs } = this.clients;
		await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
		await ecs.send(
			new RegisterTaskDefinitionCommand({
				family: "app",
				containerDefinitions: [{ name: "app", image: "app", memory: 64 }],
			}),
		);
		for (const serviceName of names)
			await ecs.send(new CreateServiceCommand({ cluster, serviceName, taskDefinition: "app", desiredCount: 1 }));
	}

	/** Which deployment each service is of. */
	async deployments(cluster: string, names: string[]): Promise<string[]> {
		const { services = [] } = await this.clients.ecs.send(new DescribeServicesCommand({ cluster, services: names }));
		const ids = new Map(services.map((one) => [one.serviceName, String(one.deployments?.[0].id)]));
		return names.map((name) => String(ids.get(name)));
	}

	async setParameter(name: string, value: string): Promise<void> {
		await this.clients.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: "String", Overwrite: true }));
	}

	async parameter(name: string): Promise<string> {
		const { Parameter } = await this.clients.ssm.send(new GetParameterCommand({ Name: name }));
		return String(Parameter?.Value);
	}

	/** Every database cluster. */
	async clusters(): Promise<string[]> {
		const { DBClusters = [] } = await this.clients.rds.send(new DescribeDBClustersCommand({}));
		return DBClusters.map((one) => String(one.DBClusterIdentifier));
	}
}

type Clients = ReturnType<typeof clientsOf>;

function clientsOf(endpoint: string) {
	const options = { endpoint, region, credentials: { accessKeyId: "testing", secretAccessKey: "testing" } };
	return {
		cloudwatch: new CloudWatchClient(options),
		ecs: new ECSClient(options),
		rds: new RDSClient(options),
		s3: new S3Client({ ...options, forcePathStyle: true }),
		sfn: new SFNClient({ ...options, disableHostPrefix: true }),
		sns: new SNSClient(options),
		ssm: new SSMClient(options),
	};
}

/** Works on several things, so many at a time. @returns what each came to, in their order */
export async function together<T, R>(things: T[], atATime: number, work: (thing: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async () => {
		for (let at = next++; at < things.length; at = next++) results[at] = await work(things[at]);
	};
	await Promise.all(Array.from({ length: atATime }, worker));
	return results;
}
