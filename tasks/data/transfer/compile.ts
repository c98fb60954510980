import { type Column, isPlain, isText, storedColumns } from "../catalogue/catalogue";
import { Refusal } from "../errors";
import type { Guard } from "../guard/guard";
import { Digest } from "../pseudonyms/digest";
import { asciiFold, type Fold } from "../pseudonyms/fold";
import { kinds, type Origin, writePseudonym } from "../pseudonyms/kinds";
import { Memory } from "../pseudonyms/memory";
import { locales, type Words } from "../pseudonyms/words";
import type { Action } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import type { GuardKind } from "../rules/schema";
import { couldBeNullsText } from "./checksum-query";
import { sanitisedJson, sanitisedPhp } from "./documents";
import { passwordHash } from "./password";
import type { RowView } from "./row";
import { Writer } from "./writer";

/** What is needed to sanitise rows, the same for all tables. */
export interface Context {
	secret: Buffer;
	locale: string;
	domain: string;
	testPassword?: string;
	folds: Map<string, Fold>;
	/** For `by` with a look-up: by table and column, what the key's value stands for. */
	lookups: Map<string, Map<string, string>>;
	guard: Guard;
}

/** Writes one value of a row. */
type Write = (row: RowView, out: Writer) => void;
/** Whether a row is left out. */
type Drops = (row: RowView) => boolean;

export interface CompiledTable {
	columns: Column[];
	/** Appends a row as a line. @returns false if the row is left out */
	write(row: RowView, out: Writer): boolean;
}

/** Something that must not leave the source, where it was found. */
export class GuardHit extends Refusal {
	constructor(
		readonly table: string,
		readonly column: string,
		readonly key: string,
		readonly kind: GuardKind,
	) {
		super(`${table}.${column}, row ${key}: ${kind}`);
	}
}

/** Turns a table's actions into functions, once, so that a row costs no decision that a table can make. */
export function compileTable(plan: TablePlan, context: Context): CompiledTable {
	const compiler = new Compiler(plan, context);
	const columns = storedColumns(plan.table);
	const writes = columns.map((column, index) => compiler.column(column, index, plan.actions[index]));
	const drops = columns.flatMap((_, index) => compiler.drops(plan.actions[index], index) ?? []);
	const last = writes.length - 1;
	const counted = columns.map((column) => (couldBeNullsText(column) ? 1 : 0));
	return {
		columns,
		write(row, out) {
			for (let i = 0; i < drops.length; i++) if (drops[i](row)) return false;
			for (let i = 0; i <= last; i++) {
				out.nullCounts = counted[i];
				if (row.to[i] < 0) out.null();
				else writes[i](row, out);
				out.byte(i === last ? 0x0a : 0x09);
			}
			return true;
		},
	};
}

class Compiler {
	private readonly words: Words;
	private readonly names: string[];
	private readonly keyColumns: number[];
	private readonly digests = new Map<string, Digest>();
	private readonly memories = new Map<string, Memory>();

	constructor(
		private readonly plan: TablePlan,
		private readonly context: Context,
	) {
		this.words = locales[context.locale];
		const columns = storedColumns(plan.table);
		this.names = columns.map((column) => column.name);
		// A key that a person can be told by is not shown.
		this.keyColumns = plan.table.primaryKey
			.map((name) => this.names.indexOf(name))
			.filter((index) => index >= 0 && isPlain(columns[index]));
	}

	column(column: Column, index: number, action: Action): Write {
		switch (action.do) {
			case "keep":
				return this.keep(column, index);
			case "null":
				return (_, out) => out.null();
			case "constant":
				return (_, out) => out.text(action.value);
			case "password-hash": {
				const hash = passwordHash(this.context.testPassword);
				return (_, out) => out.text(hash);
			}
			case "template":
				return this.template(action.template);
			case "pseudonym":
				return this.pseudonym(column, index, action.kind);
			case "json":
			case "php":
				return this.document(column, index, action);
			case "by":
				return this.by(column, index, action);
			case "drop-row":
				return () => {};
		}
	}

	drops(action: Action, index: number): Drops | undefined {
		if (action.do === "drop-row") return (row) => row.to[index] >= 0;
		if (action.do !== "by") return undefined;
		const rows = [...Object.values(action.cases), action.other].some((inner) => inner.do === "drop-row");
		if (!rows) return undefined;
		const choose = this.chooser(action);
		return (row) => choose(row).do === "drop-row";
	}

	private keep(column: Column, index: number): Write {
		if (isPlain(column)) return (row, out) => out.plain(row.data, row.from[index], row.to[index]);
		if (!isText(column)) return (row, out) => out.escaped(row.data, row.from[index], row.to[index]);
		const { guard } = this.context;
		const allowed = this.plan.allow[column.name]?.kinds;
		return (row, out) => {
			const data = row.data;
			const from = row.from[index];
			const to = row.to[index];
			const found = guard.find(data, from, to, allowed);
			if (found !== undefined) throw this.hit(row, column, found);
			out.escaped(data, from, to);
		};
	}

	private hit(row: RowView, column: Column, kind: GuardKind): GuardHit {
		const key = this.keyColumns.map((index) => `${this.names[index]} ${row.text(index)}`).join(", ");
		return new GuardHit(this.plan.table.name, column.name, key || "without a key that may be shown", kind);
	}

	private template(template: string): Write {
		const parts = template.split(/\{([^}]*)\}/);
		return (row, out) => {
			parts.forEach((part, place) => {
				if (place % 2 === 0) out.text(part);
				else out.text(row.text(this.names.indexOf(part)) ?? "");
			});
		};
	}

	private digestOf(kindName: string): Digest {
		const key = kinds[kindName].key ?? kindName;
		const digest = this.digests.get(key) ?? new Digest(this.context.secret, key);
		this.digests.set(key, digest);
		return digest;
	}

	/** What a value became serves every column of the table in which it would become the same. */
	private memoryOf(column: Column, kindName: string): Memory {
		const name = `${kindName} ${column.collation} ${column.length}`;
		const memory = this.memories.get(name) ?? new Memory();
		this.memories.set(name, memory);
		return memory;
	}

	private origin(column: Column, kindName: string): Origin {
		return {
			data: Buffer.alloc(0),
			from: 0,
			to: 0,
			fold: this.context.folds.get(column.collation ?? "") ?? asciiFold,
			digest: this.digestOf(kindName),
			digestOf: (kind) => this.digestOf(kind),
			words: this.words,
			longest: column.length ?? 255,
			domain: this.context.domain,
		};
	}

	private pseudonym(column: Column, index: number, kindName: string): Write {
		const kind = kinds[kindName];
		const origin = this.origin(column, kindName);
		const memory = this.memoryOf(column, kindName);
		return (row, out) => {
			const data = row.data;
			const from = row.from[index];
			const to = row.to[index];
			if (memory.recall(data, from, to, out)) return;
			const { at, escapes } = out;
			origin.data = data;
			origin.from = from;
			origin.to = to;
			writePseudonym(kind, origin, out);
			if (out.escapes === escapes) memory.keep(data, from, to, out.buffer, at, out.at);
		};
	}

	/** JSON and PHP-serialised values: a small row of one column for each string at a path. */
	private document(column: Column, index: number, action: Action & { do: "json" | "php" }): Write {
		const change = action.do === "json" ? sanitisedJson : sanitisedPhp;
		const one = this.oneText(column);
		const paths = Object.entries(action.paths).map(([path, inner]) => [path.split("."), one(inner)] as const);
		const other = one(action.other);
		const allowed = [...(this.plan.allow[column.name]?.kinds ?? []), "name", "phone"];
		return (row, out) => {
			const text = change(row.data.toString("utf8", row.from[index], row.to[index]), paths, other);
			if (text === undefined) return out.null();
			// The values were changed or guarded one by one; the names that stand before them were not. An invented person
			// among the values may have the name of a real one.
			const bytes = Buffer.from(text, "utf8");
			const found = this.context.guard.find(bytes, 0, bytes.length, allowed);
			if (found !== undefined) throw this.hit(row, column, found);
			out.escaped(bytes, 0, bytes.length);
		};
	}

	/** An action as a function of a text alone, for what lies inside a document. */
	private oneText(column: Column): (action: Action) => (text: string) => string | undefined {
		return (action) => {
			if (action.do === "null") return () => undefined;
			if (action.do === "constant") return () => action.value;
			const inner = { ...column, type: "varchar", length: 255, collation: undefined };
			const write = this.column(inner, 0, action);
			return (text) => {
				const bytes = Buffer.from(text, "utf8");
				const out = new Writer(256);
				const view = { data: bytes, from: [0], to: [bytes.length], text: () => "inside a document" };
				write(view as unknown as RowView, out);
				return unescaped(out.take().toString("utf8"));
			};
		};
	}

	private chooser(action: Action & { do: "by" }): (row: RowView) => Action {
		const place = this.names.indexOf(action.column);
		const patterns = Object.keys(action.cases)
			.filter((name) => name.includes("*"))
			.map((name) => [new RegExp(`^${name.split("*").map(escapedPattern).join(".*")}$`), action.cases[name]] as const);
		const { lookup } = action;
		const meaning = lookup && this.context.lookups.get(lookupName(lookup));
		const known = new Map<string, Action>();
		return (row) => {
			const own = row.text(place) ?? "";
			let chosen = known.get(own);
			if (chosen !== undefined) return chosen;
			const value = lookup ? (meaning?.get(own) ?? "") : own;
			chosen = Object.hasOwn(action.cases, value)
				? action.cases[value]
				: (patterns.find(([pattern]) => pattern.test(value))?.[1] ?? action.other);
			if (known.size < 10_000) known.set(own, chosen);
			return chosen;
		};
	}

	private by(column: Column, index: number, action: Action & { do: "by" }): Write {
		const choose = this.chooser(action);
		const writes = new Map<Action, Write>();
		for (const inner of [...Object.values(action.cases), action.other])
			if (!writes.has(inner)) writes.set(inner, this.column(column, index, inner));
		return (row, out) => (writes.get(choose(row)) as Write)(row, out);
	}
}

/** The name that a look-up's answers are kept under. */
export function lookupName({ table, key, value }: { table: string; key: string; value: string }): string {
	return `${table}.${key}.${value}`;
}

function escapedPattern(text: string): string {
	return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

function unescaped(text: string): string {
	return text.replace(/\\([\\\t\n])/g, "$1");
}
