import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as aws from "../aws";

export interface DatabaseArgs {
	/** Isolated subnets, two at least. A change of subnets replaces the subnet group. */
	subnetIds: pulumi.Input<string>[];
	securityGroupId: pulumi.Input<string>;
	/** Key for data, performance insights and the master password. A change replaces the cluster. */
	kmsKeyArn: pulumi.Input<string>;
	/** Engine name. A change replaces the cluster. */
	engine: string;
	/** Engine version, as AWS writes it. Upgraded in place, with an interruption of up to some minutes. */
	version: string;
	/** Family of both parameter groups. A change replaces them. */
	family: string;
	/** The schema made with the cluster. A change replaces the cluster. */
	schema: string;
	/** Cluster-wide parameters, applied at once. `require_secure_transport` is among them. */
	clusterParameters: Record<string, string>;
	/** Parameters of each instance, applied at once. */
	instanceParameters: Record<string, string>;
	/** Class of every instance, `db.serverless` for one that scales. Changed in place; each instance restarts. */
	instance: string;
	/** Readers beside the writer. In place. */
	readers: number;
	/** Least capacity of `db.serverless` in ACU; 0 pauses it after half an hour without a connection. In place. */
	minCapacity?: number;
	/** Most capacity of `db.serverless` in ACU. In place. */
	maxCapacity?: number;
	/** Whether the data is to outlive mistakes: deletion protection, a final snapshot, and protection in the stack. */
	permanent: boolean;
	/** Days to which the cluster can be wound back, 1 to 35. In place. */
	backupRetention: number;
}

const idleSeconds = 1800;
/** The longest that Secrets Manager allows. */
const rotationDays = 1000;

/** An Aurora MySQL cluster: a writer, its readers, parameters, and a master password that no person sees. */
export class Database extends pulumi.ComponentResource {
	readonly clusterId: pulumi.Output<string>;
	readonly arn: pulumi.Output<string>;
	readonly endpoint: pulumi.Output<string>;
	readonly readerEndpoint: pulumi.Output<string>;
	/** Secret that holds the master user's name and password, as JSON. */
	readonly secretArn: pulumi.Output<string>;
	/** The parameter groups of the cluster and of its instances, for what is to behave like them. */
	readonly clusterParameters: pulumi.Output<string>;
	readonly instanceParameters: pulumi.Output<string>;
	/** What is deployed, for comparison with other environments. */
	readonly contract: pulumi.Output<object>;

	constructor(
		private readonly name: string,
		args: DatabaseArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("understudy:components:Database", name, {}, opts);
		const parent = { parent: this };
		const kept = { parent: this, protect: args.permanent };

		const subnetGroup = new aws.rds.SubnetGroup(name, { subnetIds: args.subnetIds }, parent);
		const clusterParameters = new aws.rds.ClusterParameterGroup(
			name,
			{ family: args.family, parameters: parameterList(args.clusterParameters) },
			parent,
		);
		const instanceParameters = new aws.rds.ParameterGroup(
			name,
			{ family: args.family, parameters: parameterList(args.instanceParameters) },
			parent,
		);
		const cluster = new aws.rds.Cluster(
			name,
			{
				engine: args.engine as aws.rds.EngineType,
				engineVersion: args.version,
				databaseName: args.schema,
				masterUsername: "understudy",
				manageMasterUserPassword: true,
				masterUserSecretKmsKeyId: args.kmsKeyArn,
				storageEncrypted: true,
				kmsKeyId: args.kmsKeyArn,
				dbSubnetGroupName: subnetGroup.name,
				vpcSecurityGroupIds: [args.securityGroupId],
				dbClusterParameterGroupName: clusterParameters.name,
				enabledCloudwatchLogsExports: ["error", "slowquery"],
				backupRetentionPeriod: args.backupRetention,
				copyTagsToSnapshot: true,
				// A change that waits for a maintenance window would be reported as done and not be.
				applyImmediately: true,
				serverlessv2ScalingConfiguration: scaling(args),
				...this.afterlife(args.permanent),
			},
			kept,
		);
		const monitoring = this.monitoringRole();
		for (let index = 0; index <= args.readers; index++)
			new aws.rds.ClusterInstance(
				`${name}-${index + 1}`,
				{
					clusterIdentifier: cluster.id,
					engine: args.engine as aws.rds.EngineType,
					engineVersion: cluster.engineVersion,
					instanceClass: args.instance,
					dbParameterGroupName: instanceParameters.name,
					dbSubnetGroupName: subnetGroup.name,
					promotionTier: index,
					applyImmediately: true,
					// Versions are written in services.ts and nowhere else.
					autoMinorVersionUpgrade: false,
					copyTagsToSnapshot: true,
					monitoringInterval: 60,
					monitoringRoleArn: monitoring.arn,
					...insights(args),
				},
				kept,
			);

		this.clusterId = cluster.id;
		this.clusterParameters = clusterParameters.name;
		this.instanceParameters = instanceParameters.name;
		this.arn = cluster.arn;
		this.endpoint = cluster.endpoint;
		this.readerEndpoint = cluster.readerEndpoint;
		this.secretArn = cluster.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn);
		// The application logs in as this user, so each rotation would cut its tasks off until they are started anew.
		new aws.secretsmanager.SecretRotation(
			name,
			{
				secretId: this.secretArn,
				rotateImmediately: false,
				rotationRules: { automaticallyAfterDays: rotationDays },
			},
			parent,
		);
		this.contract = pulumi.output({
			engine: cluster.engine,
			version: cluster.engineVersion,
			family: clusterParameters.family,
			schema: cluster.databaseName,
			clusterParameters: clusterParameters.parameters.apply(parameterRecord),
			instanceParameters: instanceParameters.parameters.apply(parameterRecord),
		});
		this.registerOutputs({ endpoint: this.endpoint, readerEndpoint: this.readerEndpoint });
	}

	/** What happens to the data when the cluster goes. */
	private afterlife(permanent: boolean): Partial<aws.rds.ClusterArgs> {
		if (!permanent) return { deletionProtection: false, skipFinalSnapshot: true };
		const suffix = new random.RandomId(`${this.name}-final-snapshot`, { byteLength: 4 }, { parent: this });
		return {
			deletionProtection: true,
			skipFinalSnapshot: false,
			finalSnapshotIdentifier: pulumi.interpolate`${this.name}-final-${suffix.hex}`,
		};
	}

	private monitoringRole(): aws.iam.Role {
		const name = `${this.name}-monitoring`;
		const role = new aws.iam.Role(
			name,
			{ assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "monitoring.rds.amazonaws.com" }) },
			{ parent: this },
		);
		const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
		new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn }, { parent: this });
		return role;
	}
}

function parameterList(parameters: Record<string, string>) {
	return Object.entries(parameters)
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, value]) => ({ name, value, applyMethod: "immediate" }));
}

function parameterRecord(parameters: { name: string; value: string }[] = []): Record<string, string> {
	return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

function scaling({ instance, minCapacity, maxCapacity }: DatabaseArgs) {
	if (instance !== "db.serverless" || minCapacity === undefined || maxCapacity === undefined) return undefined;
	return { minCapacity, maxCapacity, ...(minCapacity === 0 ? { secondsUntilAutoPause: idleSeconds } : {}) };
}

/** Performance insights are not offered on burstable classes. */
function insights({ instance, kmsKeyArn }: DatabaseArgs): Partial<aws.rds.ClusterInstanceArgs> {
	if (instance.startsWith("db.t")) return { performanceInsightsEnabled: false };
	return { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: kmsKeyArn };
}
