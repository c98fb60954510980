import { type Column, isText, quoted, storedColumns, type Table } from "../catalogue/catalogue";
import { wideCharsets } from "./statements";

/** Types that the server turns into the same text within an expression as in a result. */
const numbersAndDates = /^(tinyint|smallint|mediumint|int|bigint|decimal|date|datetime|timestamp)$/;
const bytes = /^(binary|varbinary|tinyblob|blob)$/;
const [tab, nothing] = ["0x09", "0x5c4e"];

/**
 * The statement with which a server computes {@link Checksum} itself, without sending a row: `n` rows, `c` their sum, `e`
 * NULLs that text could be taken for.
 * @returns undefined for tables with a type whose text in an expression is not for certain that of a result
 */
export function checksumQuery(table: Table): string | undefined {
	const columns = storedColumns(table);
	if (columns.length === 0 || !columns.every(isCertain)) return undefined;
	// A binary separator makes the whole binary: nothing is converted, whatever character sets meet.
	const values = columns.map(({ name, nullable }) => (nullable ? `IFNULL(${quoted(name)}, ${nothing})` : quoted(name)));
	const nulls = columns.filter(couldBeNullsText).map(({ name }) => `ISNULL(${quoted(name)})`);
	return (
		`SELECT COUNT(*) AS n, SUM(CRC32(CONCAT_WS(${tab}, ${values.join(", ")}))) AS c, ` +
		`SUM(${nulls.length > 0 ? nulls.join(" + ") : "0"}) AS e FROM ${quoted(table.name)}`
	);
}

function isCertain(column: Column): boolean {
	if (column.fullType.includes("zerofill")) return false;
	if (isText(column)) return column.type !== "json" && !wideCharsets.includes(column.charset ?? "");
	return numbersAndDates.test(column.type) || bytes.test(column.type);
}

/** Whether a value could be the two letters that stand for NULL in a line. */
export function couldBeNullsText(column: Column): boolean {
	return column.nullable && !numbersAndDates.test(column.type);
}
