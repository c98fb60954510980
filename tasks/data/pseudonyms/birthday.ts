import type { Pseudonym } from "./kinds";

const spread = 366;
const form = /^(\d{4}-\d\d-\d\d)( \d\d:\d\d:\d\d(?:\.\d+)?)?$/;

/**
 * A day within half a year of the real one, so that ages stay about right. A date that is none, such as 0000-00-00, stays;
 * what is not even written as one is a person's own words and gives an empty value.
 */
export const dateBirthday: Pseudonym = ({ data, from, to, fold, digest, longest }, out) => {
	const [text, date, time = ""] = form.exec(data.toString("latin1", from, to)) ?? [""];
	const day = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
	if (Number.isNaN(day)) return out.ascii(text.slice(0, longest));
	digest.of(data, from, to, fold);
	const shifted = new Date(day + (digest.number(0, spread) - spread / 2) * 86_400_000);
	out.ascii(`${shifted.toISOString().slice(0, 10)}${time}`.slice(0, longest));
};
