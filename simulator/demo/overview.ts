import type { BroughtUp, Outputs } from "./bring-up";

/** What each environment has, one column an environment. */
export function overview(environments: BroughtUp[]): string {
	const lines: [string, (outputs: Outputs, environment: BroughtUp) => string][] = [
		["address", ({ url }) => url.replace(/(https?:\/\/)(.{24}).{10,}(.{12}\/)$/, "$1$2...$3")],
		["reachable by", ({ design }) => (design.access === "everyone" ? "everyone" : design.access.join(", "))],
		["CDN and firewall", ({ design }) => (design.cdn ? "yes" : "none")],
		["zones, NAT gateways", ({ design }) => `${design.zones}, ${design.natGateways}`],
		["web", ({ design: { scale } }) => `${scale.web.min} to ${scale.web.max} of ${size(scale.web)}`],
		["cron", ({ design: { scale } }) => `1 of ${size(scale.cron)}`],
		["consumers", ({ design: { scale } }) => `${scale.consumers.tasks} of ${size(scale.consumers)}`],
		["database", ({ design: { scale } }) => database(scale.database)],
		["cache", ({ design: { scale } }) => `${scale.cache.node}, ${scale.cache.replicas} replicas`],
		["sessions", ({ design: { scale } }) => `${scale.sessions.node}, ${scale.sessions.replicas} replicas`],
		[
			"search",
			({
				design: {
					scale: { search },
				},
			}) => `${search.nodes} x ${search.instance}, ${search.storage} GiB`,
		],
		[
			"queue",
			({
				design: {
					scale: { queue },
				},
			}) => `${queue.nodes} x ${queue.instance}`,
		],
		["snapshots", ({ design }) => snapshots(design.snapshots)],
		["release", ({ release }) => release.image.replace(/^.*@(sha256:.{12}).*$/, "$1")],
		["resources", (_, { resources }) => String(resources)],
	];
	const rows = [
		["", ...environments.map(({ stack }) => stack)],
		...lines.map(([name, value]) => [name, ...environments.map((one) => value(one.outputs, one))]),
	];
	const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
	return rows
		.map((row) =>
			row
				.map((cell, at) => cell.padEnd(widths[at]))
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}

function size({ cpu, memory }: Record<string, string | number>): string {
	return `${Number(cpu) / 1024} vCPU, ${Number(memory) / 1024} GiB`;
}

function database({ instance, readers, minCapacity, maxCapacity }: Record<string, string | number>): string {
	if (instance === "db.serverless") return `${minCapacity} to ${maxCapacity} ACU, pauses when idle`;
	return `${instance}, 1 writer, ${readers} readers`;
}

function snapshots(rules: Outputs["design"]["snapshots"]): string {
	return rules === "none" ? "on demand" : `${rules.length} rules, up to ${rules.at(-1)?.keep}`;
}
