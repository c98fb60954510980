import { pulumi } from "../pulumi";
import { UserError } from "../user-error";

/** What a stack says of itself in its outputs. */
export interface EnvironmentDocument {
	stack: string;
	/** What it runs: has to be equal everywhere. */
	contract: Record<string, unknown>;
	/** Size, place and names: may differ. */
	design: Record<string, unknown>;
}

/**
 * The document of a stack as it was deployed.
 * @throws UserError if there is no such stack, or nothing was deployed to it
 */
export async function deployed(stack: string): Promise<EnvironmentDocument> {
	const outputs = JSON.parse(await pulumi("stack", "output", "--json", "--stack", stack));
	return fromOutputs(
		stack,
		outputs,
		`stack ${stack} is not deployed: run \`pulumi up --stack ${stack}\`, or use --planned`,
	);
}

/** Picks the document out of a stack's outputs. */
export function fromOutputs(stack: string, outputs: Record<string, unknown>, otherwise: string): EnvironmentDocument {
	const { contract, design } = outputs as Partial<EnvironmentDocument>;
	if (!contract || !design) throw new UserError(otherwise);
	return { stack, contract, design };
}
