/** In every personal value of the shop, so that one can look for it afterwards wherever it must not be. */
export const mark = "zqxlolq";

const firsts =
	"Ana Ben Cleo Dirk Elif Finn Gesa Hugo Iris Jori Kaja Lasse Mina Nils Olga Pia Rune Sina Tore Ulla".split(" ");
const lasts =
	"Berg Dahl Eklund Fors Grahn Holm Isak Jarl Krog Lind Moen Nord Ott Palm Quist Rask Sund Tveit Ulv Vik".split(" ");

/** One person of the shop: everything of them is a function of their number. */
export interface Person {
	first: string;
	last: string;
	email: string;
	phone: string;
	street: string;
	city: string;
	postcode: string;
	ip: string;
}

const syllables = "ba de fi go ku la me ni po ru sa te vi wo za".split(" ");

/** A word for a number, different for different numbers. */
function word(number: number): string {
	let text = "";
	for (let rest = number + 15; rest > 0; rest = Math.floor(rest / 15)) text += syllables[rest % 15];
	return text;
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

export function person(number: number): Person {
	const first = `${capital(mark)}${firsts[number % 20].toLowerCase()}${number % 7 === 0 ? "é" : ""}`;
	const last = `${capital(mark)}${lasts[(number >> 2) % 20].toLowerCase()}${word(number % 5000)}`;
	return {
		first,
		last,
		email: `${mark}.${word(number)}${number}@${mark}mail.org`,
		phone: `+49 171 ${String(10_000_000 + ((number * 7919) % 89_999_999))}`,
		street: `${capital(mark)}weg ${1 + (number % 300)}\n${capital(mark)}hof`,
		city: `${capital(mark)}stadt ${capital(word(number % 900))}`,
		postcode: String(10_000 + (number % 89_000)),
		ip: `81.${number % 250}.${(number >> 8) % 250}.${(number >> 16) % 250}`,
	};
}
