/** What happens to a column's values. Plain data: it goes to worker threads and into plans. */
export type Action =
	| { do: "keep" }
	| { do: "pseudonym"; kind: string }
	| { do: "null" }
	| { do: "constant"; value: string }
	/** Text with other columns of the row in braces: `user-{entity_id}`. */
	| { do: "template"; template: string }
	/** A password hash that no password fits, or the one of the rules' test password. */
	| { do: "password-hash" }
	/** Paths of a JSON or PHP-serialised value; strings at other paths get `other`. */
	| { do: "json" | "php"; paths: Record<string, Action>; other: Action }
	/** By the value of another column of the row, or of what it refers to: an attribute's code, a setting's path. */
	| { do: "by"; column: string; lookup?: Lookup; cases: Record<string, Action>; other: Action }
	/** Leaves the whole row out. */
	| { do: "drop-row" };

/** `by` a column that refers to another table: the value there decides. */
export interface Lookup {
	table: string;
	key: string;
	value: string;
}

/** What the guard lets pass in a column, and why. */
export interface Allowance {
	kinds: string[];
	reason: string;
}

export interface TableRule {
	/** keep: rows are copied. truncate: the table is made, empty. skip: it is not made. */
	rows: "keep" | "truncate" | "skip";
	/** Of the columns; "*" for all that are not named, where somebody wrote that every column is harmless. */
	columns: Record<string, Action>;
	allow: Record<string, Allowance>;
	/** A condition in SQL; rows that refer to rows left out are left out too. */
	where?: string;
}

/** A reference that the schema does not declare. */
export interface Reference {
	table: string;
	column: string;
	toTable: string;
	toColumn: string;
}

export interface Rules {
	/** Whose names, streets and cities the invented people have. */
	locale: string;
	/** The domain of invented e-mail addresses. */
	domain: string;
	/** Domains of e-mail addresses that may stay where they are kept: the shop's own, examples. */
	allowedDomains: string[];
	/** A password that logs in everywhere on the target; none does without it. */
	testPassword?: string;
	tables: Record<string, TableRule>;
	references: Reference[];
	/** Tables whose columns hold the shop's people: their phones and names are looked for in everything kept. */
	people: string[];
	/** Paths of core_config_data, `*` for any part, whose values come from the target's own settings. */
	targetSettings: string[];
	/** Tables to copy, `*` for anything; all of them without it. The others are made, empty. */
	include?: string[];
	exclude: string[];
	/** Conditions besides those of the tables' rules. */
	limits: { table: string; where: string }[];
	/** What the shop's own file names: a name there that does not exist is a mistake. */
	own: { table: string; columns: string[] }[];
}
