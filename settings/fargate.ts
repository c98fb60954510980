/**
 * The CPU and memory pairs that Fargate has, in CPU units (1024 = 1 vCPU) and MiB.
 * Source: AWS, "Task definition parameters for Fargate", task size.
 */
const pairs: Record<number, number[]> = {
	256: [512, 1024, 2048],
	512: steps(1, 4, 1),
	1024: steps(2, 8, 1),
	2048: steps(4, 16, 1),
	4096: steps(8, 30, 1),
	8192: steps(16, 60, 4),
	16384: steps(32, 120, 8),
	32768: [60, 120, 244].map((gib) => gib * 1024),
};

function steps(fromGib: number, toGib: number, stepGib: number): number[] {
	const all: number[] = [];
	for (let gib = fromGib; gib <= toGib; gib += stepGib) all.push(gib * 1024);
	return all;
}

/** What is wrong with a pair of CPU units and MiB of memory, or undefined if Fargate has it. */
export function fargateProblem(cpu: number, memory: number): { key: "cpu" | "memory"; message: string } | undefined {
	const memories = pairs[cpu];
	if (!memories)
		return {
			key: "cpu",
			message: `Fargate has no task of ${cpu} CPU units; allowed: ${Object.keys(pairs).join(", ")}`,
		};
	if (memories.includes(memory)) return undefined;
	const nearest = memories.reduce((a, b) => (Math.abs(b - memory) < Math.abs(a - memory) ? b : a));
	return {
		key: "memory",
		message:
			`Fargate has no task of ${cpu} CPU units with ${memory} MiB; with ${cpu} it has ${listed(memories)} ` +
			`(nearest: ${nearest})`,
	};
}

function listed(memories: number[]): string {
	if (memories.length <= 3) return `${memories.join(", ")} MiB`;
	return `${memories[0]} to ${memories[memories.length - 1]} MiB in steps of ${memories[1] - memories[0]}`;
}

/** Every pair that Fargate has. */
export function fargatePairs(): { cpu: number; memory: number }[] {
	return Object.entries(pairs).flatMap(([cpu, memories]) => memories.map((memory) => ({ cpu: Number(cpu), memory })));
}
