import type { Session } from "../connection/session";
import type { Catalogue, Definition } from "./catalogue";

type Objects = Pick<Catalogue, "sequences" | "views" | "routines" | "triggers" | "events">;

/** Reads the statements that make everything of a schema that is not a table. The schema has to be in use. */
export async function readObjects(session: Session, schema: string): Promise<Objects> {
	const names = async (sql: string) => (await session.query(sql, [schema])).map((row) => String(Object.values(row)[0]));
	const made = async (kind: string, name: string): Promise<Definition> => {
		const [row] = await session.query(`SHOW CREATE ${kind} ??`, [name]);
		const column = Object.keys(row).find((key) => key.startsWith("Create ") || key === "SQL Original Statement");
		return {
			name,
			sql: withoutDefiner(String(row[column as string])),
			sqlMode: row.sql_mode === undefined ? undefined : String(row.sql_mode),
		};
	};
	const all = async (kind: string, sql: string) => {
		const definitions: Definition[] = [];
		for (const name of await names(sql)) definitions.push(await made(kind, name));
		return definitions;
	};
	const routine = "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE =";
	return {
		sequences: await readSequences(session, schema),
		views: await all("VIEW", "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? ORDER BY 1"),
		routines: [
			...(await all("FUNCTION", `${routine} 'FUNCTION' ORDER BY 1`)),
			...(await all("PROCEDURE", `${routine} 'PROCEDURE' ORDER BY 1`)),
		],
		triggers: await all(
			"TRIGGER",
			"SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
		),
		events: await all("EVENT", "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY 1"),
	};
}

/** MariaDB's sequences: how each is made, and where it stands. */
async function readSequences(session: Session, schema: string): Promise<string[]> {
	const rows = await session.query(
		"SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'SEQUENCE' ORDER BY 1",
		[schema],
	);
	const statements: string[] = [];
	for (const { name } of rows) {
		const [created] = await session.query("SHOW CREATE SEQUENCE ??", [name]);
		const [state] = await session.query("SELECT next_not_cached_value AS next FROM ??", [name]);
		statements.push(String(created["Create Table"]), `DO SETVAL(\`${name}\`, ${state.next}, 0)`);
	}
	return statements;
}

/** Who made it does not exist on the target, and must not be needed there. */
export function withoutDefiner(sql: string): string {
	return sql.replace(/\s+DEFINER\s*=\s*(`(?:[^`]|``)*`|\S+?)@(`(?:[^`]|``)*`|\S+)/i, "");
}
