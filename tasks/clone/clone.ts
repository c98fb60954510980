import {
	CreateDBInstanceCommand,
	type DBCluster,
	DescribeDBInstancesCommand,
	ModifyDBClusterCommand,
	type RDSClient,
	RestoreDBClusterToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { told, until, type Waiting } from "../aws/waiting";
import { DataError } from "../data/errors";
import { deleteClone } from "./delete-clone";
import { findCluster } from "./find-cluster";
import { cloneTag, madeTag } from "./tags";

/** What a clone is made of, and where. */
export interface CloneOptions {
	/** The cluster that is cloned. Nothing of it is changed. */
	source: string;
	/** What the clone is called, and what is deleted again. */
	name: string;
	/** Subnets that nothing of the application reaches. */
	subnetGroup: string;
	securityGroups: string[];
	/** The clone's own key. Default: the source's. */
	kmsKey?: string;
	/** Of the one instance that the clone needs: db.serverless takes the source's capacity range. */
	instanceClass: string;
	/** Parameter groups of the cluster and of its instance: the source's, so that it behaves alike. Default: the engine's. */
	clusterParameters?: string;
	instanceParameters?: string;
	waiting: Waiting;
	/** What else has to be done for the clone to be of use; it goes again where that fails. */
	whenReady?: (clone: Clone) => Promise<void>;
}

/** How a clone is reached. */
export interface Clone {
	name: string;
	host: string;
	port: number;
	/** The secret in Secrets Manager with the clone's own master user. */
	secret: string;
}

/**
 * Makes a copy-on-write clone of an Aurora cluster, with a master password of its own. A clone holds real data: whatever
 * fails, what was made of it is deleted again.
 * @throws DataError with AWS's own words
 */
export async function createClone(rds: RDSClient, options: CloneOptions): Promise<Clone> {
	const { source, name, waiting } = options;
	if ((await findCluster(rds, source)) === undefined) throw new DataError(`there is no cluster "${source}" to clone`);
	if ((await findCluster(rds, name)) !== undefined)
		throw new DataError(`there is a cluster "${name}" already; delete it first (understudy data unclone ${name})`);
	try {
		await restore(rds, options);
		const cluster = await until(`the clone ${name}`, waiting, () => availableCluster(rds, name));
		await addInstance(rds, cluster, options);
		await until(`the clone's instance ${instanceOf(name)}`, waiting, () => hasInstance(rds, name));
		await ownPassword(rds, name, options.kmsKey);
		const clone = await until(`the password of the clone ${name}`, waiting, async () => {
			const { Endpoint, Port, MasterUserSecret } = (await availableCluster(rds, name)) ?? {};
			if (!Endpoint || !MasterUserSecret?.SecretArn || MasterUserSecret.SecretStatus !== "active") return undefined;
			return { name, host: Endpoint, port: Port ?? 3306, secret: MasterUserSecret.SecretArn };
		});
		await options.whenReady?.(clone);
		return clone;
	} catch (error) {
		await deleteClone(rds, name, { ...waiting, signal: undefined }).catch((left: Error) => {
			throw new DataError(`${(error as Error).message}; and the clone could not be deleted: ${left.message}`);
		});
		throw error;
	}
}

async function restore(rds: RDSClient, options: CloneOptions): Promise<void> {
	const { source, name, subnetGroup, securityGroups, kmsKey, clusterParameters } = options;
	await told(`clone ${source}`, () =>
		rds.send(
			new RestoreDBClusterToPointInTimeCommand({
				SourceDBClusterIdentifier: source,
				DBClusterIdentifier: name,
				RestoreType: "copy-on-write",
				UseLatestRestorableTime: true,
				DBSubnetGroupName: subnetGroup,
				VpcSecurityGroupIds: securityGroups,
				KmsKeyId: kmsKey,
				DBClusterParameterGroupName: clusterParameters,
				DeletionProtection: false,
				CopyTagsToSnapshot: false,
				Tags: [
					{ Key: cloneTag, Value: source },
					{ Key: madeTag, Value: new Date().toISOString() },
				],
			}),
		),
	);
}

/** A clone is a cluster without an instance, which nothing can connect to. */
async function addInstance(rds: RDSClient, cluster: DBCluster, options: CloneOptions): Promise<void> {
	const { name, instanceClass, instanceParameters } = options;
	await told(`add an instance to the clone ${name}`, () =>
		rds.send(
			new CreateDBInstanceCommand({
				DBClusterIdentifier: name,
				DBInstanceIdentifier: instanceOf(name),
				DBInstanceClass: instanceClass,
				DBParameterGroupName: instanceParameters,
				Engine: cluster.Engine,
				PubliclyAccessible: false,
				Tags: [{ Key: cloneTag, Value: name }],
			}),
		),
	);
}

/** The clone has the source's master password until it is given one of its own. */
async function ownPassword(rds: RDSClient, name: string, kmsKey?: string): Promise<void> {
	await told(`give the clone ${name} a password of its own`, () =>
		rds.send(
			new ModifyDBClusterCommand({
				DBClusterIdentifier: name,
				ManageMasterUserPassword: true,
				MasterUserSecretKmsKeyId: kmsKey,
				ApplyImmediately: true,
			}),
		),
	);
}

async function availableCluster(rds: RDSClient, name: string): Promise<DBCluster | undefined> {
	const cluster = await findCluster(rds, name);
	return cluster?.Status === "available" ? cluster : undefined;
}

/** An instance that was just asked for may not be known everywhere yet. */
async function hasInstance(rds: RDSClient, name: string): Promise<true | undefined> {
	return told(`look at the instance of the clone ${name}`, async () => {
		try {
			const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceOf(name) });
			return (await rds.send(command)).DBInstances?.[0]?.DBInstanceStatus === "available" || undefined;
		} catch (error) {
			if ((error as Error).name.startsWith("DBInstanceNotFound")) return undefined;
			throw error;
		}
	});
}

/** The name of a clone's one instance. */
export function instanceOf(name: string): string {
	return `${name}-1`;
}
