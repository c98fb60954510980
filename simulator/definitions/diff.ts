import type { DetailedDiff } from "../engine/simulation";
import { isObject, sameValue, type Value, type Values } from "../engine/values";

/** Whether a change at a property path makes a new resource. Paths carry no indices: `rules.destination`. */
export type Ruling = (path: string) => boolean;

/** Every path at which two sets of inputs differ. Adding or removing a group of properties is one difference. */
export function diffInputs(olds: Values, news: Values, replaces: Ruling): DetailedDiff {
	const diff: DetailedDiff = {};
	compareObjects("", olds, news, replaces, diff);
	return diff;
}

const internal = /^__/;

function compareObjects(path: string, olds: Values, news: Values, replaces: Ruling, diff: DetailedDiff): void {
	for (const key of new Set([...Object.keys(olds), ...Object.keys(news)]))
		if (!internal.test(key)) compare(joined(path, key), olds[key], news[key], replaces, diff);
}

/** Keys that would read as a path, such as those of tags, are quoted as the engine does. */
function joined(path: string, key: string): string {
	if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}["${key}"]`;
	return path === "" ? key : `${path}.${key}`;
}

function compare(
	path: string,
	old: Value | undefined,
	now: Value | undefined,
	replaces: Ruling,
	diff: DetailedDiff,
): void {
	if (sameValue(old ?? undefined, now ?? undefined)) return;
	if (isObject(old) && isObject(now)) compareObjects(path, old, now, replaces, diff);
	else if (Array.isArray(old) && Array.isArray(now))
		for (let index = 0; index < Math.max(old.length, now.length); index++)
			compare(`${path}[${index}]`, old[index], now[index], replaces, diff);
	else {
		const change = isAbsent(old) ? "add" : isAbsent(now) ? "delete" : "update";
		diff[path] = { change, replaces: replaces(withoutIndices(path)) };
	}
}

function isAbsent(value: Value | undefined): boolean {
	return value === undefined || value === null;
}

/** `rules[0].destination["a.b"]` as `rules.destination`. */
function withoutIndices(path: string): string {
	return path.replace(/\[(\d+|"[^"]*")\]/g, "");
}
