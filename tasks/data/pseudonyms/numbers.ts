import type { Origin, Pseudonym } from "./kinds";

/** +999 is no country's code: a number that nobody can be called at. Empty stays empty. */
export const phoneNumber: Pseudonym = ({ data, from, to, fold, digest }, out) => {
	if (to === from) return;
	digest.of(data, from, to, fold);
	const number = String(digest.number(0, 1e5)).padStart(5, "0") + String(digest.number(1, 1e5)).padStart(5, "0");
	out.ascii(`+999${number}`);
};

/** One address or several apart by commas: 10.0.0.0/8 for IPv4, fd00::/8 for IPv6, which lead nowhere. */
export const ipAddress: Pseudonym = (origin, out) => {
	const addresses = origin.data.toString("latin1", origin.from, origin.to).split(/,\s*/);
	const text = addresses.map((address) => (address === "" ? "" : invented(origin, address))).join(", ");
	out.ascii(text.slice(0, origin.longest));
};

/** The number that an IPv4 address is: the same address as its text beside it gets. */
export const ipInteger: Pseudonym = (origin, out) => {
	const number = Number(origin.data.toString("latin1", origin.from, origin.to));
	const address = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
	const parts = invented(origin, address).split(".").map(Number);
	out.ascii(String(parts.reduce((value, part) => value * 256 + part, 0)));
};

function invented({ digest, fold }: Origin, address: string): string {
	const bytes = Buffer.from(address, "latin1");
	digest.of(bytes, 0, bytes.length, fold);
	if (!address.includes(":")) return `10.${digest.number(0, 256)}.${digest.number(1, 256)}.${digest.number(2, 256)}`;
	const group = (nth: number) => digest.number(nth, 0x10000).toString(16);
	return `fd00::${group(0)}:${group(1)}:${group(2)}:${group(3)}`;
}
