import { type Command, InvalidArgumentError, Option } from "commander";
import { DataError } from "../../tasks/data/errors";
import { type Role, roles } from "../../tasks/data/target/roles";

/** What every command of `understudy data` may be told. */
export interface CommonOptions {
	rules?: string;
	keyFile?: string;
	json: boolean;
	include?: string[];
	exclude?: string[];
	where?: string[];
	choice?: string;
}

/** Names that a person may try, and why they are refused. */
const secretOptions = ["--password", "--key", "--secret", "--source", "--target"];

/** Options that would carry a password or a key are refused with the reason: other users of a machine see them. */
export function refuseSecrets(argv: string[]): void {
	const given = argv.find((word) => secretOptions.some((option) => word === option || word.startsWith(`${option}=`)));
	const url = argv.find((word) => /^(mysql|mariadb):\/\//.test(word));
	if (given === undefined && url === undefined) return;
	throw new DataError(
		`${given ?? "a connection string"} on the command line can be seen by everyone on this machine and stays in the shell's ` +
			"history; put connection strings into UNDERSTUDY_SOURCE and UNDERSTUDY_TARGET and the key into UNDERSTUDY_KEY or a file " +
			"(--key-file)",
	);
}

export function withRules(command: Command): Command {
	return command.option("--rules <file>", "rules of the shop's own, on top of those for Magento");
}

export function withKey(command: Command): Command {
	return command.option("--key-file <file>", "the file that holds the key for the pseudonyms (else UNDERSTUDY_KEY)");
}

export function withJson(command: Command): Command {
	return command.option("--json", "print one JSON object for each step, and the result as one", false);
}

export function withChoice(command: Command): Command {
	return command
		.option("--include <table...>", "only these tables; * stands for anything")
		.option("--exclude <table...>", "not these tables: they are made, empty")
		.option("--where <table=condition...>", "only rows of a table that fit a condition, and what belongs to them")
		.option("--choice <file>", "a file, or s3://bucket/file, that says the same: JSON with include, exclude and where");
}

export function wholeNumber(least: number) {
	return (text: string): number => {
		const number = Number(text);
		if (!Number.isInteger(number) || number < least) throw new InvalidArgumentError(`a whole number from ${least} on`);
		return number;
	};
}

export function positiveNumber(text: string): number {
	const number = Number(text);
	if (!(number > 0 && number < 1e9)) throw new InvalidArgumentError("a number above 0");
	return number;
}

/** What is said of the work itself. */
export interface WorkOptions extends CommonOptions {
	threads?: number;
}

export function withThreads(command: Command): Command {
	return command.option(
		"--threads <n>",
		"how many connections at each end (default: one a processor, two at least)",
		wholeNumber(1),
	);
}

export interface LoadOptions extends WorkOptions {
	first: boolean;
	role?: Role;
	activate: boolean;
}

/** What is said about a target that is filled. */
export function withTarget(command: Command): Command {
	return command
		.option("--first", "the target is not marked yet and is no production", false)
		.addOption(
			new Option("--role <role>", "what the target is, at the first copy").choices(
				roles.filter((role) => role !== "production"),
			),
		)
		.option("--no-activate", "leave the verified copy beside the one that is in use");
}

/** What is said about waiting for AWS. */
export function withWaiting(command: Command): Command {
	return command
		.option("--wait <minutes>", "how long to wait for AWS", wholeNumber(1), 60)
		.option("--every <seconds>", "how often to look", wholeNumber(1), 20);
}
