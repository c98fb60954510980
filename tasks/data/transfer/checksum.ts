import * as zlib from "node:zlib";

/** Node's own CRC-32 (20.15), which its older declarations do not have. */
const crc32 = (zlib as unknown as { crc32(data: Buffer, value?: number): number }).crc32;
const modulus = 2 ** 48;

/** A sum over rows that is the same in whatever order they come: of each line's CRC-32. */
export class Checksum {
	value = 0;

	add(data: Buffer, from: number, to: number): void {
		this.value = (this.value + crc32(data.subarray(from, to))) % modulus;
	}
}

/** The sum of two parts of a table. */
export function sumOf(one: number, other: number): number {
	return (one + other) % modulus;
}
