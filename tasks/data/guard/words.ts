/** 0 between words, 1 in one, 2 for a capital letter: what a word of a text consists of. Bytes beyond ASCII are letters. */
const letter = new Uint8Array(256);
for (let byte = 0x80; byte < 0x100; byte++) letter[byte] = 1;
for (let byte = 0x61; byte <= 0x7a; byte++) letter[byte] = 1;
for (let byte = 0x41; byte <= 0x5a; byte++) letter[byte] = 2;
letter[0x27] = 1;

const [fnvStart, fnvPrime] = [0x811c9dc5, 0x01000193];
const upperLatin = 0xc3;

/** What the hash of a word begins with. */
export const wordStart = fnvStart;

/** The hash with one more byte of a word, letters in whatever case; 0 where the byte is between words. */
export function nextHash(hash: number, data: Buffer, at: number, from: number): number {
	let byte = data[at];
	const kind = letter[byte];
	if (kind === 0) return 0;
	if (kind === 2 || (byte >= 0x80 && byte <= 0x9e && at > from && data[at - 1] === upperLatin)) byte += 0x20;
	return Math.imul(hash ^ byte, fnvPrime) | 0 || 1;
}

/** A word's hash, mixed so that its bits can be used on their own. */
export function finishedHash(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The hash of the first or the last word of a text; 0 if there is none. */
export function wordHash(data: Buffer, from: number, to: number, which: "first" | "last"): number {
	let hash = wordStart;
	let found = 0;
	let length = 0;
	for (let at = from; at <= to; at++) {
		const next = at < to ? nextHash(hash, data, at, from) : 0;
		if (next !== 0) {
			hash = next;
			length++;
			continue;
		}
		if (length > 0) {
			found = finishedHash(hash);
			if (which === "first") return found;
		}
		hash = wordStart;
		length = 0;
	}
	return found;
}

const [zero, nine] = [0x30, 0x39];
const [shortestPhone, longestPhone] = [8, 15];

/**
 * A phone number in the form in which it is the same with and without spaces, and with 00 or + in front: its digits
 * without leading zeros, as two hashes. @returns undefined for what is too short to be one
 */
export function phoneHash(data: Buffer, from: number, to: number): [number, number] | undefined {
	let [one, other, digits] = [fnvStart, 0x12345678, 0];
	for (let at = from; at < to; at++) {
		const byte = data[at];
		if (byte < zero || byte > nine || (digits === 0 && byte === zero)) continue;
		digits++;
		one = Math.imul(one ^ byte, fnvPrime);
		other = Math.imul(other ^ byte, 0x5bd1e995) ^ (other >>> 13);
	}
	return digits < shortestPhone || digits > longestPhone ? undefined : [finishedHash(one), other >>> 0];
}
