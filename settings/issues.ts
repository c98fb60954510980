import type { z } from "zod";
import { type Mistake, shown } from "./mistake";
import { didYouMean } from "./spelling";

/** What zod found wrong below one top-level key, as mistakes that name key, value and what is allowed. */
export function mistakesFrom(key: string, schema: z.ZodType, value: unknown, error: z.ZodError): Mistake[] {
	return error.issues.flatMap((issue) => {
		const inner = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
		const path = [key, ...inner];
		if (issue.code === "unrecognized_keys") {
			const allowed = keysAt(schema, inner);
			return issue.keys.map((unknown) => ({
				path: [...path, unknown],
				message: `unknown key${didYouMean(unknown, allowed)}; allowed: ${allowed.join(", ")}`,
			}));
		}
		const got = valueAt(value, inner);
		if (issue.code === "invalid_type") {
			const what = got === undefined ? "missing" : `got ${shown(got)}`;
			return [{ path, message: `${what}; allowed: ${wording[issue.expected] ?? issue.expected}` }];
		}
		return [{ path, message: got === undefined ? issue.message.replace("got undefined", "missing") : issue.message }];
	});
}

const wording: Record<string, string> = { object: "a group of keys", array: "a list", string: "a text" };

function valueAt(value: unknown, path: (string | number)[]): unknown {
	return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], value);
}

/** The keys that the object schema at `path` knows, seen through optional, partial and list wrappers. */
function keysAt(schema: z.ZodType, path: (string | number)[]): string[] {
	let at = unwrap(schema);
	for (const part of path) {
		const inner = at as { shape?: Record<string, z.ZodType>; element?: z.ZodType };
		const next = typeof part === "number" ? inner.element : inner.shape?.[part];
		if (!next) return [];
		at = unwrap(next);
	}
	return Object.keys((at as { shape?: Record<string, unknown> }).shape ?? {});
}

function unwrap(schema: z.ZodType): z.ZodType {
	let at = schema as z.ZodType & { unwrap?: () => z.ZodType };
	while (typeof at.unwrap === "function" && !("element" in at)) at = at.unwrap();
	return at;
}
