import * as pulumi from "@pulumi/pulumi";

/** Runs `work`; what it throws becomes a message that Pulumi prints without a stack trace. */
export async function asUserError<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw new pulumi.RunError((error as Error).message);
	}
}
