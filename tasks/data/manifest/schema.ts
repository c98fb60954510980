import { z } from "zod";
import { manifestVersion } from "./manifest";

const count = z.number().int().min(0);
const family = z.enum(["mariadb", "mysql"]);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const definition = z.strictObject({ name: z.string(), sql: z.string(), sqlMode: z.string().optional() });

const column = z.strictObject({
	name: z.string(),
	type: z.string(),
	fullType: z.string(),
	charset: z.string().optional(),
	collation: z.string().optional(),
	length: z.number().optional(),
	nullable: z.boolean(),
	generated: z.boolean(),
	autoIncrement: z.boolean(),
});

const table = z.strictObject({
	name: z.string(),
	engine: z.string(),
	rows: z.number(),
	bytes: z.number(),
	columns: z.array(column),
	primaryKey: z.array(z.string()),
	uniqueKeys: z.array(z.array(z.string())),
	foreignKeys: z.array(
		z.strictObject({
			name: z.string(),
			columns: z.array(z.string()),
			table: z.string(),
			references: z.array(z.string()),
		}),
	),
	create: z.string(),
});

const plan = z.strictObject({
	table,
	rows: z.enum(["keep", "truncate", "skip"]),
	/** What was done; an import does nothing of it again. */
	actions: z.array(z.looseObject({ do: z.string() })),
	allow: z.record(z.string(), z.strictObject({ kinds: z.array(z.string()), reason: z.string() })),
});

const chunk = z.strictObject({
	file: z.string().regex(/^[\w%-]+\/[^/\\]+\.tsv\.gz$/, "a file beside the manifest"),
	rows: count,
	bytes: count,
	stored: count,
	sha256: hash,
});

/** A manifest as it is read: from another machine, and so not to be trusted to be whole. */
export const manifestSchema = z.strictObject({
	version: z.literal(manifestVersion),
	id: z.string().regex(/^\d{14}_[0-9a-f]{4}$/),
	taken: z.iso.datetime(),
	snapshot: z.enum(["global lock", "table locks", "one connection"]),
	source: z.strictObject({ identity: hash, schema: z.string(), family }),
	key: hash,
	catalogue: z.strictObject({
		schema: z.string(),
		family,
		version: z.string(),
		charset: z.string().regex(/^\w+$/),
		collation: z.string().regex(/^\w+$/),
		sequences: z.array(z.string()),
		views: z.array(definition),
		routines: z.array(definition),
		triggers: z.array(definition),
		events: z.array(definition),
	}),
	plans: z.array(plan),
	limited: z.array(z.string()),
	tables: z.record(z.string(), z.strictObject({ rows: count, bytes: count, checksum: count, chunks: z.array(chunk) })),
	references: z.array(
		z.strictObject({ table: z.string(), column: z.string(), toTable: z.string(), toColumn: z.string() }),
	),
	allowedDomains: z.array(z.string()),
	targetSettings: z.array(z.string()),
});
