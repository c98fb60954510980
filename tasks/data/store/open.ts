import { withoutNodeWarning } from "../../node-warning";
import { DataError } from "../errors";
import { FolderStore } from "./folder";
import type { Store } from "./store";

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * The store that a location means: `s3://bucket/prefix`, or the path of a folder.
 * @throws DataError for another scheme, or a bucket that cannot be one
 */
export function openStore(location: string): Store {
	const scheme = /^([a-z0-9+]+):\/\//i.exec(location)?.[1];
	if (scheme === undefined) return new FolderStore(location);
	const [bucket, ...prefix] = location.slice("s3://".length).split("/");
	if (scheme !== "s3")
		throw new DataError(`${location}: exports are kept in a folder or in s3://bucket/prefix, not in ${scheme}://`);
	if (!bucketName.test(bucket)) throw new DataError(`${location}: "${bucket}" is no name of a bucket`);
	withoutNodeWarning();
	// Loaded only where there is a bucket: the SDK takes longer than all the rest.
	const { BucketStore } = require("./bucket") as typeof import("./bucket");
	return new BucketStore(bucket, prefix.filter((part) => part !== "").join("/"));
}
