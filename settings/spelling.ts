import { closest, distance } from "fastest-levenshtein";

/** The known word that `word` was probably meant to be, if one is near enough to be worth naming. */
export function meant(word: string, known: readonly string[]): string | undefined {
	if (known.length === 0) return undefined;
	const nearest = closest(word, known);
	const far = distance(word.toLowerCase(), nearest.toLowerCase());
	return far <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}

/** ` (did you mean "plan"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
	const nearest = meant(word, known);
	return nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
}
