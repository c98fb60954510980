import type { Command } from "commander";
import { compare } from "./compare";
import { deployed } from "./environment-document";
import { planned } from "./planned";
import { report } from "./report";

const differs = 2;

/** `understudy parity <stack> <stack>` */
export function addParity(program: Command): void {
	program
		.command("parity")
		.description("Compare what two environments run")
		.argument("<stack>", "one environment, such as staging")
		.argument("<other>", "the other, such as production")
		.option("--planned", "compare what the program would deploy instead of what is deployed", false)
		.option("--json", "print the comparison as JSON", false)
		.addHelpText("after", "\nExit codes: 0 they run the same, 2 they differ by accident, 1 no answer.")
		.action(async (stack: string, other: string, options: { planned: boolean; json: boolean }) => {
			const read = options.planned ? planned : deployed;
			const comparison = compare(...((await Promise.all([read(stack), read(other)])) as Parameters<typeof compare>));
			process.stdout.write(`${options.json ? JSON.stringify(comparison, null, 2) : report(comparison)}\n`);
			if (comparison.byAccident.length > 0) process.exitCode = differs;
		});
}
