import type { Definitions } from "../catalogue/catalogue";
import type { SnapshotWay } from "../connection/snapshot";
import type { Reference } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import type { Origin } from "../target/admission";

/** The form of manifests that this program writes and reads. */
export const manifestVersion = 1;

/** A file of an export. */
export interface Chunk {
	/** Its name in the store. */
	file: string;
	rows: number;
	/** Bytes of its lines. */
	bytes: number;
	/** Bytes of the file. */
	stored: number;
	sha256: string;
}

/** What an export holds of one table. */
export interface ExportedTable {
	rows: number;
	bytes: number;
	/** The sum over its lines that a loaded table is compared with. */
	checksum: number;
	chunks: Chunk[];
}

/** Everything that an import has to know: what the data is, how it was made, and what to hold it against. */
export interface Manifest {
	version: typeof manifestVersion;
	id: string;
	/** When the source was in this state. */
	taken: string;
	snapshot: SnapshotWay;
	source: Origin;
	/** Tells keys apart without telling anything about them: equal where two exports have the same pseudonyms. */
	key: string;
	catalogue: Definitions;
	/** What was done with each table, and to each of its columns. */
	plans: Omit<TablePlan, "where">[];
	/** The tables of which only a part was exported. Their conditions are not told: they may name people. */
	limited: string[];
	tables: Record<string, ExportedTable>;
	references: Reference[];
	allowedDomains: string[];
	targetSettings: string[];
}

/** What an export's manifest is called; it is written last, so that an export without one does not exist. */
export const manifestFile = (id: string): string => `${id}/manifest.json`;
