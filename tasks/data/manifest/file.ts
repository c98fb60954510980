import { createHash } from "node:crypto";
import { DataError } from "../errors";
import type { Store } from "../store/store";
import { type Manifest, manifestFile, manifestVersion } from "./manifest";
import { manifestSchema } from "./schema";

/** Writes the manifest with a digest of itself: what was changed afterwards is found out before anything is done with it. */
export async function writeManifest(store: Store, manifest: Manifest, file = manifestFile(manifest.id)): Promise<void> {
	const text = JSON.stringify({ digest: digestOf(manifest), ...manifest }, undefined, 1);
	await store.write(file, Buffer.from(`${text}\n`));
}

/**
 * Reads an export's manifest.
 * @throws DataError if there is none, it is not whole, it was changed, or another version of this program wrote it
 */
export async function readManifest(store: Store, id: string): Promise<Manifest> {
	const where = `${store.name}/${manifestFile(id)}`;
	const manifest = await readManifestFile(store, manifestFile(id), id);
	if (manifest === undefined) throw new DataError(`${where}: there is no such export`);
	const mistake = missing(manifest);
	if (mistake) throw new DataError(`${where} contradicts itself: ${mistake}`);
	return manifest;
}

/** The same of any file that holds one, which may be that of a part: it does not have to have every table. */
export async function readManifestFile(store: Store, file: string, id: string): Promise<Manifest | undefined> {
	const where = `${store.name}/${file}`;
	const content = await store.read(file);
	if (content === undefined) return undefined;
	const { digest, ...rest } = parsed(content, where);
	if (typeof rest.version === "number" && rest.version > manifestVersion)
		throw new DataError(`${where}: of version ${rest.version}; this Understudy reads up to ${manifestVersion}`);
	if (digest !== digestOf(rest)) throw new DataError(`${where} was changed or is damaged; export again`);
	const read = manifestSchema.safeParse(rest);
	if (!read.success) {
		const [{ path, message }] = read.error.issues;
		throw new DataError(`${where} is no manifest of an export: ${path.join(".")}: ${message}`);
	}
	const manifest = read.data as unknown as Manifest;
	const mistake = contradiction(manifest, id);
	if (mistake) throw new DataError(`${where} contradicts itself: ${mistake}`);
	return manifest;
}

function parsed(content: Buffer, where: string): Record<string, unknown> {
	try {
		const value = JSON.parse(content.toString("utf8"));
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	} catch {
		// Said below.
	}
	throw new DataError(`${where} is no manifest of an export: it is not JSON, or not all of it is there`);
}

/** A table that is kept and has no rows to load, or has some and is not kept. */
function missing(manifest: Manifest): string | undefined {
	for (const { table, rows } of manifest.plans) {
		const exported = manifest.tables[table.name] !== undefined;
		if ((rows === "keep") !== exported) return `${table.name} is ${rows} and has ${exported ? "" : "no "}rows`;
	}
	return undefined;
}

function contradiction(manifest: Manifest, id: string): string | undefined {
	if (manifest.id !== id) return `it is of the export ${manifest.id}`;
	for (const { table } of manifest.plans) {
		const exported = manifest.tables[table.name];
		if (exported === undefined) continue;
		if (exported.chunks.some(({ file }) => !file.startsWith(`${id}/`)))
			return `${table.name} has a file of another export`;
		const sum = exported.chunks.reduce((total, chunk) => total + chunk.rows, 0);
		if (sum !== exported.rows) return `${table.name} has ${exported.rows} rows, its files ${sum}`;
	}
	return undefined;
}

function digestOf(manifest: object): string {
	return createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
}
