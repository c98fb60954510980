// Brings the three environments up from the program, with the real engine and a simulated AWS, and shows what they are;
// then copies a shop's data between two real database servers.
import { join } from "node:path";
import { Playground, root } from "../playground";
import { bringUp, releaseFrom } from "./bring-up";
import { showDataCopy } from "./data-copy";
import { next } from "./next";
import { overview } from "./overview";
import { say, title } from "./screen";

async function demo(): Promise<void> {
	const began = Date.now();
	const playground = Playground.make(join(root, ".cache", "demo"));

	title("Three environments from one program");
	const integration = await bringUp(playground, "integration");
	const release = releaseFrom(integration.outputs);
	for (const stack of ["staging", "production"]) playground.configure(stack, { release });
	const [staging, production] = await Promise.all(["staging", "production"].map((stack) => bringUp(playground, stack)));
	say(overview([integration, staging, production]));

	title("understudy parity staging production");
	const parity = await playground.run("staging", [
		process.execPath,
		join(root, "cli", "understudy.js"),
		"parity",
		"staging",
		"production",
	]);
	say(parity.output);

	title("One changed size in staging: 50 GiB of search become 80. pulumi preview --diff");
	playground.configure("staging", { scale: { search: { storage: 80 } } });
	const preview = await playground.pulumi("staging", [
		"preview",
		"--diff",
		"--suppress-outputs",
		"--color",
		process.stdout.isTTY ? "always" : "never",
	]);
	say(withoutPluginWarnings(preview.output));

	await showDataCopy();

	const failed = [parity, preview].some(({ code }) => code !== 0);
	say(`${failed ? "Something above failed." : "Done"} after ${Math.round((Date.now() - began) / 1000)} s.`);
	say(next(playground));
	process.exitCode = failed ? 1 : 0;
}

/** Pulumi says of each simulated provider where it was found; once is known by now. */
function withoutPluginWarnings(text: string): string {
	return text
		.split("\n")
		.filter((line) => !/warning: using pulumi-resource-\w+ from \$PATH|^@ previewing/.test(line))
		.join("\n");
}

demo().catch((error: Error) => {
	process.stderr.write(`\nThe demo stopped: ${error.message}\n`);
	process.exitCode = 1;
});
