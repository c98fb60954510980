/** Why a value of an environment's design may differ from another's. What is not listed here may not. */
const reasons: Record<string, string> = {
	access: "who may reach it: the team, or everyone",
	account: "its own AWS account",
	cdn: "integration has no CDN",
	domain: "its own host name",
	image: "a release moves up one environment at a time",
	natGateways: "one a zone on production, one elsewhere",
	network: "its own network range",
	plan: "size of contract",
	region: "its own place",
	role: "what it is for",
	scale: "size",
	snapshots: "its own snapshot schedule",
	zones: "follows from the plan",
};

/** The reason for a difference at `path`, or undefined if there is none. */
export function reasonFor(path: string): string | undefined {
	return reasons[path.split(".")[0]];
}
