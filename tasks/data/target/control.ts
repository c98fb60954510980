import { quoted } from "../catalogue/catalogue";
import type { Session } from "../connection/session";
import { Refusal } from "../errors";
import type { Role } from "./roles";

/** The schema in which a server keeps what its environments are and which copies it has. */
export const controlSchema = "understudy";

/** One application's data on a server: its role, and the schema that the application is to use. */
export interface EnvironmentRecord {
	name: string;
	role: Role;
	active?: string;
	previous?: string;
}

export type CopyState = "loading" | "verified" | "active" | "previous" | "dropped";

export interface CopyRecord {
	id: string;
	name: string;
	schema: string;
	state: CopyState;
	created: string;
	/** JSON: what was copied. */
	summary: string;
}

/** Reads and writes that record. Nothing is made before {@link Control.prepare}. */
export class Control {
	constructor(private readonly session: Session) {}

	async prepare(): Promise<void> {
		await this.session.query(`CREATE DATABASE IF NOT EXISTS ${controlSchema} CHARACTER SET utf8mb4`);
		await this.session.query(
			`CREATE TABLE IF NOT EXISTS ${controlSchema}.environments (name VARCHAR(64) PRIMARY KEY, role VARCHAR(16) NOT NULL, active VARCHAR(64), previous VARCHAR(64)) ENGINE=InnoDB`,
		);
		await this.session.query(
			`CREATE TABLE IF NOT EXISTS ${controlSchema}.copies (id VARCHAR(40) NOT NULL, name VARCHAR(64) NOT NULL, schema_name VARCHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, created VARCHAR(32) NOT NULL, summary LONGTEXT NOT NULL, PRIMARY KEY (name, id)) ENGINE=InnoDB`,
		);
	}

	/** What is known of an environment; undefined if it was never marked, or the record may not be read. */
	async environment(name: string): Promise<EnvironmentRecord | undefined> {
		if (!(await this.exists())) return undefined;
		const [row] = await this.session.query(`SELECT * FROM ${controlSchema}.environments WHERE name = ?`, [name]);
		if (row === undefined) return undefined;
		const text = (value: unknown) => (value === null ? undefined : String(value));
		return { name, role: String(row.role) as Role, active: text(row.active), previous: text(row.previous) };
	}

	async mark(name: string, role: Role): Promise<void> {
		await this.prepare();
		await this.session.query(
			`INSERT INTO ${controlSchema}.environments (name, role) VALUES (?, ?) ON DUPLICATE KEY UPDATE role = ?`,
			[name, role, role],
		);
	}

	async copies(name: string): Promise<CopyRecord[]> {
		if (!(await this.exists())) return [];
		const rows = await this.session.query(
			`SELECT * FROM ${controlSchema}.copies WHERE name = ? AND state <> 'dropped' ORDER BY created, id`,
			[name],
		);
		return rows.map((row) => ({
			id: String(row.id),
			name,
			schema: String(row.schema_name),
			state: String(row.state) as CopyState,
			created: String(row.created),
			summary: String(row.summary),
		}));
	}

	/** The id for a copy of an export: its own, and with a number where that export is there already. */
	async freeId(name: string, id: string): Promise<string> {
		const taken = new Set((await this.copies(name)).map((copy) => copy.id));
		let free = id;
		for (let number = 2; taken.has(free); number++) free = `${id}_${number}`;
		return free;
	}

	async addCopy(copy: CopyRecord): Promise<void> {
		await this.session.query(`DELETE FROM ${controlSchema}.copies WHERE name = ? AND id = ? AND state = 'dropped'`, [
			copy.name,
			copy.id,
		]);
		await this.session.query(`INSERT INTO ${controlSchema}.copies VALUES (?, ?, ?, ?, ?, ?)`, [
			copy.id,
			copy.name,
			copy.schema,
			copy.state,
			copy.created,
			copy.summary,
		]);
	}

	async setCopy(name: string, id: string, state: CopyState, summary?: string): Promise<void> {
		await this.session.query(
			`UPDATE ${controlSchema}.copies SET state = ?, summary = COALESCE(?, summary) WHERE name = ? AND id = ?`,
			[state, summary ?? null, name, id],
		);
	}

	/** Makes one schema the active one, in one step: whoever asks sees the old state or the new one. */
	async switchTo(name: string, active: CopyRecord, previous?: CopyRecord): Promise<void> {
		await this.session.query("START TRANSACTION");
		await this.session.query(`UPDATE ${controlSchema}.environments SET active = ?, previous = ? WHERE name = ?`, [
			active.schema,
			previous?.schema ?? null,
			name,
		]);
		await this.setCopy(name, active.id, "active");
		if (previous) await this.setCopy(name, previous.id, "previous");
		await this.session.query("COMMIT");
	}

	/**
	 * Notes which schema is in use where somebody else decides that: a copy's, or the one that was there before any copy.
	 * @param former what becomes of the copy that the record had in use until then: `previous` if it is left for another,
	 * `verified` if it was never really in use
	 */
	async use(name: string, schema: string, former: "previous" | "verified"): Promise<void> {
		const record = await this.environment(name);
		if (record === undefined || (record.active ?? name) === schema) return;
		const copies = await this.copies(name);
		const chosen = copies.find((copy) => copy.schema === schema);
		const before = copies.find((copy) => copy.schema === record.active);
		const previous = former === "previous" ? (before?.schema ?? null) : null;
		await this.session.query("START TRANSACTION");
		await this.session.query(`UPDATE ${controlSchema}.environments SET active = ?, previous = ? WHERE name = ?`, [
			chosen?.schema ?? null,
			previous,
			name,
		]);
		if (before) await this.setCopy(name, before.id, former);
		if (chosen) await this.setCopy(name, chosen.id, "active");
		await this.session.query("COMMIT");
	}

	async drop(copy: CopyRecord): Promise<void> {
		await this.session.query(`DROP DATABASE IF EXISTS ${quoted(copy.schema)}`);
		await this.setCopy(copy.name, copy.id, "dropped");
	}

	/** One import at a time into an environment; the server lets go of it when the connection ends, however it ends. */
	async lock(name: string): Promise<void> {
		if (Number(await this.session.value("SELECT GET_LOCK(?, 0)", [`understudy ${name}`.slice(0, 64)])) !== 1)
			throw new Refusal(`another import into "${name}" is running on this server; wait for it, or end it`);
	}

	private async exists(): Promise<boolean> {
		return (
			Number(
				await this.session.value(
					"SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME IN ('environments', 'copies')",
					[controlSchema],
				),
			) === 2
		);
	}
}
