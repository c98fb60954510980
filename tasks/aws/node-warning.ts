/** Which Node this program runs on is its own lock file's business, not its user's: the AWS SDK's advice is for the former. */
export function withoutNodeWarning(): void {
	process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}
