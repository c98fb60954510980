import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { readSettings, type Settings } from "../settings";
import { SettingsError } from "./mistake";
import type { Sibling } from "./rules";
import { meant } from "./spelling";

const namespace = "understudy";

/** The configuration of a stack as Pulumi hands it to a program: full keys, objects and lists as JSON. */
export type Configuration = Record<string, string>;

/**
 * The settings of `stack` from its configuration, checked against the stack files in `folder`.
 * @throws SettingsError with every mistake at once, and the line of each where the stack file has one
 */
export function loadSettings(stack: string, configuration: Configuration, folder: string): Settings {
	const file = `Pulumi.${stack}.yaml`;
	const document = openStackFile(join(folder, file));
	refuseMisspeltNamespace(file, configuration, document);
	const values: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(configuration))
		if (key.startsWith(`${namespace}:`)) values[key.slice(namespace.length + 1)] = decode(value);
	return readSettings({
		stack,
		file,
		region: configuration["aws:region"],
		values,
		siblings: siblingsOf(stack, folder),
		readRules: (name) => readRulesIn(folder, name),
		lineOf: (path) => document?.lineOf([`${namespace}:${path[0]}`, ...path.slice(1)]),
	});
}

/** A file of rules, checked as the data copy will check it: a mistake is found in a preview, not at night. */
function readRulesIn(folder: string, name: string): { text?: string; mistakes: string[] } {
	const file = join(folder, name);
	if (!existsSync(file)) return { mistakes: [`got "${name}"; there is no such file in the project`] };
	// Loaded only where there are rules: most previews do without.
	const { loadRules } = require("../tasks/data/rules/load") as typeof import("../tasks/data/rules/load");
	const text = readFileSync(file, "utf8");
	try {
		loadRules(name, text);
		return { text, mistakes: [] };
	} catch (error) {
		return { mistakes: (error as Error).message.split("\n") };
	}
}

/** Pulumi gives every value as text; what began as a list or group of keys comes as JSON. */
function decode(value: string): unknown {
	if (!/^\s*[[{]/.test(value)) return value;
	try {
		return JSON.parse(value);
	} catch {
		return value;
	}
}

function refuseMisspeltNamespace(file: string, configuration: Configuration, document: StackFile | undefined): void {
	const mistakes = Object.keys(configuration).flatMap((key) => {
		const [space] = key.split(":");
		if (space === namespace || meant(space, [namespace]) === undefined) return [];
		const line = document?.lineOf([key]);
		const message = `${line === undefined ? "" : `line ${line}: `}${key}: unknown namespace (did you mean "${namespace}"?)`;
		return [{ path: [], message }];
	});
	if (mistakes.length > 0) throw new SettingsError(file, mistakes);
}

interface StackFile {
	values: Record<string, unknown>;
	lineOf: (path: (string | number)[]) => number | undefined;
}

function openStackFile(path: string): StackFile | undefined {
	if (!existsSync(path)) return undefined;
	const lines = new LineCounter();
	const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines });
	const config = (document.toJS() as { config?: Record<string, unknown> } | null)?.config ?? {};
	return {
		values: config,
		lineOf: (inner) => {
			const path = ["config", ...inner];
			for (let depth = path.length; depth > 1; depth--) {
				const parent = document.getIn(path.slice(0, depth - 1), true);
				const offset = keyOffset(parent, path[depth - 1]);
				if (offset !== undefined) return lines.linePos(offset).line;
			}
			return undefined;
		},
	};
}

interface Positioned {
	key?: { value?: unknown; range?: [number, number, number] };
	range?: [number, number, number];
}

function keyOffset(parent: unknown, key: string | number): number | undefined {
	const items = (parent as { items?: Positioned[] } | undefined)?.items ?? [];
	const item = typeof key === "number" ? items[key] : items.find((pair) => pair.key?.value === key);
	return (item?.key?.range ?? item?.range)?.[0];
}

/** What the project's other stack files say that this stack has to know of. */
function siblingsOf(stack: string, folder: string): Sibling[] {
	return readdirSync(folder)
		.map((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1])
		.filter((other): other is string => other !== undefined && other !== stack)
		.sort()
		.map((other) => {
			const values = openStackFile(join(folder, `Pulumi.${other}.yaml`))?.values ?? {};
			return {
				stack: other,
				network: textOf(values[`${namespace}:network`]),
				account: textOf(values[`${namespace}:account`]),
				region: textOf(values["aws:region"]),
				data: values[`${namespace}:data`],
			};
		});
}

function textOf(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : String(value);
}
