import { DataError, Refusal } from "../errors";
import type { Control, CopyRecord } from "./control";

/** Drops what an import that was interrupted has left. @returns the schemas that were dropped */
export async function clearLeftovers(control: Control, name: string): Promise<string[]> {
	const left = (await control.copies(name)).filter((copy) => copy.state === "loading");
	for (const copy of left) await control.drop(copy);
	return left.map((copy) => copy.schema);
}

/**
 * Makes a verified copy the one that the application is to use. The one it used stays for the way back, the one before
 * that goes.
 */
export async function activate(control: Control, name: string, id?: string): Promise<CopyRecord> {
	const copies = await control.copies(name);
	const candidates = copies.filter((copy) => copy.state === "verified");
	const chosen = id === undefined ? candidates.at(-1) : copies.find((copy) => copy.id === id);
	if (chosen === undefined)
		throw new DataError(
			id === undefined ? `"${name}" has no verified copy to activate` : `"${name}" has no copy ${id}`,
		);
	if (chosen.state === "active") return chosen;
	if (chosen.state === "loading") throw new Refusal(`the copy ${chosen.id} was never finished and is not activated`);
	const active = copies.find((copy) => copy.state === "active");
	await control.switchTo(name, chosen, active);
	await dropOlder(control, name, chosen, [chosen.schema, ...(active ? [active.schema] : [])]);
	return chosen;
}

/** Drops the copies that are not newer than one, but for those of some schemas. */
export async function dropOlder(control: Control, name: string, chosen: CopyRecord, kept: string[]): Promise<void> {
	for (const copy of await control.copies(name))
		if (!kept.includes(copy.schema) && copy.state !== "loading" && copy.created <= chosen.created)
			await control.drop(copy);
}

/** Goes back to the copy that was active before; the active one stays, so that one can go forth again. */
export async function rollback(control: Control, name: string): Promise<CopyRecord> {
	const copies = await control.copies(name);
	const record = await control.environment(name);
	const previous = copies.find((copy) => copy.schema === record?.previous);
	if (previous === undefined) throw new DataError(`"${name}" has no previous copy to go back to`);
	await control.switchTo(
		name,
		previous,
		copies.find((copy) => copy.state === "active"),
	);
	return previous;
}
