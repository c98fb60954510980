import { quoted } from "../catalogue/catalogue";
import type { Session } from "../connection/session";

/** Magento's table of settings. */
const table = "core_config_data";
const columns = ["scope", "scope_id", "path", "value"];

/**
 * Puts the target's own settings (its URLs, its credentials) in the place of what came with the copy.
 * @param from the schema that the target used until now
 * @param paths which settings: `web/unsecure/*`
 * @returns how many
 */
export async function keepOwnSettings(session: Session, from: string, to: string, paths: string[]): Promise<number> {
	const tables = await session.query(
		"SELECT TABLE_SCHEMA AS s FROM information_schema.TABLES WHERE TABLE_NAME = ? AND TABLE_SCHEMA IN (?, ?)",
		[table, from, to],
	);
	if (paths.length === 0 || tables.length < 2) return 0;
	const like = paths.map(() => "path LIKE ?").join(" OR ");
	const values = paths.map((path) => path.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%"));
	const list = columns.map(quoted).join(", ");
	const [target, own] = [`${quoted(to)}.${table}`, `${quoted(from)}.${table}`];
	await session.query(`DELETE FROM ${target} WHERE ${like}`, values);
	await session.query(`INSERT INTO ${target} (${list}) SELECT ${list} FROM ${own} WHERE ${like}`, values);
	return Number(await session.value(`SELECT COUNT(*) FROM ${target} WHERE ${like}`, values));
}
