import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the project, wherever in it this code lies: as a file of its own, or in a bundle. */
export const home = above(__dirname);

function above(folder: string): string {
	if (existsSync(join(folder, "package.json")) || folder === dirname(folder)) return folder;
	return above(dirname(folder));
}
