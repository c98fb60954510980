import { type Column, isText, quoted, storedColumns, type Table } from "../catalogue/catalogue";

/** Rows of a table between two values of its first key column, or all of them. */
export interface Range {
	column: string;
	/** Inclusive; undefined at either end of the table. */
	from?: string;
	/** Exclusive. */
	to?: string;
}

/** Types whose text form LOAD DATA takes only as text of a character set, not as bytes. */
const asText = ["json", "uuid", "inet4", "inet6"];
/** Character sets of which LOAD DATA takes no bytes. */
export const wideCharsets = ["ucs2", "utf16", "utf16le", "utf32"];

/**
 * Reads what is stored, each value as the bytes or the digits that make the same value again. A FLOAT is read as the
 * DOUBLE that it is, for the server shortens it to six digits otherwise.
 */
export function selectRows(table: Table, where: string[], range?: Range): string {
	const conditions = [...where, ...(range ? rangeConditions(range) : [])];
	const columns = storedColumns(table).map(readExpression).join(", ");
	const filter = conditions.length > 0 ? ` WHERE ${conditions.map((condition) => `(${condition})`).join(" AND ")}` : "";
	return `SELECT ${columns} FROM ${quoted(table.name)}${filter}`;
}

function readExpression(column: Column): string {
	const name = quoted(column.name);
	if (column.type === "float") return `${name} + 0e0`;
	return wideCharsets.includes(column.charset ?? "") ? `CONVERT(${name} USING utf8mb4)` : name;
}

function rangeConditions({ column, from, to }: Range): string[] {
	return [
		...(from === undefined ? [] : [`${quoted(column)} >= ${from}`]),
		...(to === undefined ? [] : [`${quoted(column)} < ${to}`]),
	];
}

/** The statement that takes the lines of {@link Writer} for a table of a schema. */
export function loadRows(schema: string, table: Table): string {
	const columns = storedColumns(table);
	const variable = (index: number) => `@c${index}`;
	// With a SET clause, the server takes an AUTO_INCREMENT of 0 for one to be drawn, unless it is set there as well.
	const converts = columns.some(needsText);
	const aside = (column: Column) => needsText(column) || (converts && column.autoIncrement);
	const targets = columns.map((column, index) => (aside(column) ? variable(index) : quoted(column.name)));
	const sets = columns.flatMap((column, index) => {
		if (!aside(column)) return [];
		const value = needsText(column) ? `CONVERT(${variable(index)} USING utf8mb4)` : variable(index);
		return [`${quoted(column.name)} = ${value}`];
	});
	return (
		`LOAD DATA LOCAL INFILE 'understudy' INTO TABLE ${quoted(schema)}.${quoted(table.name)} CHARACTER SET binary ` +
		`FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (${targets.join(", ")})` +
		(sets.length > 0 ? ` SET ${sets.join(", ")}` : "")
	);
}

function needsText(column: Column): boolean {
	return asText.includes(column.type) || (isText(column) && wideCharsets.includes(column.charset ?? ""));
}

/** What a session that reads the source or loads the target is set to. */
export const readingSession = [
	"SET SESSION character_set_results = NULL",
	"SET SESSION net_write_timeout = 3600, SESSION net_read_timeout = 3600",
];
export const loadingSession = [
	"SET SESSION foreign_key_checks = 0, SESSION unique_checks = 1",
	"SET SESSION net_read_timeout = 3600, SESSION net_write_timeout = 3600",
];
