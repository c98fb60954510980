import { Session } from "../../tasks/data/connection/session";
import { DataError } from "../../tasks/data/errors";
import { exportsOf } from "../../tasks/data/manifest/exports";
import { readManifest } from "../../tasks/data/manifest/file";
import { openStore } from "../../tasks/data/store/open";
import { rollback as goBack, activate as makeActive } from "../../tasks/data/target/activate";
import { Control } from "../../tasks/data/target/control";
import { type Role, roles } from "../../tasks/data/target/roles";
import { targetAddress } from "./inputs";

interface Options {
	json: boolean;
}

/** `understudy data activate` */
export async function activate(id: string | undefined, { json }: Options): Promise<void> {
	const copy = await withControl((control, name) => makeActive(control, name, id));
	print(json, { ...copy, state: "active" }, `${copy.name} is to use the schema ${copy.schema}`);
}

/** `understudy data rollback` */
export async function rollback({ json }: Options): Promise<void> {
	const copy = await withControl(goBack);
	print(json, { ...copy, state: "active" }, `${copy.name} is to use the schema ${copy.schema}`);
}

/** `understudy data list` */
export async function list({ json, from }: Options & { from?: string }): Promise<void> {
	if (from !== undefined) return listExports(from, json);
	const found = await withControl(async (control, name) => ({
		environment: await control.environment(name),
		copies: await control.copies(name),
	}));
	print(json, found, listed(found));
}

async function listExports(from: string, json: boolean): Promise<void> {
	const store = openStore(from);
	const found = [];
	for (const id of await exportsOf(store)) {
		const { taken, source, tables } = await readManifest(store, id);
		const all = Object.values(tables);
		const rows = all.reduce((sum, table) => sum + table.rows, 0);
		const bytes = all.reduce((sum, table) => sum + table.bytes, 0);
		found.push({ id, taken, schema: source.schema, tables: all.length, rows, bytes });
	}
	const lines = found.map(
		({ id, taken, schema, tables, rows, bytes }) =>
			`${id}  ${taken}  ${schema}  ${tables} tables, ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB`,
	);
	print(json, found, lines.join("\n") || `${store.name} has no finished export`);
}

/** `understudy data mark` */
export async function mark(role: string, { json }: Options): Promise<void> {
	if (!roles.includes(role as Role)) throw new DataError(`"${role}" is no role; allowed are ${roles.join(", ")}`);
	const name = await withControl(async (control, own) => {
		await control.mark(own, role as Role);
		return own;
	});
	print(json, { name, role }, `${name} is marked as ${role}`);
}

async function withControl<T>(work: (control: Control, name: string) => Promise<T>): Promise<T> {
	const address = await targetAddress();
	const session = await Session.open(address);
	try {
		return await work(new Control(session), address.schema);
	} finally {
		await session.close();
	}
}

function print(json: boolean, facts: object, text: string): void {
	process.stdout.write(`${json ? JSON.stringify(facts, null, 2) : text}\n`);
}

function listed({
	environment,
	copies,
}: {
	environment?: Awaited<ReturnType<Control["environment"]>>;
	copies: Awaited<ReturnType<Control["copies"]>>;
}): string {
	if (environment === undefined) return "nothing is known of this environment: it was never marked and has no copies";
	const lines = [`${environment.name}: ${environment.role}, in use: ${environment.active ?? "no copy yet"}`];
	for (const copy of copies) lines.push(`  ${copy.id}  ${copy.state.padEnd(8)}  ${copy.created}  ${copy.schema}`);
	return lines.join("\n");
}
