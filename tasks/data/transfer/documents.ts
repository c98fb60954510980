import { type Php, parsePhp, serialisePhp } from "./php";

/** What becomes of a text inside a document; undefined takes the place of null. */
export type Change = (text: string) => string | undefined;
export type Paths = readonly (readonly [string[], Change])[];

/** Sanitises the strings of a JSON text. @returns undefined if it is not JSON: what cannot be read is not kept */
export function sanitisedJson(text: string, paths: Paths, other: Change): string | undefined {
	if (text === "") return "";
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	return JSON.stringify(changed(value, [], paths, other));
}

function changed(value: unknown, path: string[], paths: Paths, other: Change): unknown {
	if (Array.isArray(value)) return value.map((item, index) => changed(item, [...path, String(index)], paths, other));
	if (typeof value === "object" && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([key, item]) => [key, changed(item, [...path, key], paths, other)]),
		);
	if (typeof value === "string") return (changeAt(path, paths) ?? other)(value) ?? null;
	// A number can be a phone number or a card's: it is kept where a path says so only.
	if (typeof value !== "number") return value;
	const change = changeAt(path, paths);
	return change === undefined ? 0 : Number(change(String(value)) ?? 0) || 0;
}

function changeAt(path: string[], paths: Paths): Change | undefined {
	return paths.find(
		([pattern]) => pattern.length === path.length && pattern.every((part, i) => part === "*" || part === path[i]),
	)?.[1];
}

/** The same for what PHP's serialize() wrote. */
export function sanitisedPhp(text: string, paths: Paths, other: Change): string | undefined {
	if (text === "") return "";
	const value = parsePhp(Buffer.from(text, "utf8"));
	return value === undefined ? undefined : serialisePhp(changedPhp(value, [], paths, other)).toString("utf8");
}

function changedPhp(value: Php, path: string[], paths: Paths, other: Change): Php {
	switch (value.type) {
		case "string": {
			const text = (changeAt(path, paths) ?? other)(value.bytes.toString("utf8"));
			return text === undefined ? { type: "raw", text: "N;" } : { type: "string", bytes: Buffer.from(text, "utf8") };
		}
		case "array":
			return {
				...value,
				items: value.items.map(([key, item]) => [key, changedPhp(item, [...path, keyText(key)], paths, other)]),
			};
		case "raw":
			return value;
	}
}

function keyText(key: Php): string {
	return key.type === "string" ? key.bytes.toString("utf8") : key.type === "raw" ? key.text.slice(2, -1) : "";
}
