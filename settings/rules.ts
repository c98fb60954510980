import { supportsQueueInstance } from "../services";
import type { DataSibling } from "./data";
import { fargateProblem } from "./fargate";
import type { Mistake } from "./mistake";
import { overlaps, parseRange } from "./network-range";
import type { Plan } from "./plan";
import type { Role } from "./role";
import type { Scale } from "./scale";
import type { Parsed } from "./schema";

/** The rest of the project, as far as one stack's settings depend on it. */
export interface Sibling extends DataSibling {
	network?: string;
}

/**
 * What zod cannot see: rules between keys, by role, and between stacks.
 * @param given the keys that are in order
 * @param present every key of the file, in order or not
 */
export function crossRules(
	role: Role,
	branch: string | undefined,
	given: Parsed,
	present: Set<string>,
	siblings: Sibling[],
): Mistake[] {
	const mistakes: Mistake[] = [];
	const wrong = (key: keyof Parsed, message: string) => mistakes.push({ path: [key], message });

	if (role === "production" && given.domain === undefined)
		wrong("domain", "missing; production needs the host name that its shop is reached by");
	if (given.domain !== undefined && given.hostedZone === undefined)
		wrong(
			"hostedZone",
			`missing; ${given.domain} needs the Route 53 hosted zone that its records and certificate go to`,
		);
	if (given.hostedZone !== undefined && !present.has("domain"))
		wrong("hostedZone", "a hosted zone without a domain has no effect; add domain or remove this");

	if (role === "production" && given.access !== undefined)
		wrong("access", "production is open to everyone; an access list is for staging and integration");
	if (role !== "production") mistakes.push(...accessRules(given.access));

	if (role !== "integration" && given.release === undefined)
		wrong(
			"release",
			`missing; ${role} runs a release that was built before: image, commit and tree, as the integration stack's ` +
				"output named release gives them",
		);
	if (role === "integration" && given.snapshots !== undefined)
		wrong("snapshots", "integration environments are not backed up on a schedule; remove this");
	if (given.expiry !== undefined && branch === undefined)
		wrong("expiry", "only the environment of a branch, integration-<branch>, expires; remove this");

	if (given.network !== undefined) mistakes.push(...networkRules(given.network, siblings));
	return mistakes;
}

function accessRules(access: string[] | undefined): Mistake[] {
	if (access === undefined || access.length === 0)
		return [
			{
				path: ["access"],
				message: "missing; list the IPv4 ranges of your team, or nobody could reach this environment",
			},
		];
	return access.flatMap((range, index) =>
		(parseRange(range)?.prefix ?? 32) < 8
			? [
					{
						path: ["access", index],
						message: `got "${range}"; wider than /8 is open to everyone, which only production is`,
					},
				]
			: [],
	);
}

function networkRules(network: string, siblings: Sibling[]): Mistake[] {
	const own = parseRange(network);
	return siblings.flatMap((sibling) => {
		const other = sibling.network === undefined ? undefined : parseRange(sibling.network);
		if (!own || !other || !overlaps(own, other)) return [];
		return [
			{
				path: ["network"],
				message: `got "${network}", which overlaps ${sibling.network} of stack ${sibling.stack}; choose a free range`,
			},
		];
	});
}

/** What is wrong with a scale once the defaults of plan and role are filled in. */
export function scaleRules(role: Role, plan: Plan, scale: Scale): Mistake[] {
	const mistakes: Mistake[] = [];
	const wrong = (group: keyof Scale, key: string, message: string) =>
		mistakes.push({ path: ["scale", group, key], message });

	for (const group of ["web", "cron", "consumers"] as const) {
		const problem = fargateProblem(scale[group].cpu, scale[group].memory);
		if (problem) wrong(group, problem.key, problem.message);
	}
	if (scale.web.min > scale.web.max)
		wrong("web", "min", `got ${scale.web.min}, which is more than max (${scale.web.max})`);

	const { instance, readers, minCapacity, maxCapacity } = scale.database;
	const serverless = instance === "db.serverless";
	if (serverless && (minCapacity === undefined || maxCapacity === undefined))
		wrong("database", minCapacity === undefined ? "minCapacity" : "maxCapacity", "missing; db.serverless needs both");
	if (serverless && minCapacity !== undefined && maxCapacity !== undefined && minCapacity > maxCapacity)
		wrong("database", "minCapacity", `got ${minCapacity}, which is more than maxCapacity (${maxCapacity})`);
	if (!serverless)
		for (const key of ["minCapacity", "maxCapacity"] as const)
			if (scale.database[key] !== undefined)
				wrong("database", key, `${instance} has a fixed size; a capacity goes with db.serverless only`);
	if (role === "production" && serverless && minCapacity === 0)
		wrong("database", "minCapacity", "got 0, which lets the database pause; production's never may: 0.5 or more");
	if (role === "production" && readers < 1)
		wrong("database", "readers", "got 0; production needs at least 1 reader to survive the loss of a zone");

	if (plan === "pro" && scale.search.nodes > 1 && scale.search.nodes < 3)
		wrong("search", "nodes", `got ${scale.search.nodes}; over the three zones of plan pro it is 1, or 3 and more`);
	if (plan === "starter" && scale.queue.nodes === 3)
		wrong("queue", "nodes", "got 3; a cluster needs the three zones of plan pro");
	if (scale.queue.nodes === 3 && scale.queue.instance === "mq.t3.micro")
		wrong("queue", "instance", "got mq.t3.micro, which cannot form a cluster; the smallest that can is mq.m7g.medium");
	const queueProblem = supportsQueueInstance(scale.queue.instance);
	if (queueProblem) wrong("queue", "instance", queueProblem);
	return mistakes;
}
