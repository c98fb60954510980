import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { isText, storedColumns } from "../../tasks/data/catalogue/catalogue";
import { loadRules } from "../../tasks/data/rules/load";
import { prepare } from "../../tasks/data/source/preparation";
import type { Server } from "../../test/data/server";

const version = "2.5.0";
const folder = join(__dirname, "..", "..", ".cache", "pynonymizer", version);
const program = join(folder, "bin", "pynonymizer");

/** Whether the rival is here, or could be installed from PyPI. */
export function providePynonymizer(): boolean {
	if (existsSync(program)) return true;
	const made = spawnSync("python3", ["-m", "venv", folder]).status === 0;
	return made && spawnSync(join(folder, "bin", "pip"), ["install", "--quiet", `pynonymizer==${version}`]).status === 0;
}

/**
 * Lets pynonymizer change what lies in a schema of the target: the columns that our rules give a pseudonym, with
 * expressions in SQL, which is the fastest that it has; one worker, as it does it unasked.
 */
export async function pynonymize(source: Server, target: Server, schema: string): Promise<void> {
	const strategy = await strategyFor(source);
	const place = mkdtempSync(join(tmpdir(), "understudy-rival-"));
	const file = join(place, "strategy.yml");
	writeFileSync(file, stringify({ tables: strategy }));
	const { host, port, user, password } = target.address(schema);
	const login = ["--db-host", host, "--db-port", String(port), "--db-user", user, "--db-password", password];
	const steps = ["--only-step", "ANONYMIZE_DB"];
	execFileSync(program, ["--strategy", file, "--db-name", schema, ...login, ...steps], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	rmSync(place, { recursive: true });
}

async function strategyFor(source: Server): Promise<Record<string, unknown>> {
	const { classification } = await prepare(source.address("shop"), loadRules());
	const tables: Record<string, unknown> = {};
	for (const { table, rows, actions } of classification.tables) {
		if (rows !== "keep") {
			tables[table.name] = "truncate";
			continue;
		}
		const columns: Record<string, string> = {};
		for (const [index, column] of storedColumns(table).entries()) {
			const action = actions[index];
			if (action.do !== "pseudonym" || !isText(column)) continue;
			const hash = `LEFT(SHA2(CONCAT('a salt of its own', LOWER(\`${column.name}\`)), 256), ${Math.min(16, column.length ?? 16)})`;
			columns[column.name] = action.kind === "email" ? `( CONCAT(${hash}, '@shop.invalid') )` : `( ${hash} )`;
		}
		if (Object.keys(columns).length > 0) tables[table.name] = { columns };
	}
	return tables;
}
