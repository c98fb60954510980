import type { Playground } from "../../simulator/playground";

/** What the engine plans, one line a resource: `update aws:ecs/service:Service web`. Sorted; unchanged ones left out. */
export type Plan = string[];

interface Step {
	op: string;
	urn: string;
	newState?: { type: string };
	oldState?: { type: string };
}

interface Diagnostic {
	severity: string;
	message: string;
}

/** The three steps of a replacement are one thing to a reader. */
const words: Record<string, string | undefined> = {
	create: "create",
	update: "update",
	delete: "delete",
	replace: "replace",
	"create-replacement": undefined,
	"delete-replaced": undefined,
	same: undefined,
	read: undefined,
};

/** The engine's own plan for a stack, by `pulumi preview --json`. @throws with its words if it refuses */
export async function planOf(playground: Playground, stack: string): Promise<Plan> {
	const ran = await playground.pulumi(stack, ["preview", "--json"]);
	const { steps, diagnostics = [] } = JSON.parse(ran.stdout) as { steps: Step[]; diagnostics?: Diagnostic[] };
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	if (ran.code !== 0) throw new Error(errors.map(({ message }) => message).join("\n"));
	return steps
		.flatMap(({ op, urn, newState, oldState }) => {
			if (!(op in words)) throw new Error(`the engine has a step that is new to this test: ${op} of ${urn}`);
			const word = words[op];
			const type = (newState ?? oldState)?.type;
			return word === undefined ? [] : [`${word} ${type} ${urn.split("::").slice(3).join("::")}`];
		})
		.sort();
}

/** `pulumi up` that has to succeed; the state is written once, at the end. */
export async function up(playground: Playground, stack: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
	const ran = await playground.pulumi(stack, ["up", "--yes", "--skip-preview", "--color", "never"], {
		env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true", ...env },
	});
	if (ran.code !== 0) throw new Error(ran.output);
	return ran.output;
}

/** Everything in a stack's state: `<type> <name>`, with its inputs; with its id as `__id` if that is asked for. */
export async function stateOf(
	playground: Playground,
	stack: string,
	ids = false,
): Promise<Map<string, Record<string, unknown>>> {
	const ran = await playground.pulumi(stack, ["stack", "export"]);
	if (ran.code !== 0) throw new Error(ran.output);
	const resources = JSON.parse(ran.stdout).deployment.resources ?? [];
	return new Map(
		resources.map(({ type, urn, id, inputs }: { type: string; urn: string; id?: string; inputs?: object }) => [
			`${type} ${urn.split("::").slice(3).join("::")}`,
			ids ? { ...inputs, __id: id } : (inputs ?? {}),
		]),
	);
}
