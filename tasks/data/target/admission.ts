import { type Address, describeAddress } from "../connection/address";
import type { Session } from "../connection/session";
import { DataError, Refusal } from "../errors";
import { Control, type EnvironmentRecord } from "./control";
import type { Role } from "./roles";

/** What tells a server from every other one. */
export async function identityOf(session: Session): Promise<string> {
	const [row] = await session.query(
		"SELECT @@hostname AS host, @@port AS port, @@datadir AS folder, @@server_id AS id",
	);
	return `${row.host}:${row.port}:${row.folder}:${row.id}`;
}

/**
 * Decides whether data may be brought into an environment, before anything is written.
 * @param first whether the caller says that this is the first copy there, into a schema that nothing is known of
 * @param source the source's identity and schema, where the source can be asked
 * @returns the environment's record, as it is or as it will be
 * @throws Refusal for production, for a schema with data that nobody marked, and for the source itself
 */
export async function admit(
	session: Session,
	address: Address,
	options: { first: boolean; role?: Role; source?: { identity: string; schema: string } },
): Promise<EnvironmentRecord> {
	const name = address.schema;
	const record = await new Control(session).environment(name);
	const where = describeAddress(address);
	if (record?.role === "production")
		throw new Refusal(`${where} is marked as production; data is never copied into production`);
	const { source } = options;
	if (source && source.schema === name && source.identity === (await identityOf(session)))
		throw new Refusal(`${where} is the source itself`);
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
