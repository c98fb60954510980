/** What a schema consists of, as far as a copy has to know. Plain data: it goes into manifests and between threads. */
export interface Catalogue {
	schema: string;
	family: "mariadb" | "mysql";
	version: string;
	/** The schema's default character set and collation. */
	charset: string;
	collation: string;
	tables: Table[];
	/** Statements that make them again, without definers, in an order that works or is retried. */
	sequences: string[];
	views: Definition[];
	routines: Definition[];
	triggers: Definition[];
	events: Definition[];
}

/** Everything of a schema but its tables. */
export type Definitions = Omit<Catalogue, "tables">;

/** An object that is made by one statement, under the SQL mode and collation it was made with. */
export interface Definition {
	name: string;
	sql: string;
	sqlMode?: string;
}

export interface Table {
	name: string;
	engine: string;
	/** Estimates of the server. */
	rows: number;
	bytes: number;
	columns: Column[];
	primaryKey: string[];
	uniqueKeys: string[][];
	foreignKeys: ForeignKey[];
	/** The answer to SHOW CREATE TABLE. */
	create: string;
}

export interface Column {
	name: string;
	/** The type without length: varchar, int, datetime. */
	type: string;
	/** The whole type: varchar(255), int(10) unsigned. */
	fullType: string;
	/** Of text columns only. */
	charset?: string;
	collation?: string;
	/** The longest text it takes, in characters. */
	length?: number;
	nullable: boolean;
	/** Computed by the server; neither read nor written. */
	generated: boolean;
	autoIncrement: boolean;
}

export interface ForeignKey {
	name: string;
	columns: string[];
	table: string;
	references: string[];
}

const textTypes = ["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json"];

/** Whether a column holds text that a person can have written. */
export function isText(column: Column): boolean {
	return textTypes.includes(column.type);
}

/** Whether a column's values are digits, signs and separators only, so that nothing of them needs an escape. */
export function isPlain(column: Column): boolean {
	return /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|date|datetime|timestamp|time|year)$/.test(
		column.type,
	);
}

/** The columns that are read and written. */
export function storedColumns(table: Table): Column[] {
	return table.columns.filter((column) => !column.generated);
}

export function quoted(name: string): string {
	return `\`${name.replaceAll("`", "``")}\``;
}
