/** What an environment is for. Everything that differs by role is decided from this one word. */
export type Role = "integration" | "staging" | "production";

/** The longest branch name in a stack name: it ends up in tags, log group names and alarm names. */
export const longestBranch = 30;

const branchStack = /^integration-([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)$/;

/**
 * The role that a stack's name gives it, and the branch if it belongs to one.
 * @returns a sentence instead if the name gives no role.
 */
export function roleOf(stack: string): { role: Role; branch?: string } | string {
	if (stack === "production" || stack === "staging" || stack === "integration") return { role: stack };
	const branch = branchStack.exec(stack)?.[1];
	if (branch && branch.length <= longestBranch) return { role: "integration", branch };
	return (
		`the stack's name "${stack}" gives no role: it has to be production, staging, integration or ` +
		`integration-<branch>, where <branch> is at most ${longestBranch} lower-case letters, digits and inner hyphens`
	);
}

/** Staging and production stay; integration environments come and go. */
export function isPermanent(role: Role): boolean {
	return role !== "integration";
}
