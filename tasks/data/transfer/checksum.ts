import * as zlib from "node:zlib";

/** Node's own CRC-32 (20.15), which its older declarations do not have. */
const crc32 = (zlib as unknown as { crc32(data: Buffer, value?: number): number }).crc32;

const modulus = 2 ** 48;
/** Weighs a NULL such that 2^16 of them are none: sums of parts come to the same as the sum of the whole. */
const nullWeight = 2 ** 32;
const [backslash, capitalN] = [0x5c, 0x4e];

/**
 * A sum over rows that is the same in whatever order they come, and that a server can compute of what it holds: the
 * CRC-32 of each row's values with tabs between them, \N for NULL, and how many NULLs stand where that could be text.
 */
export class Checksum {
	private sum = 0;
	private nulls = 0;
	private readonly scratch = Buffer.alloc(16 * 1024);

	/**
	 * Adds a row.
	 * @param data its line, from and to its end without the newline
	 * @param escaped whether there are escapes in it, besides \N
	 * @param nulls how many NULLs it has that text could be taken for
	 */
	add(data: Buffer, from: number, to: number, escaped: boolean, nulls: number): void {
		const own = escaped ? this.withoutEscapes(data, from, to) : crc32(data.subarray(from, to));
		this.sum = (this.sum + own) % modulus;
		this.nulls += nulls;
	}

	get value(): number {
		return checksumOf(this.sum, this.nulls);
	}

	/** The CRC-32 of a line as its values are, piece by piece: a line may be as long as a table's longest value. */
	private withoutEscapes(data: Buffer, from: number, to: number): number {
		const { scratch } = this;
		let crc = 0;
		let length = 0;
		for (let at = from; at < to; at++) {
			// A backslash of the value itself is written as two: one before an N is NULL.
			if (data[at] === backslash && data[at + 1] !== capitalN) at++;
			scratch[length++] = data[at];
			if (length < scratch.length) continue;
			crc = crc32(scratch, crc);
			length = 0;
		}
		return crc32(scratch.subarray(0, length), crc);
	}
}

/** The sum, of what its two halves come to. */
export function checksumOf(sum: number | bigint, nulls: number | bigint): number {
	const counted = Number(BigInt(nulls) % 65536n) * nullWeight;
	return (Number(BigInt(sum) % BigInt(modulus)) + counted) % modulus;
}

/** The sum of two parts of a table. */
export function sumOf(one: number, other: number): number {
	return (one + other) % modulus;
}
