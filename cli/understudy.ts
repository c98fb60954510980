import { Command } from "commander";
import { addParity } from "./parity/command";
import { UserError } from "./user-error";

/** Exit codes that every command shares; a command adds its own meaning to 2. */
const failed = 1;

const program = new Command("understudy")
	.description("The environments of a shop: what Pulumi itself has no command for")
	.showSuggestionAfterError()
	.showHelpAfterError("(understudy --help lists the commands)");

addParity(program);

program.parseAsync().catch((error: unknown) => {
	if (!(error instanceof UserError)) throw error;
	process.stderr.write(`understudy: ${error.message}\n`);
	process.exitCode = failed;
});
