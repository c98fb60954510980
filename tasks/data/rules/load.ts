import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { home } from "../../home";
import { DataError } from "../errors";
import type { Rules, TableRule } from "./actions";
import { type RulesFile, rulesFile } from "./schema";

const builtIn = join(home, "tasks", "data", "rules", "magento");

const defaults = (): Rules => ({
	locale: "en",
	domain: "shop.invalid",
	allowedDomains: [],
	tables: {},
	references: [],
	people: [],
	targetSettings: [],
	exclude: [],
	limits: [],
	own: [],
});

/**
 * The built-in rules for Magento, and on top of them a shop's own: what a later file says of a column, a table's rows or
 * a setting wins, everything else stays.
 * @param file the shop's rules, if it has any
 * @param text what stands in them, where they were read already
 * @throws DataError with every mistake of a file, each with line and column
 */
export function loadRules(file?: string, text?: string): Rules {
	const rules = defaults();
	for (const name of builtInFiles()) extend(rules, readRules(name));
	if (file !== undefined) {
		if (text === undefined && !existsSync(file)) throw new DataError(`--rules: there is no file ${file}`);
		const own = readRules(file, text);
		extend(rules, own);
		for (const [table, given] of Object.entries(own.tables ?? {}))
			rules.own.push({ table, columns: typeof given === "string" ? [] : namesOf(given) });
	}
	return rules;
}

function namesOf({ keep, columns, allow }: { keep?: string[]; columns?: object; allow?: object }): string[] {
	return [...(keep ?? []), ...Object.keys(columns ?? {}), ...Object.keys(allow ?? {})];
}

function builtInFiles(): string[] {
	return readdirSync(builtIn)
		.filter((name) => name.endsWith(".yaml"))
		.sort()
		.map((name) => join(builtIn, name));
}

/** Reads one file of rules. */
export function readRules(file: string, text = readFileSync(file, "utf8")): RulesFile {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	const name = file.includes("://") ? file : relative(process.cwd(), file);
	const at = (offset: number) => {
		const { line, col } = lines.linePos(offset);
		return `${name}:${line}:${col}`;
	};
	if (document.errors.length > 0)
		throw new DataError(
			document.errors.map((error) => `${at(error.pos[0])}: ${error.message.split("\n")[0]}`).join("\n"),
		);
	const parsed = rulesFile.safeParse(document.toJS());
	if (parsed.success) return parsed.data;
	const mistakes = parsed.error.issues.flatMap((issue) => mistakesOf(issue, []));
	throw new DataError(
		mistakes.map(({ path, message }) => `${at(offsetOf(document, path))}: ${path.join(".")}: ${message}`).join("\n"),
	);
}

interface Mistake {
	path: PropertyKey[];
	message: string;
}

/** zod's words for what nobody wrote like that: of a union, the form that the value comes closest to. */
function mistakesOf(issue: z.core.$ZodIssue, before: PropertyKey[]): Mistake[] {
	const path = [...before, ...issue.path];
	if (issue.code === "unrecognized_keys")
		return issue.keys.map((key) => ({ path: [...path, key], message: "this key means nothing here" }));
	if (issue.code !== "invalid_union") return [{ path, message: issue.message }];
	const forms = issue.errors.filter(
		(errors) => !errors.every((error) => error.code === "invalid_type" && error.path.length === 0),
	);
	const [closest] = [...forms].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
	if (closest !== undefined && depth(closest) > 0) return closest.flatMap((inner) => mistakesOf(inner, path));
	const words = issue.errors.flat().find((error) => error.code === "invalid_value");
	return [{ path, message: words?.message ?? "none of the forms that are allowed here" }];
}

function depth(issues: z.core.$ZodIssue[]): number {
	return Math.max(...issues.map((issue) => issue.path.length), 0);
}

function offsetOf(document: Document, path: PropertyKey[]): number {
	for (let length = path.length; length > 0; length--) {
		const parent = document.getIn(path.slice(0, length - 1), true) as {
			items?: { key?: { value?: unknown; range?: number[] } }[];
		};
		const pair = parent?.items?.find((item) => item?.key?.value === path[length - 1]);
		if (pair?.key?.range) return pair.key.range[0];
		const node = document.getIn(path.slice(0, length), true) as { range?: number[] } | undefined;
		if (node?.range) return node.range[0];
	}
	return 0;
}

function extend(rules: Rules, file: RulesFile): void {
	rules.locale = file.locale ?? rules.locale;
	rules.domain = file.domain ?? rules.domain;
	rules.testPassword = file["test-password"] ?? rules.testPassword;
	rules.allowedDomains.push(...(file["allowed-domains"] ?? []).map((domain) => domain.toLowerCase()));
	rules.people.push(...(file.people ?? []));
	rules.targetSettings.push(...(file["target-settings"] ?? []));
	for (const { table, column, to } of file.references ?? []) {
		const [toTable, toColumn] = to.split(".");
		rules.references.push({ table, column, toTable, toColumn });
	}
	for (const [name, given] of Object.entries(file.tables ?? {})) rules.tables[name] = merged(rules.tables[name], given);
}

function merged(before: TableRule | undefined, given: NonNullable<RulesFile["tables"]>[string]): TableRule {
	if (typeof given === "string")
		return { rows: given, columns: given === "keep" ? { "*": { do: "keep" } } : {}, allow: {} };
	const kept = Object.fromEntries((given.keep ?? []).map((column) => [column, { do: "keep" as const }]));
	return {
		rows: given.rows ?? before?.rows ?? "keep",
		columns: { ...before?.columns, ...kept, ...given.columns },
		allow: { ...before?.allow, ...given.allow },
		where: given.where ?? before?.where,
	};
}
