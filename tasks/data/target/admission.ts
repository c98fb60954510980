import { createHash } from "node:crypto";
import type { Catalogue } from "../catalogue/catalogue";
import { familyOf } from "../catalogue/read-catalogue";
import { type Address, describeAddress } from "../connection/address";
import type { Session } from "../connection/session";
import { DataError, Refusal } from "../errors";
import { Control, type EnvironmentRecord } from "./control";
import type { Role } from "./roles";

/** Where data comes from, as far as the place where it goes has to know. */
export interface Origin {
	/** A hash of what tells the server from every other one. */
	identity: string;
	schema: string;
	family: Catalogue["family"];
}

export async function originOf(session: Session, schema: string): Promise<Origin> {
	const [row] = await session.query(
		"SELECT @@hostname AS host, @@port AS port, @@datadir AS folder, @@server_id AS id, VERSION() AS version",
	);
	const identity = createHash("sha256").update(`${row.host}:${row.port}:${row.folder}:${row.id}`).digest("hex");
	return { identity, schema, family: familyOf(String(row.version)) };
}

/**
 * Decides whether data may be brought into an environment, before anything is written.
 * @param first whether the caller says that this is the first copy there, into a schema that nothing is known of
 * @param source where the data comes from
 * @returns the environment's record, as it is or as it will be
 * @throws Refusal for production, for a schema with data that nobody marked, for the source itself, and for a server of
 * another family
 */
export async function admit(
	session: Session,
	address: Address,
	options: { first: boolean; role?: Role; source: Origin },
): Promise<EnvironmentRecord> {
	const name = address.schema;
	const record = await new Control(session).environment(name);
	const where = describeAddress(address);
	if (record?.role === "production")
		throw new Refusal(`${where} is marked as production; data is never copied into production`);
	const { source } = options;
	const own = await originOf(session, name);
	if (source.schema === name && source.identity === own.identity) throw new Refusal(`${where} is the source itself`);
	if (source.family !== own.family)
		throw new Refusal(
			`${where} is a server of the family ${own.family} and the data comes from ${source.family}: their types and ` +
				"definitions differ; copy between servers of one family",
		);
	if (Number(await session.value("SELECT @@local_infile")) !== 1)
		throw new DataError(
			`${where}: the server does not take LOAD DATA LOCAL; set local_infile = 1 there (in its parameter group)`,
		);
	if (record !== undefined) return record;
	const tables = Number(
		await session.value("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?", [name]),
	);
	if (tables > 0 && !options.first)
		throw new Refusal(
			`${where} has ${tables} tables and no mark that says what it is; if it is no production, say --first: it stays as it ` +
				"is, and the copy goes into a schema beside it",
		);
	return { name, role: options.role ?? "staging" };
}
