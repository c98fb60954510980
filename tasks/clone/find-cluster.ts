import {
	type DBCluster,
	DescribeDBClustersCommand,
	paginateDescribeDBClusters,
	type RDSClient,
} from "@aws-sdk/client-rds";
import { told } from "../aws/waiting";
import { cloneTag } from "./tags";

/** @returns undefined if there is no cluster of that name */
export async function findCluster(rds: RDSClient, name: string): Promise<DBCluster | undefined> {
	return told(`look at the cluster ${name}`, async () => {
		try {
			return (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }))).DBClusters?.[0];
		} catch (error) {
			if ((error as Error).name === "DBClusterNotFoundFault") return undefined;
			throw error;
		}
	});
}

/** Every cluster that is marked as a clone of the data copy. */
export async function findClones(rds: RDSClient): Promise<DBCluster[]> {
	return told("list the clusters", async () => {
		const found: DBCluster[] = [];
		for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client: rds }, {}))
			found.push(...DBClusters.filter((cluster) => tagOf(cluster, cloneTag) !== undefined));
		return found;
	});
}

export function tagOf(cluster: DBCluster, key: string): string | undefined {
	return cluster.TagList?.find((tag) => tag.Key === key)?.Value;
}
