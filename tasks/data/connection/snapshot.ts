import { quoted, type Table } from "../catalogue/catalogue";
import { ConnectionLost, Refusal } from "../errors";
import type { Session } from "./session";

/** How all connections came to see the same state of the data. */
export type SnapshotWay = "global lock" | "table locks" | "one connection";

/**
 * Opens connections that all see the source as it is at one moment: writers wait for as long as the opening takes.
 * @param control a connection of its own, which takes the lock and gives it back
 * @param tables every table that will be read
 * @param open opens the connections; with "one connection" it is called without a lock and has to open one alone
 * @param single whether one connection will do where the user may take no lock; else that is refused
 */
export async function consistently(
	control: Session,
	tables: Table[],
	single: boolean,
	open: (way: SnapshotWay) => Promise<void>,
): Promise<SnapshotWay> {
	const way = await lock(control, tables);
	if (way === "one connection" && !single)
		throw new Refusal(
			"the source's user may lock neither the server (RELOAD) nor its tables (LOCK TABLES), so that several connections " +
				"would see different states of the data; grant one of them, copy from a clone with a user that has them, or use " +
				"--threads 1, which reads over one connection and takes longer",
		);
	try {
		await open(way);
	} finally {
		if (way !== "one connection") await control.query("UNLOCK TABLES");
	}
	return way;
}

async function lock(control: Session, tables: Table[]): Promise<SnapshotWay> {
	await control.query("SET SESSION lock_wait_timeout = 60");
	try {
		await control.query("FLUSH TABLES WITH READ LOCK");
		return "global lock";
	} catch (error) {
		if (error instanceof ConnectionLost) throw error;
		// Managed services keep this right to themselves.
	}
	try {
		if (tables.length > 0)
			await control.query(`LOCK TABLES ${tables.map(({ name }) => `${quoted(name)} READ`).join(", ")}`);
		return "table locks";
	} catch (error) {
		if (error instanceof ConnectionLost) throw error;
		return "one connection";
	}
}
