/**
 * What the two sides of a data copy have to know of each other, which may be in two accounts and are never deployed
 * together: names that follow from the stack's. Everything else is named by the engine.
 */

/** The bucket of a source's exports. Names of buckets are the whole world's, so the account and region are in it. */
export function exportsBucket({ stack, account, region }: Place): string {
	return `understudy-${stack}-exports-${account}-${region}`;
}

/** The role under which an environment reads exports, and nobody else. */
export function importRole(stack: string): string {
	return `understudy-${stack}-import`;
}

/** The event bus on which an environment hears of new exports. */
export function importBus(stack: string): string {
	return `understudy-${stack}-exports`;
}

/** A machine's name: it stands in the rights to start it. */
export function machineName(stack: string, purpose: "export" | "reap" | "import"): string {
	return `understudy-${stack}-${purpose}`;
}

export interface Place {
	stack: string;
	account: string;
	region: string;
}
