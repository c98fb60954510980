import type { Row, Session } from "../connection/session";
import { DataError } from "../errors";
import type { Catalogue, Column, Table } from "./catalogue";
import { readObjects } from "./read-objects";

/**
 * Reads what a schema consists of.
 * @param session a connection that may read the schema
 * @throws DataError if the schema does not exist or may not be read
 */
export async function readCatalogue(session: Session, schema: string): Promise<Catalogue> {
	const [server] = await session.query("SELECT VERSION() AS version");
	const version = String(server.version);
	const [defaults] = await session.query(
		"SELECT DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
		[schema],
	);
	if (defaults === undefined) throw new DataError(`there is no schema "${schema}", or the user may not see it`);
	await session.query("USE ??", [schema]);
	const tables = await readTables(session, schema);
	return {
		schema,
		family: familyOf(version),
		version,
		charset: String(defaults.charset),
		collation: String(defaults.collation),
		tables,
		...(await readObjects(session, schema)),
	};
}

/** Which of the two families a server's version belongs to. */
export function familyOf(version: string): Catalogue["family"] {
	return /mariadb/i.test(version) ? "mariadb" : "mysql";
}

async function readTables(session: Session, schema: string): Promise<Table[]> {
	const rows = await session.query(
		`SELECT TABLE_NAME AS name, ENGINE AS engine, TABLE_ROWS AS n, DATA_LENGTH AS bytes, TABLE_TYPE AS type
		FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME`,
		[schema],
	);
	const versioned = rows.filter((row) => row.type === "SYSTEM VERSIONED").map((row) => row.name);
	if (versioned.length > 0)
		throw new DataError(`system-versioned tables keep what was deleted and are not copied: ${versioned.join(", ")}`);
	const columns = await readColumns(session, schema);
	const keys = await readKeys(session, schema);
	const references = await readForeignKeys(session, schema);
	const tables: Table[] = [];
	for (const row of rows) {
		const name = String(row.name);
		const [created] = await session.query("SHOW CREATE TABLE ??", [name]);
		const own = keys.filter((key) => key.table === name);
		tables.push({
			name,
			engine: String(row.engine),
			rows: Number(row.n ?? 0),
			bytes: Number(row.bytes ?? 0),
			columns: columns.get(name) ?? [],
			primaryKey: own.find((key) => key.name === "PRIMARY")?.columns ?? [],
			uniqueKeys: own.filter((key) => key.unique && key.name !== "PRIMARY").map((key) => key.columns),
			foreignKeys: references.filter((key) => key.of === name).map(({ of: _, ...key }) => key),
			create: String(created["Create Table"]),
		});
	}
	return tables;
}

async function readColumns(session: Session, schema: string): Promise<Map<string, Column[]>> {
	const rows = await session.query(
		`SELECT TABLE_NAME AS t, COLUMN_NAME AS name, DATA_TYPE AS type, COLUMN_TYPE AS fullType, CHARACTER_SET_NAME AS charset,
			COLLATION_NAME AS collation, CHARACTER_MAXIMUM_LENGTH AS length, IS_NULLABLE AS nullable, EXTRA AS extra,
			GENERATION_EXPRESSION AS generation
		FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION`,
		[schema],
	);
	const tables = new Map<string, Column[]>();
	for (const row of rows) {
		const column: Column = {
			name: String(row.name),
			type: String(row.type).toLowerCase(),
			fullType: String(row.fullType),
			charset: text(row.charset),
			collation: text(row.collation),
			length: row.length === null ? undefined : Number(row.length),
			nullable: row.nullable === "YES",
			generated: Boolean(row.generation),
			autoIncrement: /auto_increment/i.test(String(row.extra)),
		};
		const table = String(row.t);
		tables.set(table, [...(tables.get(table) ?? []), column]);
	}
	return tables;
}

interface Key {
	table: string;
	name: string;
	unique: boolean;
	columns: string[];
}

async function readKeys(session: Session, schema: string): Promise<Key[]> {
	const rows = await session.query(
		`SELECT TABLE_NAME AS t, INDEX_NAME AS name, NON_UNIQUE AS many, COLUMN_NAME AS c FROM information_schema.STATISTICS
		WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
		[schema],
	);
	return grouped(rows, (row) => `${row.t}\0${row.name}`).map((group) => ({
		table: String(group[0].t),
		name: String(group[0].name),
		unique: Number(group[0].many) === 0,
		columns: group.map((row) => String(row.c)),
	}));
}

async function readForeignKeys(session: Session, schema: string) {
	const rows = await session.query(
		`SELECT TABLE_NAME AS t, CONSTRAINT_NAME AS name, COLUMN_NAME AS c, REFERENCED_TABLE_SCHEMA AS rs,
			REFERENCED_TABLE_NAME AS r, REFERENCED_COLUMN_NAME AS rc
		FROM information_schema.KEY_COLUMN_USAGE
		WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`,
		[schema],
	);
	const away = rows.filter((row) => String(row.rs) !== schema).map((row) => `${row.t}.${row.name}`);
	if (away.length > 0) throw new DataError(`foreign keys into another schema cannot be copied: ${away.join(", ")}`);
	return grouped(rows, (row) => `${row.t}\0${row.name}`).map((group) => ({
		of: String(group[0].t),
		name: String(group[0].name),
		columns: group.map((row) => String(row.c)),
		table: String(group[0].r),
		references: group.map((row) => String(row.rc)),
	}));
}

function grouped(rows: Row[], key: (row: Row) => string): Row[][] {
	const groups = new Map<string, Row[]>();
	for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
	return [...groups.values()];
}

function text(value: unknown): string | undefined {
	return value === null || value === undefined ? undefined : String(value);
}
