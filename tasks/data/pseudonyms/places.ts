import type { Origin, Pseudonym } from "./kinds";

const newline = 0x0a;

/** A name, 65 bits that tell it from every other one, and a domain that no mail can reach. */
export const emailAddress: Pseudonym = ({ data, from, to, fold, digest, words, longest, domain }, out) => {
	if (to === from) return;
	digest.of(data, from, to, fold);
	const letters = digest.letters();
	const name = `${words.first[digest.number(0, words.first.length)].toLowerCase()}.`;
	const room = longest - letters.length - 1 - domain.length;
	out.ascii(`${name.length <= room ? name : ""}${letters}@${domain}`);
};

/** As many lines as there were; Magento keeps the lines of an address in one column. */
export const streetLines: Pseudonym = (origin, out) => {
	const { data, to, fold, digest, words, longest } = origin;
	let from = origin.from;
	let text = "";
	for (let at = from; at <= to; at++) {
		if (at < to && data[at] !== newline) continue;
		if (from !== origin.from) text += "\n";
		if (at > from) {
			digest.of(data, from, at, fold);
			const street = words.streets[digest.number(0, words.streets.length)];
			const number = 1 + digest.number(1, 999);
			const letter = "abcdefgh"[digest.number(2, 8)];
			text += words.numberFirst ? `${number}${letter} ${street} Street` : `${street} ${number}${letter}`;
		}
		from = at + 1;
	}
	out.text(text.slice(0, longest));
};

export const cityName = fromList((words) => words.cities);
export const regionName = fromList((words) => words.regions);

const agents = ["Firefox/128.0", "Chrome/126.0.0.0", "Safari/605.1.15", "Edg/126.0.0.0"];
const systems = [
	"X11; Linux x86_64",
	"Windows NT 10.0; Win64; x64",
	"Macintosh; Intel Mac OS X 14_5",
	"iPhone; CPU iPhone OS 17_5 like Mac OS X",
];

export const userAgent: Pseudonym = ({ data, from, to, fold, digest, longest }, out) => {
	digest.of(data, from, to, fold);
	const text = `Mozilla/5.0 (${systems[digest.number(0, systems.length)]}) ${agents[digest.number(1, agents.length)]}`;
	out.ascii(text.slice(0, longest));
};

function fromList(list: (words: Origin["words"]) => string[]): Pseudonym {
	return ({ data, from, to, fold, digest, words, longest }, out) => {
		if (to === from) return;
		digest.of(data, from, to, fold);
		const names = list(words);
		out.ascii(names[digest.number(0, names.length)].slice(0, longest));
	};
}
