import { DataError } from "../errors";
import { endExport } from "../manifest/exports";
import { readManifestFile, writeManifest } from "../manifest/file";
import { type LeftOut, leftOutOf } from "../manifest/left-out";
import type { Manifest } from "../manifest/manifest";
import { openStore } from "../store/open";
import { totalOf } from "../transfer/stream";
import { type Part, partFile, readDivision } from "./division";
import { type GuardReport, guardReport } from "./guard-report";

/** What the parts came to. */
export interface JoinResult {
	id: string;
	store: string;
	taken: string;
	parts: number;
	tables: number;
	rows: number;
	bytes: number;
	/** Bytes in the store. */
	stored: number;
	files: number;
	leftOut: LeftOut;
	guard: GuardReport;
}

/**
 * Makes the parts of an export into one, once all are there. Until then, there is no export.
 * @param to where exports are kept
 * @param of the file that says which parts there are
 * @throws DataError if a part is missing, or is not of the same source, rules and key as the others
 */
export async function joinExport(to: string, of: string): Promise<JoinResult> {
	const store = openStore(to);
	const parts = await readDivision(of);
	const manifests: Manifest[] = [];
	for (const part of parts) {
		const manifest = await readManifestFile(store, partFile(part.export, part.part), part.export);
		if (manifest === undefined)
			throw new DataError(`part ${part.part} of ${part.of} of the export ${part.export} is not there`);
		expectTables(part, manifest);
		manifests.push(manifest);
	}
	const manifest = joined(manifests);
	await writeManifest(store, manifest);
	await store.remove(parts.map(({ export: id, part }) => partFile(id, part)));
	await endExport(store, manifest.id);
	const chunks = Object.values(manifest.tables).flatMap((table) => table.chunks);
	return {
		id: manifest.id,
		store: store.name,
		taken: manifest.taken,
		parts: parts.length,
		...totalOf(new Map(Object.entries(manifest.tables))),
		stored: chunks.reduce((sum, chunk) => sum + chunk.stored, 0),
		files: chunks.length,
		leftOut: leftOutOf(manifest),
		guard: guardReport(manifest),
	};
}

function expectTables({ part, tables }: Part, manifest: Manifest): void {
	const made = Object.keys(manifest.tables).sort();
	if (made.join("\n") !== [...tables].sort().join("\n"))
		throw new DataError(`part ${part} of the export ${manifest.id} does not have the tables that it was to have`);
}

/** The parts' manifests as one. The export is as old as its oldest part. */
export function joined(manifests: Manifest[]): Manifest {
	const [first, ...others] = manifests;
	for (const other of others)
		if (common(other) !== common(first))
			throw new DataError(
				`the parts of the export ${first.id} were not made from the same source with the same rules and key; export again`,
			);
	return {
		...first,
		taken: manifests.map(({ taken }) => taken).sort()[0],
		tables: Object.assign({}, ...manifests.map(({ tables }) => tables)),
	};
}

/** Everything of a part that has to be the same in all: not its rows, its time, and the server's estimates. */
function common({ taken: _taken, tables: _tables, snapshot: _snapshot, plans, ...rest }: Manifest): string {
	const sizeless = plans.map(({ table: { rows: _rows, bytes: _bytes, create, ...table }, ...plan }) => ({
		...plan,
		table: { ...table, create: create.replace(/ AUTO_INCREMENT=\d+/, "") },
	}));
	return JSON.stringify({ ...rest, plans: sizeless });
}
