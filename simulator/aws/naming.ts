import { createHash } from "node:crypto";
import type { Values } from "../engine/values";
import type { Kind, Making } from "./kind";

/** Hexadecimal digits that look random and are the same for the same seed and salt. */
export function hexFrom(seed: string): Making["hex"] {
	return (digits, salt = "") => createHash("sha512").update(`${seed}\0${salt}`).digest("hex").slice(0, digits);
}

const randomDigits = 7;

/**
 * The name of a resource that the program did not name: its logical name and seven digits, as the provider makes it.
 * @throws if that is longer than the service allows
 */
export function autoName(token: string, kind: Kind, name: string, random: string): string {
	const { property, longest, lowerCase } = kind.autoName as NonNullable<Kind["autoName"]>;
	const made = `${lowerCase ? name.toLowerCase() : name}-${hexFrom(random)(randomDigits)}`;
	if (longest !== undefined && made.length > longest)
		throw new Error(`${token}: the name "${made}" made for "${property}" is longer than ${longest} characters`);
	return made;
}

/** Fills the notation of a kind's id or ARN: `{property}` from the inputs, `#` with random digits. */
export function fillIn(pattern: string, values: Values, hex: Making["hex"]): string {
	return pattern
		.replace(/\{(\w+)\}/g, (whole, property) => (property in values ? String(values[property]) : whole))
		.replace(/#/g, () => hex(17));
}
