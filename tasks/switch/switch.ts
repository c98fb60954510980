import type { SSMClient } from "@aws-sdk/client-ssm";
import { DataError } from "../data/errors";
import { dropOlder } from "../data/target/activate";
import type { Control, CopyRecord } from "../data/target/control";
import { type Application, writeParameter } from "./application";

/** What is told of the data that an environment serves: kept in a parameter, which the stack's outputs show. */
export interface Facts {
	schema: string;
	/** The export that it is of, and when production was in that state. */
	export?: string;
	taken?: string;
	rows?: number;
}

export interface SwitchOptions {
	/** The environment's name: that of its first schema. */
	name: string;
	/** Which copy. Default: the newest verified one. */
	id?: string;
	/** The parameter that the facts are kept in. */
	facts: string;
}

/** What a switch did: nothing, if the application served that schema before. */
export interface SwitchResult extends Facts {
	before: string;
	changed: boolean;
}

/**
 * Lets the application serve a verified copy: the parameter, then a new deployment. Whatever fails, it serves what it
 * served before; what it serves is never dropped.
 * @throws DataError that says what the application serves now
 */
export async function switchOver(
	control: Control,
	application: Application,
	ssm: SSMClient,
	{ name, id, facts }: SwitchOptions,
): Promise<SwitchResult> {
	const { name: before, since } = await application.schema();
	// What the application serves is the truth, whatever a run that was killed has left in the record.
	await control.use(name, before, "verified");
	const chosen = await chosenCopy(control, name, before, id);
	const changed = chosen !== undefined && chosen.schema !== before;
	if (changed) await change(control, application, name, before, chosen.schema);
	else if (!(await application.deployedSince(since))) await application.deploy();
	const schema = chosen?.schema ?? before;
	const told: Facts = { schema, ...factsOf(chosen) };
	await writeParameter(ssm, facts, JSON.stringify(told));
	if (chosen && changed) await dropOlder(control, name, chosen, [schema, before]);
	return { ...told, before, changed };
}

/** Brings every task to what the parameter says, after a switch that ended half-way. */
export async function settle(control: Control, application: Application, name: string): Promise<string> {
	const { name: schema, since } = await application.schema();
	if (!(await application.deployedSince(since))) await application.deploy();
	await control.use(name, schema, "verified");
	return schema;
}

async function change(control: Control, application: Application, name: string, before: string, schema: string) {
	try {
		await control.use(name, schema, "previous");
		await application.point(schema);
		await application.deploy();
	} catch (error) {
		try {
			await application.point(before);
			await control.use(name, before, "verified");
			await application.deploy();
		} catch (second) {
			throw new DataError(
				`${(error as Error).message}; and putting ${before} back failed: ${(second as Error).message}; run it again`,
			);
		}
		throw new DataError(`${(error as Error).message}; the application serves ${before} as before`);
	}
}

/** The copy that is asked for; else the newest verified; else the one that is served, if it is a copy. */
async function chosenCopy(
	control: Control,
	name: string,
	before: string,
	id: string | undefined,
): Promise<CopyRecord | undefined> {
	const copies = await control.copies(name);
	const served = copies.find(({ schema }) => schema === before);
	if (id === undefined) {
		const newer = copies.filter(({ state, created }) => state === "verified" && created > (served?.created ?? ""));
		return newer.at(-1) ?? served;
	}
	const chosen = copies.find((copy) => copy.id === id);
	if (chosen === undefined) throw new DataError(`"${name}" has no copy ${id}`);
	if (chosen.state === "loading") throw new DataError(`the copy ${id} was never finished`);
	return chosen;
}

function factsOf(copy: CopyRecord | undefined): Omit<Facts, "schema"> {
	const { export: id, taken, rows } = JSON.parse(copy?.summary ?? "{}");
	return { export: id, taken, rows };
}
