import { type Command, Option } from "commander";
import { roles } from "../../tasks/data/target/roles";
import { outcomes } from "../../tasks/report/message";
import {
	positiveNumber,
	wholeNumber,
	withChoice,
	withJson,
	withKey,
	withRules,
	withTarget,
	withThreads,
	withWaiting,
} from "./options";

/** `understudy data …`. What a command does is loaded when it is run: `--help` needs no database driver. */
export function addData(program: Command): void {
	const data = program
		.command("data")
		.description("Copy a database to another environment, with every person in it replaced by an invented one")
		.addHelpText(
			"after",
			"\nThe two ends are UNDERSTUDY_SOURCE and UNDERSTUDY_TARGET: mysql://user:password@host:port/schema, or the path of a\n" +
				"file with that. The key for the pseudonyms is UNDERSTUDY_KEY or --key-file.\n" +
				"\nExit codes: 0 done, 1 error, 2 refused.",
		);
	withChoice(withJson(withRules(data.command("check"))))
		.description("List the columns that nobody has classified, with a guess, and write rules for them")
		.option("--write <file>", "write a rules file with the guesses, to look over and to commit")
		.action(async (...given) => (require("./check") as typeof import("./check")).check(...(given as [never])));
	withChoice(withJson(withRules(data.command("plan"))))
		.description("Show what a copy would do: tables, rows, what becomes of each column, how long it may take")
		.action(async (...given) => (require("./plan") as typeof import("./plan")).plan(...(given as [never])));
	withThreads(withChoice(withJson(withKey(withRules(data.command("export"))))))
		.description("Write the source, sanitised, into files that an import loads: once, for any number of environments")
		.requiredOption("--to <place>", "the folder in which exports are kept, or s3://bucket/prefix")
		.option("--part <n>", "only this part of an export that was divided", wholeNumber(1))
		.option("--of <file>", "the file that says which parts there are")
		.action(async (...given) => (require("./export") as typeof import("./export")).exportTo(...(given as [never])));
	addParts(data);
	withThreads(withTarget(withJson(data.command("import"))))
		.description("Load an export into a fresh schema of the target, verify it and make it the one in use")
		.requiredOption("--from <place>", "the folder in which exports are kept, or s3://bucket/prefix")
		.option("--export <id>", "which one (default: the newest)")
		.option("--if-new", "do nothing where the newest copy is of that export already", false)
		.action(async (...given) => (require("./import") as typeof import("./import")).importFrom(...(given as [never])));
	withThreads(withTarget(withChoice(withJson(withKey(withRules(data.command("copy")))))))
		.description("Copy from the source into a fresh schema of the target, verify it and make it the one in use")
		.action(async (...given) => (require("./copy") as typeof import("./copy")).copy(...(given as [never])));
	withJson(data.command("activate"))
		.description("Make a verified copy the one in use; the one before stays for the way back")
		.argument("[id]", "which one (default: the newest verified)")
		.action(async (...given) =>
			(require("./activation") as typeof import("./activation")).activate(...(given as unknown as [string, never])),
		);
	withJson(data.command("rollback"))
		.description("Go back to the copy that was in use before")
		.action(async (...given) =>
			(require("./activation") as typeof import("./activation")).rollback(...(given as [never])),
		);
	withJson(data.command("list"))
		.description("Show what an environment is, which schema is in use, and its copies; or the exports of a place")
		.option("--from <place>", "list the exports of a folder or of s3://bucket/prefix instead")
		.action(async (...given) => (require("./activation") as typeof import("./activation")).list(...(given as [never])));
	withJson(data.command("mark"))
		.description("Write into the target's server what the environment is; production is never copied into")
		.argument("<role>", roles.join(", "))
		.action(async (...given) =>
			(require("./activation") as typeof import("./activation")).mark(...(given as unknown as [string, never])),
		);
	addClones(data);
	addSwitch(data);
}

/** An export of a source that does not change, made by several processes at once. */
function addParts(data: Command): void {
	withChoice(withJson(withRules(data.command("divide"))))
		.description("Begin an export that several processes make, each a part of the tables: divide, export --part, join")
		.requiredOption("--to <place>", "the folder in which exports are kept, or s3://bucket/prefix")
		.requiredOption("--into <file>", "the file, or s3://bucket/file, that is to say which parts there are")
		.option("--largest <gigabytes>", "how much a part has at most", positiveNumber, 50)
		.action(async (...given) =>
			(require("./divide") as typeof import("./divide")).divide(...(given as unknown as [never])),
		);
	withJson(data.command("join"))
		.description("Make the parts of an export into one, and report what the guard looked through")
		.requiredOption("--to <place>", "the folder in which exports are kept, or s3://bucket/prefix")
		.requiredOption("--of <file>", "the file that says which parts there are")
		.action(async (...given) =>
			(require("./divide") as typeof import("./divide")).join(...(given as unknown as [never])),
		);
}

/** What surrounds an export in AWS: a clone of production's cluster, so that production itself is not read. */
function addClones(data: Command): void {
	withWaiting(withJson(data.command("clone")))
		.description("Make a copy-on-write clone of an Aurora cluster, with a password of its own, to export from")
		.argument("<cluster>", "the cluster to clone")
		.requiredOption("--name <name>", "what the clone is called")
		.requiredOption("--subnet-group <name>", "the subnets that it lies in")
		.requiredOption("--security-group <id...>", "who may connect to it")
		.option("--kms-key <arn>", "the clone's own key (default: the cluster's)")
		.option("--instance-class <class>", "of its one instance", "db.r6g.large")
		.option("--cluster-parameters <group>", "its cluster parameter group (default: the engine's)")
		.option("--instance-parameters <group>", "the parameter group of its instance (default: the engine's)")
		.option("--schema <name>", "the schema to export, for --address-to")
		.option(
			"--address-to <file>",
			"write how the clone is reached into a file, or s3://bucket/file: no password is in it",
		)
		.action(async (...given) =>
			(require("./clone") as typeof import("./clone")).clone(...(given as unknown as [string, never])),
		);
	withWaiting(withJson(data.command("unclone")))
		.description("Delete a clone; nothing else than a clone is ever deleted")
		.argument("<name>", "what the clone is called")
		.action(async (...given) =>
			(require("./clone") as typeof import("./clone")).unclone(...(given as unknown as [string, never])),
		);
	withWaiting(withJson(data.command("reap")))
		.description("Delete clones that were left over")
		.option("--older-than <hours>", "how old a clone has to be", wholeNumber(0), 6)
		.option("--strict", "exit with 1 where there was one", false)
		.action(async (...given) =>
			(require("./clone") as typeof import("./clone")).reap(...(given as unknown as [never])),
		);
}

/** What an import in AWS ends with: the running application learns of the new schema. */
function addSwitch(data: Command): void {
	const withApplication = (command: Command) =>
		withWaiting(withJson(command))
			.requiredOption("--parameter <name>", "the parameter that says which schema the application's tasks use")
			.requiredOption("--cluster <name>", "the ECS cluster that it runs on")
			.requiredOption("--service <name...>", "its services");
	withApplication(data.command("switch"))
		.description("Let the application serve a verified copy; if it does not come up with it, it serves what it did")
		.argument("[id]", "which one (default: the newest verified)")
		.requiredOption("--facts <name>", "the parameter that says what data is served")
		.action(async (...given) =>
			(require("./switch") as typeof import("./switch")).switchTo(...(given as unknown as [string, never])),
		);
	withJson(data.command("tell"))
		.description(
			"Tell people what became of a run: what was copied, how old it is, what was left out, or why it failed",
		)
		.argument("<run>", "the run's name, as its commands had it in UNDERSTUDY_RUN")
		.requiredOption("--environment <name>", "whose data it is about")
		.addOption(new Option("--outcome <word>", "how the run ended").choices(outcomes).makeOptionMandatory())
		.option("--failure <text>", "what is known of a failure besides")
		.requiredOption("--log-group <name>", "where its commands have logged")
		.requiredOption("--topic <arn>", "the SNS topic that people listen to")
		.option("--wait <seconds>", "how long to wait for the last line of the log", wholeNumber(0), 60)
		.action(async (...given) =>
			(require("./tell") as typeof import("./tell")).tell(...(given as unknown as [string, never])),
		);
	withApplication(data.command("settle"))
		.description(
			"Bring every task of the application to the schema that the parameter says, after a switch that failed",
		)
		.action(async (...given) =>
			(require("./switch") as typeof import("./switch")).settle(...(given as unknown as [never])),
		);
}
