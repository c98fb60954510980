import type { Pseudonym } from "./kinds";

const spread = 366;

/** A day within half a year of the real one, so that ages stay about right. What is no date stays: 0000-00-00. */
export const dateBirthday: Pseudonym = ({ data, from, to, fold, digest }, out) => {
	const text = data.toString("latin1", from, to);
	const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
	if (Number.isNaN(day)) return out.text(text);
	digest.of(data, from, to, fold);
	const shifted = new Date(day + (digest.number(0, spread) - spread / 2) * 86_400_000);
	out.text(`${shifted.toISOString().slice(0, 10)}${text.slice(10)}`);
};
