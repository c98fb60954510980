import { execFile } from "node:child_process";
import { join } from "node:path";
import { home } from "../../tasks/home";
import { projectFolder } from "../pulumi";
import { UserError } from "../user-error";
import { type EnvironmentDocument, fromOutputs } from "./environment-document";

/** What tells the program's answer from anything else that a process may print. */
export const answerMark = "understudy-planned:";

/**
 * The document of a stack as the program would deploy it: no AWS, no state, no credentials.
 * @throws UserError with the program's own words, such as the mistakes in a stack file
 */
export function planned(stack: string): Promise<EnvironmentDocument> {
	return new Promise((resolve, reject) => {
		const program = join(home, "cli", "parity", "planned-program.ts");
		const options = { cwd: projectFolder, maxBuffer: 1 << 26 };
		execFile(process.execPath, ["--require", "tsx/cjs", program, stack], options, (error, stdout, stderr) => {
			const answer = stdout.split("\n").find((line) => line.startsWith(answerMark));
			if (error || !answer) reject(new UserError(`stack ${stack} cannot be planned: ${stderr.trim()}`));
			else resolve(fromOutputs(stack, JSON.parse(answer.slice(answerMark.length)), "the program gave no contract"));
		});
	});
}
