import { quoted, type Table } from "../catalogue/catalogue";
import type { Range } from "../transfer/statements";

const wholeNumbers = ["tinyint", "smallint", "mediumint", "int", "bigint"];
/** A table of less is read in one go: a statement of its own for a part costs more than it gains. */
const rangeBytes = 48 * 1024 * 1024;
const mostRanges = 256;

/** The column that a table's rows can be read in parts by: the first of its primary key, if it is a whole number. */
export function rangeColumn(table: Table): string | undefined {
	const first = table.columns.find((column) => column.name === table.primaryKey[0]);
	return first && wholeNumbers.includes(first.type) ? first.name : undefined;
}

/** In how many parts a table is best read, by the server's estimate of its size. */
export function partsOf(table: Table): number {
	if (table.bytes < 2 * rangeBytes || rangeColumn(table) === undefined) return 1;
	return Math.min(mostRanges, Math.floor(table.bytes / rangeBytes));
}

/**
 * Parts of like width between two values of a key; each key lies in exactly one, those beyond the ends too.
 * @param bounds the least and the greatest value, digits with a sign
 * @param parts how many there are to be at most
 */
export function rangesOf(column: string, bounds: [string, string], parts: number): Range[] {
	const [least, most] = bounds.map(BigInt);
	const width = (most - least) / BigInt(parts) + 1n;
	const starts: bigint[] = [];
	for (let at = least + width; at <= most; at += width) starts.push(at);
	return [undefined, ...starts].map((from, index) => ({
		column,
		from: from?.toString(),
		to: starts[index]?.toString(),
	}));
}

const stretches = 32n;

/**
 * A condition for stretches of a key that together are one part in so many of it.
 * @param where each stretch begins, as a part of the way to the next one: from 0 to 1
 */
export function stretchesOf(column: string, bounds: [string, string], every: number, where: number): string {
	const [least, most] = bounds.map(BigInt);
	const way = (most - least) / stretches + 1n;
	const width = way / BigInt(every) + 1n;
	const offset = ((way - width) * BigInt(Math.floor(where * 1000))) / 1000n;
	return Array.from({ length: Number(stretches) }, (_, index) => least + way * BigInt(index) + offset)
		.map((from) => `${quoted(column)} BETWEEN ${from} AND ${from + width - 1n}`)
		.join(" OR ");
}
