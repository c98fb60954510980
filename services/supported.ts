/**
 * What Adobe supports each release with on AWS.
 * Source: Adobe Commerce operations guide, "System requirements", page updated 2026-08-11.
 * `or later` in the table is written as a trailing "+".
 */
export const supported: Record<string, Supported> = {
	"2.4.8": {
		php: ["8.4", "8.3"],
		database: ["3.08+"],
		cache: ["redis 7.1"],
		search: ["2.19"],
		queue: ["3.13"],
	},
	"2.4.8-p5": {
		php: ["8.4", "8.3"],
		database: ["3.12+"],
		cache: ["valkey 8.0", "redis 7.1"],
		search: ["3.1"],
		queue: ["3.13"],
	},
	"2.4.9": {
		php: ["8.5"],
		database: ["3.12+"],
		cache: ["valkey 8.0", "redis 7.1"],
		search: ["3.1"],
		queue: ["3.13"],
	},
};

interface Supported {
	php: string[];
	/** Aurora MySQL, the part after `mysql_aurora.`. */
	database: string[];
	/** ElastiCache engine and version; holds for cache and sessions alike. */
	cache: string[];
	/** Amazon OpenSearch Service. */
	search: string[];
	/** Amazon MQ for RabbitMQ. */
	queue: string[];
}

export interface Combination {
	commerce: string;
	php: string;
	/** As AWS writes it: 8.0.mysql_aurora.3.12.0 */
	database: string;
	cache: string;
	sessions: string;
	search: string;
	queue: string;
}

/** Each service that is outside its release's row, with the nearest version inside it. Empty if all are supported. */
export function combinationProblems(running: Combination): string[] {
	const row = supported[running.commerce];
	if (!row) {
		const nearest = nearestVersion(running.commerce, Object.keys(supported));
		return [
			`Adobe Commerce ${running.commerce}: nearest supported ${nearest}; known: ${Object.keys(supported).join(", ")}`,
		];
	}
	const aurora = /mysql_aurora\.(\d+\.\d+)/.exec(running.database)?.[1] ?? running.database;
	const checks: [string, string, string[]][] = [
		["PHP", running.php, row.php],
		["Aurora MySQL", aurora, row.database],
		["ElastiCache for the cache", running.cache, row.cache],
		["ElastiCache for sessions", running.sessions, row.cache],
		["OpenSearch", running.search, row.search],
		["RabbitMQ", running.queue, row.queue],
	];
	return checks
		.filter(([, version, allowed]) => !allowed.some((one) => allows(one, version)))
		.map(
			([name, version, allowed]) =>
				`${name} ${version} with Adobe Commerce ${running.commerce}: nearest supported ` +
				`${nearestVersion(version, allowed).replace("+", " or later")}`,
		);
}

function allows(allowed: string, version: string): boolean {
	if (!allowed.endsWith("+")) return allowed === version;
	return compareVersions(version, allowed.slice(0, -1)) >= 0;
}

function numbers(version: string): number[] {
	return (version.match(/\d+/g) ?? []).map(Number);
}

function compareVersions(a: string, b: string): number {
	const [left, right] = [numbers(a), numbers(b)];
	for (let i = 0; i < Math.max(left.length, right.length); i++)
		if ((left[i] ?? 0) !== (right[i] ?? 0)) return (left[i] ?? 0) - (right[i] ?? 0);
	return 0;
}

/** The candidate with the same engine name, if any has it, that is the fewest steps away, major numbers first. */
function nearestVersion(version: string, candidates: string[]): string {
	const engine = version.split(" ")[0];
	const same = candidates.filter((candidate) => candidate.split(" ")[0] === engine && candidate.includes(" "));
	const pool = same.length > 0 ? same : candidates;
	return pool.reduce((best, next) => (distance(next, version) < distance(best, version) ? next : best));
}

function distance(a: string, b: string): number {
	const [left, right] = [numbers(a), numbers(b)];
	return [0, 1, 2, 3].reduce((sum, i) => sum + Math.abs((left[i] ?? 0) - (right[i] ?? 0)) * 100 ** (3 - i), 0);
}
