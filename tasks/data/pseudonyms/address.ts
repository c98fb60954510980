import type { Writer } from "../transfer/writer";
import type { Origin, Pseudonym } from "./kinds";
import { cityName, regionName, streetLines } from "./places";
import { postcode } from "./shapes";

const [newline, comma, backslash] = [0x0a, 0x2c, 0x5c];

/** What stands in an address from its end backwards; whatever is in front of them is the street. */
const parts: [kind: string, write: Pseudonym][] = [
	["postcode", postcode],
	["region", regionName],
	["city", cityName],
];

/**
 * An address in one text, with commas between street, city, region and postcode, as Magento's grids keep it: each part
 * becomes what it becomes in the column of its own that it was taken from.
 */
export const joinedAddress: Pseudonym = (origin, out) => {
	const start = out.at;
	const commas = lastCommas(origin);
	const street = commas.length === parts.length ? commas[parts.length - 1] : origin.to;
	streets(origin, street, out);
	if (street < origin.to)
		for (let place = parts.length - 1; place >= 0; place--) {
			const [kind, write] = parts[place];
			out.byte(comma);
			part(origin, kind, commas[place] + 1, place === 0 ? origin.to : commas[place - 1], write, out);
		}
	cut(out, start, origin.longest);
};

/** The places of the last commas, from the end backwards. */
function lastCommas({ data, from, to }: Origin): number[] {
	const places: number[] = [];
	for (let at = to - 1; at >= from && places.length < parts.length; at--) if (data[at] === comma) places.push(at);
	return places;
}

/** The lines of a street, which a comma may have come between. */
function streets(origin: Origin, end: number, out: Writer): void {
	let from = origin.from;
	for (let at = from; at <= end; at++) {
		const byte = at < end ? origin.data[at] : newline;
		if (byte !== comma && byte !== newline) continue;
		part(origin, "street", from, at, streetLines, out);
		if (at < end) out.text(byte === comma ? "," : "\n");
		from = at + 1;
	}
}

function part(origin: Origin, kind: string, from: number, to: number, write: Pseudonym, out: Writer): void {
	write({ ...origin, from, to, digest: origin.digestOf(kind) }, out);
}

/** Takes away what the column has no room for; what invented addresses consist of is ASCII. */
function cut(out: Writer, start: number, longest: number): void {
	if (out.at - start <= longest) return;
	out.at = start + longest;
	if (out.buffer[out.at - 1] === backslash) out.at--;
}
