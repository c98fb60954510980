import { type Definition, type Definitions, quoted } from "../catalogue/catalogue";
import { stagesOf } from "../catalogue/definition";
import type { Session } from "../connection/session";
import { DataError } from "../errors";
import type { TablePlan } from "../rules/classify";

/** The name of the schema that a copy is loaded into: the application's, and the copy's id. */
export function schemaOf(name: string, id: string): string {
	return `${name.slice(0, 63 - id.length)}_${id}`;
}

/** Makes the schema with its tables, empty and without the keys that come later. */
export async function createSchema(session: Session, schema: string, catalogue: Definitions, plans: TablePlan[]) {
	await session.query(
		`CREATE DATABASE ${quoted(schema)} CHARACTER SET ${catalogue.charset} COLLATE ${catalogue.collation}`,
	);
	await session.query("USE ??", [schema]);
	await session.query("SET SESSION foreign_key_checks = 0");
	for (const sql of catalogue.sequences) await session.query(sql);
	for (const plan of plans) if (plan.rows !== "skip") await session.query(stagesOf(plan.table).create);
}

/** Makes everything that is not a table. Views and routines may need each other: what fails is tried again. */
export async function createObjects(
	session: Session,
	schema: string,
	catalogue: Definitions,
	skipped: string[],
): Promise<string[]> {
	await session.query("USE ??", [schema]);
	const notes: string[] = [];
	let left: Definition[] = [...catalogue.routines, ...catalogue.views];
	while (left.length > 0) {
		const failed: [Definition, DataError][] = [];
		for (const definition of left) {
			const error = await attempt(session, definition);
			if (error) failed.push([definition, error]);
		}
		if (failed.length === left.length) {
			const unmade = failed.filter(([{ sql }]) => !skipped.some((table) => sql.includes(quoted(table))));
			if (unmade.length > 0) throw unmade[0][1];
			notes.push(...failed.map(([{ name }]) => `the view ${name} is left out: it needs a table that is`));
			break;
		}
		left = failed.map(([definition]) => definition);
	}
	for (const definition of [...catalogue.triggers, ...catalogue.events]) {
		const error = await attempt(session, definition);
		if (error && !skipped.some((table) => definition.sql.includes(quoted(table)))) throw error;
	}
	await session.query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
	return notes;
}

async function attempt(session: Session, { sql, sqlMode, name }: Definition): Promise<DataError | undefined> {
	try {
		await session.query("SET SESSION sql_mode = ?", [sqlMode ?? ""]);
		await session.query(sql);
		return undefined;
	} catch (error) {
		return new DataError(`${name} cannot be made on the target: ${(error as Error).message}`);
	}
}
