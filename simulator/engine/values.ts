/** A value as Pulumi's engine sends it: plain JSON. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Values = { [key: string]: Value };

/** What the engine sends in place of a value that is not known before the update has run. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or holds, one that is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
	if (value === unknown) return true;
	if (Array.isArray(value)) return value.some(hasUnknown);
	return isObject(value) && Object.values(value).some(hasUnknown);
}

export function isObject(value: Value | undefined): value is Values {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether two values mean the same. Texts that are both JSON are compared by what they say, as the provider does with
 * policies and container definitions.
 */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
	if (a === b) return true;
	if (typeof a === "string" && typeof b === "string") return sameJson(a, b);
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((element, index) => sameValue(element, b[index]));
	if (!isObject(a) || !isObject(b)) return false;
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => sameValue(a[key], b[key]));
}

function sameJson(a: string, b: string): boolean {
	if (!/^\s*[[{]/.test(a) || !/^\s*[[{]/.test(b)) return false;
	try {
		return sameValue(JSON.parse(a), JSON.parse(b));
	} catch {
		return false;
	}
}
