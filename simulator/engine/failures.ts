import type { Resource } from "./simulation";

export type Step = "create" | "update" | "delete";

/**
 * Makes a step fail that `SIMULATOR_FAIL` names: `<step>:<type>:<name>`, several separated by commas, as in
 * `create:aws:ecs/service:Service:web`.
 * @throws as a provider does when the service refuses
 */
export function failHere(step: Step, { type, name }: Resource, listed = process.env.SIMULATOR_FAIL ?? ""): void {
	const entries = listed.split(",").map((entry) => entry.trim());
	if (!entries.includes(`${step}:${type}:${name}`)) return;
	throw new Error(`simulated failure: ${step} of ${type} "${name}" was asked to fail by SIMULATOR_FAIL`);
}
