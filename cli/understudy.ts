import { Command } from "commander";
import { DataError } from "../tasks/data/errors";
import { addData } from "./data/command";
import { logLine } from "./data/log-line";
import { refuseSecrets } from "./data/options";
import { addParity } from "./parity/command";
import { UserError } from "./user-error";

/** Exit codes that every command shares; a command adds its own meaning to 2. */
const failed = 1;

const program = new Command("understudy")
	.description("The environments of a shop: what Pulumi itself has no command for")
	.showSuggestionAfterError()
	.showHelpAfterError("(understudy --help lists the commands)");

addParity(program);
addData(program);

async function main(): Promise<void> {
	if (process.argv[2] === "data") refuseSecrets(process.argv.slice(3));
	await program.parseAsync();
}

main().catch((error: unknown) => {
	const told = error instanceof UserError || error instanceof DataError;
	if (!told) throw error;
	const exitCode = error instanceof DataError ? error.exitCode : failed;
	const line = () => logLine("error", { exitCode, message: error.message });
	process.stderr.write(
		process.argv[2] === "data" && process.argv.includes("--json") ? `${line()}\n` : `understudy: ${error.message}\n`,
	);
	process.exitCode = exitCode;
});
