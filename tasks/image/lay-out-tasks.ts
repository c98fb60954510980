import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { home } from "../home";

/** Relative to the project: an absolute path would be another one on every machine. */
const folder = join(".cache", "tasks-image");

/**
 * Lays out the image of the tasks below the project, in a folder named by its content: several programs that do so at the
 * same time do not disturb each other.
 * @param nameOf what a folder's content is called
 * @returns the folder, from the project's
 */
export function layOutTasks(nameOf: (folder: string) => string): string {
	// Loaded only where an image is built: the compiler takes longer than the rest of a preview.
	const { layOutImage } = require("./context") as typeof import("./context");
	mkdirSync(join(home, folder), { recursive: true });
	const draft = mkdtempSync(join(home, folder, "draft-"));
	try {
		layOutImage(draft);
		const context = join(folder, nameOf(draft));
		try {
			renameSync(draft, join(home, context));
		} catch (error) {
			// Another program was quicker, or did it before.
			if (!existsSync(join(home, context))) throw error;
		}
		return context;
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}
