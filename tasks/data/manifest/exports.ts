import { hostname } from "node:os";
import { DataError } from "../errors";
import type { Store } from "../store/store";
import { manifestFile } from "./manifest";

/** Written first, taken away last: who is making an export, so that what was interrupted can be told from what runs. */
const begunFile = (id: string): string => `${id}/begun.json`;
const abandonedAfter = 24 * 60 * 60 * 1000;

interface Begun {
	host: string;
	/** Missing where several processes make it, one after the other or at once. */
	process?: number;
	at: string;
}

/** The ids of a store's exports, oldest first. */
export async function exportsOf(store: Store): Promise<string[]> {
	const names = await store.list();
	return names
		.map((name) => name.split("/"))
		.filter(([id, file, ...more]) => more.length === 0 && `${id}/${file}` === manifestFile(id))
		.map(([id]) => id)
		.sort();
}

/** @throws DataError if the store has none */
export async function newestExport(store: Store): Promise<string> {
	const newest = (await exportsOf(store)).at(-1);
	if (newest === undefined) throw new DataError(`${store.name} has no finished export`);
	return newest;
}

/** @param shared whether others than this process go on with it */
export async function beginExport(store: Store, id: string, shared = false): Promise<void> {
	const own = shared ? {} : { process: process.pid };
	const begun: Begun = { host: hostname(), ...own, at: new Date().toISOString() };
	await store.write(begunFile(id), Buffer.from(JSON.stringify(begun)));
}

export async function endExport(store: Store, id: string): Promise<void> {
	await store.remove([begunFile(id)]);
}

/** Takes away all of an export: its manifest first, so that it is never there with a part of its files. */
export async function removeExport(store: Store, id: string): Promise<void> {
	await store.remove([manifestFile(id)]);
	await store.remove((await store.list(id)).filter((name) => name !== begunFile(id)));
	await endExport(store, id);
}

/**
 * Removes what interrupted exports have left: those of a process of this machine that is gone, and those that began more
 * than a day ago.
 * @returns their ids
 */
export async function clearInterrupted(store: Store, now = Date.now()): Promise<string[]> {
	const names = new Set(await store.list());
	const ids = new Set([...names].map((name) => name.split("/")[0]));
	const cleared: string[] = [];
	for (const id of ids) {
		if (!names.has(begunFile(id))) continue;
		const begun = await store.read(begunFile(id));
		// Gone by now, or finished: whoever made it was quicker than this look at it.
		if (begun === undefined || names.has(manifestFile(id)) || !isAbandoned(JSON.parse(String(begun)), now)) continue;
		await removeExport(store, id);
		cleared.push(id);
	}
	return cleared;
}

function isAbandoned({ host, process: pid, at = "" }: Partial<Begun>, now: number): boolean {
	if (!(now - Date.parse(at) < abandonedAfter)) return true;
	return host === hostname() && pid !== undefined && !isRunning(pid);
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
