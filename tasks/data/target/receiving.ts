import { randomBytes } from "node:crypto";
import type { Definitions } from "../catalogue/catalogue";
import type { Address } from "../connection/address";
import { Session } from "../connection/session";
import type { Reporter } from "../reporter";
import type { Reference } from "../rules/actions";
import type { TablePlan } from "../rules/classify";
import type { Crew } from "../transfer/crew";
import type { Streamed } from "../transfer/stream";
import { activate, clearLeftovers } from "./activate";
import { Control, type CopyRecord, type EnvironmentRecord } from "./control";
import { linkTables } from "./load";
import type { Role } from "./roles";
import { createObjects, createSchema, schemaOf } from "./schema";
import { keepOwnSettings } from "./settings";
import { verify } from "./verify";

/** Where data goes. */
export interface ReceivingOptions {
	target: Address;
	/** Whether this is the first copy into an environment that is not marked yet. */
	first: boolean;
	/** What the environment is, where it is not marked yet. Default: staging. */
	role?: Role;
	/** Whether the copy becomes the active one when it is verified. */
	activate: boolean;
	reporter: Reporter;
}

/** What is received: the definitions, and how the rows are held against them. */
export interface Received {
	catalogue: Definitions;
	plans: TablePlan[];
	references: Reference[];
	targetSettings: string[];
}

/** A schema that is being filled beside the one in use. One at a time in an environment. */
export class Receiving {
	private constructor(
		private readonly session: Session,
		private readonly control: Control,
		private readonly options: ReceivingOptions,
		private readonly record: EnvironmentRecord,
		readonly copy: CopyRecord,
	) {}

	/**
	 * Takes the environment for itself, drops what an interrupted import has left, and notes that this one begins.
	 * @param origin the id of the export, or of the copy: what the schema is called after
	 */
	static async begin(
		session: Session,
		options: ReceivingOptions,
		record: EnvironmentRecord,
		origin: string,
	): Promise<Receiving> {
		const control = new Control(session);
		await control.prepare();
		await control.lock(record.name);
		await control.mark(record.name, record.role);
		for (const schema of await clearLeftovers(control, record.name))
			options.reporter.note(`dropped ${schema}, which an interrupted import had left`);
		const id = await control.freeId(record.name, origin);
		const copy: CopyRecord = {
			id,
			name: record.name,
			schema: schemaOf(record.name, id),
			state: "loading",
			created: new Date().toISOString(),
			summary: "{}",
		};
		await control.addCopy(copy);
		return new Receiving(session, control, options, record, copy);
	}

	async makeTables({ catalogue, plans }: Received): Promise<void> {
		this.options.reporter.step("load", { schema: this.copy.schema });
		await createSchema(this.session, this.copy.schema, catalogue, plans);
	}

	/** Links the tables, verifies them and makes everything that is not a table. @returns notes for people */
	async complete(crew: Crew, received: Received, sent: Map<string, Streamed>): Promise<string[]> {
		const { schema } = this.copy;
		const { catalogue, plans, references, targetSettings } = received;
		const { reporter, target } = this.options;
		await linkTables(crew, plans);
		reporter.step("verify");
		await verify(crew, { target, schema }, plans, references, sent);
		const skipped = plans.filter((plan) => plan.rows === "skip").map((plan) => plan.table.name);
		const notes = await createObjects(this.session, schema, catalogue, skipped);
		const own = this.record.active ?? this.record.name;
		const settings = await keepOwnSettings(this.session, own, schema, targetSettings);
		if (settings > 0) reporter.note(`kept ${settings} settings of the target's own`);
		return notes;
	}

	/** Notes that the copy is whole, with what it is, and makes it the one in use if that was asked for. */
	async finish(summary: object): Promise<void> {
		await this.control.setCopy(this.record.name, this.copy.id, "verified", JSON.stringify(summary));
		if (!this.options.activate) return;
		this.options.reporter.step("activate", { schema: this.copy.schema });
		await activate(this.control, this.record.name, this.copy.id);
	}

	/**
	 * Takes back what was begun and was never verified: what failed after that may have failed with the copy in use. Where
	 * it cannot be done now, for the connection is gone or the server still builds a key, the next import does it.
	 */
	async abandon(): Promise<void> {
		try {
			const session = await Session.open(this.options.target);
			await session.query("SET SESSION lock_wait_timeout = 15");
			const control = new Control(session);
			const copies = await control.copies(this.record.name);
			if (copies.some(({ id, state }) => id === this.copy.id && state === "loading")) await control.drop(this.copy);
			await session.close();
		} catch {
			this.options.reporter.note(`${this.copy.schema} is left unfinished; the next import drops it`);
		}
	}
}

/** A copy's or an export's name: when it was made, and four digits more. */
export function newId(): string {
	return `${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}_${randomBytes(2).toString("hex")}`;
}
