import { type Catalogue, type Column, quoted, storedColumns } from "../catalogue/catalogue";
import { readCatalogue } from "../catalogue/read-catalogue";
import type { Address } from "../connection/address";
import { Session } from "../connection/session";
import { DataError, Refusal } from "../errors";
import type { Fold } from "../pseudonyms/fold";
import { readFolds } from "../pseudonyms/read-folds";
import type { Action, Rules } from "../rules/actions";
import { type Classification, classify, type TablePlan, type Unclassified } from "../rules/classify";
import type { Context } from "../transfer/compile";
import { lookupName } from "../transfer/compile";
import { subsetConditions } from "./subset";

/** Everything that is known before the first row is read. */
export interface Preparation {
	catalogue: Catalogue;
	classification: Classification;
	/** Which rows of each table: conditions in SQL. */
	conditions: Map<string, string[]>;
}

/** Which tables a run looks at, by name, `*` for anything. */
export interface Choice {
	include?: string[];
	exclude?: string[];
}

/** Reads the source's catalogue and holds the rules against it. Opens a connection of its own and closes it. */
export async function prepare(source: Address, rules: Rules): Promise<Preparation> {
	const session = await Session.open(source);
	try {
		await session.query("SET SESSION TRANSACTION READ ONLY");
		const catalogue = await readCatalogue(session, source.schema);
		const classification = classify(catalogue, rules);
		return {
			catalogue,
			classification,
			conditions:
				classification.unclassified.length > 0 ? new Map() : subsetConditions(classification.tables, rules.references),
		};
	} finally {
		await session.close();
	}
}

/** @throws Refusal that lists every column nobody has classified, or every rule that cannot work */
export function expectClassified({ unclassified, problems }: Classification): void {
	if (unclassified.length > 0) {
		const shown = unclassified.slice(0, 20).map(describeColumn);
		const more = unclassified.length - shown.length;
		throw new Refusal(
			`${unclassified.length} columns are not classified, so nothing was read:\n${shown.map((line) => `  ${line}`).join("\n")}` +
				`${more > 0 ? `\n  and ${more} more` : ""}\nunderstudy data check --write <file> writes rules for them to look over`,
		);
	}
	if (problems.length > 0)
		throw new Refusal(`the rules cannot work as they are:\n${problems.map((line) => `  ${line}`).join("\n")}`);
}

export function describeColumn({ table, column }: Unclassified): string {
	return `${table}.${column.name} (${column.fullType})`;
}

/** What rows are sanitised with: the server's own word on what is equal, and what attributes' numbers mean. */
export async function readContext(
	session: Session,
	plans: TablePlan[],
	rules: Rules,
	secret: Buffer,
): Promise<Omit<Context, "guard">> {
	const collations = new Map<string, [string, string]>();
	const lookups = new Map<string, Map<string, string>>();
	for (const plan of plans) {
		if (plan.rows !== "keep") continue;
		for (const [index, column] of storedColumns(plan.table).entries())
			for (const action of everyAction(plan.actions[index])) {
				if (action.do === "pseudonym" && column.charset && column.collation)
					collations.set(column.collation, [column.charset, column.collation]);
				if (action.do === "by" && action.lookup && !lookups.has(lookupName(action.lookup)))
					lookups.set(lookupName(action.lookup), await readLookup(session, action.lookup));
			}
	}
	const folds: Map<string, Fold> = await readFolds(session, [...collations.values()]);
	return { secret, locale: rules.locale, domain: rules.domain, testPassword: rules.testPassword, folds, lookups };
}

function everyAction(action: Action): Action[] {
	if (action.do === "by") return [action, ...[...Object.values(action.cases), action.other].flatMap(everyAction)];
	if (action.do === "json" || action.do === "php")
		return [action, ...[...Object.values(action.paths), action.other].flatMap(everyAction)];
	return [action];
}

async function readLookup(session: Session, { table, key, value }: { table: string; key: string; value: string }) {
	try {
		const rows = await session.query(`SELECT ${quoted(key)} AS k, ${quoted(value)} AS v FROM ${quoted(table)}`);
		return new Map(rows.map((row) => [String(row.k), String(row.v)]));
	} catch (error) {
		throw new DataError(`the rules look up ${table}.${value}, which cannot be read: ${(error as Error).message}`);
	}
}

/** Columns of a catalogue as one line each, to see whether it has changed. */
export function signatureOf(catalogue: Catalogue): string {
	const column = ({ name, fullType, collation }: Column) => `${name} ${fullType} ${collation ?? ""}`;
	return catalogue.tables.map((table) => `${table.name}(${table.columns.map(column).join(",")})`).join("\n");
}
