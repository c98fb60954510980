import { quoted, type Table } from "./catalogue";

/** How a table is made so that it loads fast, and what is added once its rows are there. */
export interface Stages {
	create: string;
	/** The clauses of the one ALTER TABLE that follows the load; secondary keys before foreign keys. */
	keys: string[];
	foreignKeys: { name: string; clause: string }[];
}

const secondaryKey = /^ {2}(UNIQUE |FULLTEXT |SPATIAL )?KEY `/;
const foreignKey = /^ {2}CONSTRAINT `((?:[^`]|``)*)` FOREIGN KEY /;

/**
 * Splits what SHOW CREATE TABLE says, which is one clause a line. Kept from the start are the primary key, a key that an
 * AUTO_INCREMENT column needs, unique keys where there is no primary key (one of them orders the rows), and all keys of
 * other engines than InnoDB.
 */
export function stagesOf(table: Table): Stages {
	const lines = table.create.split("\n");
	const clauses = lines.slice(
		1,
		lines.findIndex((line) => line.startsWith(")")),
	);
	const tail = lines.slice(clauses.length + 1);
	const counter = table.columns.find((column) => column.autoIncrement)?.name;
	const early = (line: string) =>
		table.engine !== "InnoDB" ||
		(line.startsWith("  UNIQUE KEY") && table.primaryKey.length === 0) ||
		(counter !== undefined && table.primaryKey[0] !== counter && line.includes(`(${quoted(counter)}`));
	const isLateKey = (line: string) => secondaryKey.test(line) && !early(line);
	const clause = (line: string) => `ADD ${line.trim().replace(/,$/, "")}`;
	const kept = clauses.filter((line) => !isLateKey(line) && !foreignKey.test(line));
	return {
		create: [lines[0], kept.map((line) => line.replace(/,$/, "")).join(",\n"), ...tail.map(withoutPlaces)].join("\n"),
		keys: clauses.filter(isLateKey).map(clause),
		foreignKeys: clauses.flatMap((line) => {
			const name = foreignKey.exec(line)?.[1];
			return name === undefined ? [] : [{ name: name.replaceAll("``", "`"), clause: clause(line) }];
		}),
	};
}

/** Folders of the source's machine mean nothing on the target's. */
function withoutPlaces(line: string): string {
	return line.replace(/ (DATA|INDEX) DIRECTORY\s*=\s*'[^']*'/g, "");
}
