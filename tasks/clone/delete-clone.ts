import { DeleteDBClusterCommand, DeleteDBInstanceCommand, type RDSClient } from "@aws-sdk/client-rds";
import { told, until, type Waiting } from "../aws/waiting";
import { DataError, Refusal } from "../data/errors";
import { findClones, findCluster, tagOf } from "./find-cluster";
import { cloneTag, madeTag } from "./tags";

const hour = 60 * 60 * 1000;

/**
 * Deletes a clone with its instances and without a snapshot, and waits until it is gone. One that is gone already is
 * deleted: the way back from any failure may call it as often as it likes.
 * @throws Refusal for a cluster that is not marked as a clone
 */
export async function deleteClone(rds: RDSClient, name: string, waiting: Waiting): Promise<boolean> {
	const cluster = await findCluster(rds, name);
	if (cluster === undefined) return false;
	if (tagOf(cluster, cloneTag) === undefined)
		throw new Refusal(`"${name}" is not marked as a clone of the data copy (tag ${cloneTag}); it is not deleted`);
	await until(`the end of the clone ${name}`, waiting, async () => {
		const found = await findCluster(rds, name);
		if (found === undefined) return true;
		// Asked again at each look: an instance that is still being made cannot be deleted yet, nor can its cluster.
		for (const { DBInstanceIdentifier } of found.DBClusterMembers ?? [])
			await once("DBInstanceNotFound", "InvalidDBInstanceState", () =>
				told(`delete the instance ${DBInstanceIdentifier}`, () =>
					rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true })),
				),
			);
		if (found.Status !== "deleting")
			await once("DBClusterNotFound", "InvalidDBClusterState", () =>
				told(`delete the clone ${name}`, () =>
					rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: name, SkipFinalSnapshot: true })),
				),
			);
		return undefined;
	});
	return true;
}

/** What is being deleted already, or cannot be yet for it is still being made, is looked at again later. */
async function once(gone: string, busy: string, call: () => Promise<unknown>): Promise<void> {
	try {
		await call();
	} catch (error) {
		if (![gone, busy].some((name) => (error as Error).message.includes(name))) throw error;
	}
}

/**
 * Deletes every clone that is older than it can be while something is at work on it.
 * @param olderThan hours
 * @returns the names of those that were deleted
 */
export async function reapClones(
	rds: RDSClient,
	olderThan: number,
	waiting: Waiting,
	now = Date.now(),
): Promise<string[]> {
	const reaped: string[] = [];
	const failures: string[] = [];
	for (const cluster of await findClones(rds)) {
		const made = Date.parse(tagOf(cluster, madeTag) ?? cluster.ClusterCreateTime?.toISOString() ?? "");
		if (now - made < olderThan * hour) continue;
		const name = String(cluster.DBClusterIdentifier);
		// One that cannot be deleted keeps no other.
		await deleteClone(rds, name, waiting).then(
			() => reaped.push(name),
			(error: Error) => failures.push(error.message),
		);
	}
	if (failures.length > 0) throw new DataError(failures.join("; "));
	return reaped;
}
