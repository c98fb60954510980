import type { Writer } from "../transfer/writer";
import type { Origin, Pseudonym } from "./kinds";

const [space, dot] = [0x20, 0x2e];

/** Titles are left out: they are of no person, and not every table has them. */
const titles = new Set("mr mrs ms miss dr prof herr frau hr fr mme mlle m sir dipl ing".split(" "));

type Part = "first" | "middle" | "last";

/**
 * Names word by word, so that a first and a last name give what the full name beside them in another table gives: the
 * first word of a first name and the last word of a last name are drawn from the lists of such names, and every word
 * between them as a middle one.
 */
export function nameWords(column: Part): Pseudonym {
	return (origin, out) => {
		const words = wordsOf(origin);
		words.forEach(([from, to], index) => {
			const at = column === "first" ? 0 : words.length - 1;
			name(origin, from, to, index === at ? column : "middle", out, index === 0);
		});
	};
}

export const fullName: Pseudonym = (origin, out) => {
	const words = wordsOf(origin).filter(([from, to]) => !isTitle(origin, from, to));
	words.forEach(([from, to], index) => {
		const part = index === 0 ? "first" : index === words.length - 1 ? "last" : "middle";
		name(origin, from, to, part, out, index === 0);
	});
};

export const companyName: Pseudonym = ({ data, from, to, fold, digest, words, longest }, out) => {
	digest.of(data, from, to, fold);
	const name = `${words.last[digest.number(0, words.last.length)]} ${words.companies[digest.number(1, words.companies.length)]}`;
	out.ascii(name.slice(0, longest));
};

function wordsOf({ data, from, to }: Origin): [number, number][] {
	const words: [number, number][] = [];
	let start = -1;
	for (let at = from; at <= to; at++) {
		const inside = at < to && data[at] > space;
		if (inside && start < 0) start = at;
		if (inside || start < 0) continue;
		words.push([start, at]);
		start = -1;
	}
	return words;
}

function isTitle({ data }: Origin, from: number, to: number): boolean {
	const end = data[to - 1] === dot ? to - 1 : to;
	return end - from <= 4 && titles.has(data.toString("latin1", from, end).toLowerCase());
}

function name(origin: Origin, from: number, to: number, part: Part, out: Writer, first: boolean): void {
	const { digest, words, longest } = origin;
	digest.of(origin.data, from, to, origin.fold);
	const list = part === "first" ? words.first : words.last;
	let text = list[digest.number(0, list.length)];
	// A quarter is double-barrelled: fewer people share a name.
	if (part === "last" && digest.number(1, 4) === 0) text += `-${words.last[digest.number(2, words.last.length)]}`;
	out.ascii((first ? text : ` ${text}`).slice(0, longest));
}
