import { z } from "zod";
import { kinds } from "../pseudonyms/kinds";
import { locales } from "../pseudonyms/words";
import type { Action } from "./actions";

const simple = ["keep", "null", "password-hash", "drop-row", ...Object.keys(kinds)];
const guarded = ["email", "card", "iban", "private-key", "jwt", "aws-key", "phone", "name"] as const;

/** What the guard looks for. */
export type GuardKind = (typeof guarded)[number];

const lookup = z.strictObject({ table: z.string(), key: z.string(), value: z.string() });

/** An action as it is written: a word, or an object with one key that says which. */
export const action: z.ZodType<Action, unknown> = z.lazy(() =>
	z.union([
		z.enum(simple as [string, ...string[]]).transform(fromWord),
		z.null().transform((): Action => ({ do: "null" })),
		z.strictObject({ constant: z.string() }).transform(({ constant }): Action => ({ do: "constant", value: constant })),
		z.strictObject({ template: z.string() }).transform(({ template }): Action => ({ do: "template", template })),
		z
			.strictObject({ json: z.record(z.string(), action), other: action.optional() })
			.transform(({ json, other }): Action => ({ do: "json", paths: json, other: other ?? { do: "null" } })),
		z
			.strictObject({ php: z.record(z.string(), action), other: action.optional() })
			.transform(({ php, other }): Action => ({ do: "php", paths: php, other: other ?? { do: "null" } })),
		z
			.strictObject({
				by: z.string(),
				lookup: lookup.optional(),
				keep: z.array(z.string()).default([]),
				cases: z.record(z.string(), action).default({}),
				other: action,
			})
			.transform(({ by, lookup, keep, cases, other }): Action => {
				const kept = Object.fromEntries(keep.map((value) => [value, { do: "keep" } as Action]));
				// The first pattern that fits decides: what is to be changed goes before what is kept.
				return { do: "by", column: by, lookup, cases: { ...cases, ...kept }, other };
			}),
	]),
);

function fromWord(word: string): Action {
	if (word === "keep" || word === "null" || word === "password-hash" || word === "drop-row") return { do: word };
	return { do: "pseudonym", kind: word };
}

const table = z.union([
	z.enum(["keep", "truncate", "skip"]),
	z.strictObject({
		rows: z.enum(["keep", "truncate", "skip"]).optional(),
		keep: z.array(z.string()).optional(),
		columns: z.record(z.string(), action).optional(),
		allow: z
			.record(z.string(), z.strictObject({ kinds: z.array(z.enum(guarded)).min(1), reason: z.string().min(10) }))
			.optional(),
		where: z.string().optional(),
	}),
]);

const reference = z.strictObject({
	table: z.string(),
	column: z.string(),
	to: z.string().regex(/^[^.]+\.[^.]+$/, "a table and a column with a dot between them: customer_entity.entity_id"),
});

/** A rules file. */
export const rulesFile = z.strictObject({
	version: z.literal(1),
	locale: z.enum(Object.keys(locales) as [string, ...string[]]).optional(),
	domain: z
		.string()
		.regex(/^[a-z0-9.-]+\.invalid$/, "ends with .invalid, so that no mail leaves for anyone")
		.max(20, "at most 20 characters, so that addresses fit into short columns")
		.optional(),
	"allowed-domains": z.array(z.string()).optional(),
	"test-password": z.string().min(8).optional(),
	tables: z.record(z.string(), table).optional(),
	references: z.array(reference).optional(),
	people: z.array(z.string()).optional(),
	"target-settings": z.array(z.string()).optional(),
});

export type RulesFile = z.infer<typeof rulesFile>;
