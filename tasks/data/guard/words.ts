/** 0 between words, 1 in one, 2 for a capital letter: what a word of a text consists of. Bytes beyond ASCII are letters. */
const letter = new Uint8Array(256);
for (let byte = 0x80; byte < 0x100; byte++) letter[byte] = 1;
for (let byte = 0x61; byte <= 0x7a; byte++) letter[byte] = 1;
for (let byte = 0x41; byte <= 0x5a; byte++) letter[byte] = 2;
letter[0x27] = 1;

const [fnvStart, fnvPrime] = [0x811c9dc5, 0x01000193];
const upperLatin = 0xc3;

/** Calls back with the hash and the length of each word, letters in whatever case, until the callback says true. */
export function eachWord(
	data: Buffer,
	from: number,
	to: number,
	word: (hash: number, length: number) => boolean,
): boolean {
	let hash = fnvStart;
	let length = 0;
	let before = 0;
	for (let at = from; at < to; at++) {
		let byte = data[at];
		const kind = letter[byte];
		if (kind === 0) {
			if (length > 0 && word(finished(hash), length)) return true;
			hash = fnvStart;
			length = 0;
		} else {
			if (kind === 2 || (before === upperLatin && byte >= 0x80 && byte <= 0x9e)) byte += 0x20;
			hash = Math.imul(hash ^ byte, fnvPrime);
			length++;
		}
		before = data[at];
	}
	return length > 0 && word(finished(hash), length);
}

function finished(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

const shortestPhone = 8;

/**
 * A phone number in the form in which it is the same with and without spaces, and with 00 or + in front: its digits
 * without leading zeros, as two hashes. @returns undefined for what is too short to be one
 */
export function phoneHash(text: string): [number, number] | undefined {
	const digits = text.replace(/\D/g, "").replace(/^0+/, "");
	if (digits.length < shortestPhone || digits.length > 15) return undefined;
	let [one, other] = [fnvStart, 0x12345678];
	for (let at = 0; at < digits.length; at++) {
		one = Math.imul(one ^ digits.charCodeAt(at), fnvPrime);
		other = Math.imul(other ^ digits.charCodeAt(at), 0x5bd1e995) ^ (other >>> 13);
	}
	return [finished(one), other >>> 0];
}
