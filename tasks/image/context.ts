import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { home } from "../home";

const rules = join("tasks", "data", "rules", "magento");

/**
 * Lays out what the image is built from: one file of JavaScript with every library in it, the built-in rules, and the
 * Dockerfile. The same sources give the same bytes.
 * @param folder is emptied first
 */
export function layOutImage(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	buildSync({
		absWorkingDir: home,
		entryPoints: ["tasks/image/main.ts"],
		outfile: join(folder, "understudy.js"),
		bundle: true,
		platform: "node",
		target: "node20",
		logLevel: "error",
		legalComments: "none",
	});
	// Marks the folder as the project's own to the code that looks for its rules.
	writeFileSync(join(folder, "package.json"), `${JSON.stringify({ name: "understudy", private: true })}\n`);
	cpSync(join(home, rules), join(folder, rules), { recursive: true });
	cpSync(join(home, "tasks", "Dockerfile"), join(folder, "Dockerfile"));
}
