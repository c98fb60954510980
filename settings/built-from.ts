import { execFileSync } from "node:child_process";

/**
 * The git commit and tree that `folder` is built from now. Where files in it differ from the commit, the commit is
 * marked `-dirty`: such an image runs here, but no other stack accepts it as a release.
 */
export function builtFrom(folder: string): { commit: string; tree: string } {
	const git = (...args: string[]) =>
		execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
	try {
		const changed = git("status", "--porcelain", "--", ".") !== "";
		return { commit: git("rev-parse", "HEAD") + (changed ? "-dirty" : ""), tree: git("rev-parse", "HEAD:./") };
	} catch {
		return { commit: "unknown: not a git repository", tree: "unknown: not a git repository" };
	}
}
