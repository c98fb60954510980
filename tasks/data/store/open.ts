import { basename, dirname } from "node:path";
import { withoutNodeWarning } from "../../aws/node-warning";
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

/**
 * The store and the name in it that a file's location means: `s3://bucket/prefix/file`, or a path.
 * @throws DataError as {@link openStore} does, and for a bucket without a file
 */
export function fileAt(location: string): { store: Store; name: string } {
	if (!/^s3:\/\//.test(location)) return { store: openStore(dirname(location)), name: basename(location) };
	const at = location.lastIndexOf("/");
	const name = location.slice(at + 1);
	if (at < "s3://b".length || name === "") throw new DataError(`${location}: names no file; s3://bucket/file does`);
	return { store: openStore(location.slice(0, at)), name };
}

/** Reads a small text from a file or an object. @throws DataError if there is none */
export async function readText(location: string): Promise<string> {
	const { store, name } = fileAt(location);
	const content = await store.read(name);
	if (content === undefined) throw new DataError(`${location}: there is no such file`);
	return content.toString("utf8");
}
