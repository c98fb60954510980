import type { Origin, Pseudonym } from "./kinds";

const [zero, nine, capitalA, capitalZ, a, z, space] = [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a, 0x20];

/** Of the same shape: a digit for a digit, a capital for a capital, hexadecimal for hexadecimal; signs stay. */
export const likeToken: Pseudonym = (origin, out) => shaped(origin, out, false);

/** A shaped one whose first digit is not zero, as the longest postcodes have it. */
export const postcode: Pseudonym = (origin, out) => shaped(origin, out, true);

function shaped({ data, from, to, fold, digest, longest }: Origin, out: Parameters<Pseudonym>[1], start: boolean) {
	digest.of(data, from, to, fold);
	const hexadecimal = to - from >= 16 && /^[0-9a-f]+$/.test(data.toString("latin1", from, to));
	let text = "";
	for (let at = from; at < to && text.length < longest; at++) {
		const byte = data[at];
		// The second byte of a character beyond ASCII and those after it belong to the letter that the first one gave.
		if (byte >= 0x80 && byte < 0xc0) continue;
		const draw = digest.byte(at - from);
		if (hexadecimal) text += "0123456789abcdef"[draw & 15];
		else if (byte >= zero && byte <= nine) text += start && at === from ? 1 + (draw % 9) : draw % 10;
		else if (byte >= capitalA && byte <= capitalZ) text += String.fromCharCode(capitalA + (draw % 26));
		else if ((byte >= a && byte <= z) || byte >= 0x80) text += String.fromCharCode(a + (draw % 26));
		else text += String.fromCharCode(byte);
	}
	out.text(text);
}

const filler =
	"lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam erat".split(
		" ",
	);

/** Words that mean nothing, as long as what was there; lines stay lines. */
export const likeText: Pseudonym = ({ data, from, to, fold, digest, longest }, out) => {
	if (to === from) return;
	digest.of(data, from, to, fold);
	const length = Math.min(to - from, longest);
	let text = "";
	for (let word = 0; text.length < length; word++) {
		if (text !== "") text += data[from + text.length] < space ? "\n" : " ";
		text += filler[digest.byte(word) % filler.length];
	}
	out.text(text.slice(0, length).trimEnd().padEnd(Math.min(length, 1), "x"));
};
