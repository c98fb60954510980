import { failureStates, tellStates } from "./endings";
import { beginState, countState, type Machine, type State, type TaskKind, taskState, word } from "./states";

/** What the machine that imports an export is told. */
export interface ImportMachineArgs {
	environment: string;
	role: string;
	/** Loads the environment's database; it reaches that, and may read exports. */
	loader: TaskKind;
	/** Tells the application of new data, and people: it may change services and parameters. */
	steward: TaskKind;
	/** The application's own task, for what it has to do with new data. */
	application: TaskKind;
	/** Where exports are kept. */
	from: string;
	/** The parameters with the schema in use, and with what data that is. */
	parameters: { schema: string; facts: string };
	/** The application's cluster and services. */
	cluster: string;
	services: string[];
	/** What the application's image is run with once it serves new data, one after the other. */
	afterCopy: string[][];
	topic: string;
	logGroup: string;
	patience?: number;
	/** Seconds until a log has what was written to it. */
	logDelay?: number;
	every?: number;
}

const hour = 60;

/**
 * Import, switch, what the application does with new data, tell. What fails before the switch changes nothing that is
 * served; a switch that fails goes back by itself, and one that is cut off half-way is brought to an end. Started with
 * `{"copy": "<id>"}`, it switches to that copy instead.
 */
export function importMachine(args: ImportMachineArgs): Machine {
	const { environment, loader, steward, afterCopy, patience = 30, every = 20, logDelay = 60 } = args;
	const tell = { environment, topic: args.topic, logGroup: args.logGroup, patience, logDelay };
	const running = [
		...["--parameter", args.parameters.schema, "--cluster", args.cluster],
		...["--service", ...args.services, "--every", String(every), "--json"],
	];
	const switching = {
		next: afterCopy.length > 0 ? "AfterCopy1" : "CountSuccess",
		onFailure: "Settle",
		minutes: 2 * hour,
		patience,
	};
	const loading = [
		"import",
		"--from",
		args.from,
		"--if-new",
		"--no-activate",
		"--first",
		"--role",
		args.role,
		"--json",
	];
	return {
		Comment: `Brings an export of production's data into ${environment}`,
		StartAt: "WhichStart",
		States: {
			WhichStart: {
				Type: "Choice",
				Choices: [{ Variable: "$.copy", IsPresent: true, Next: "BeginSwitch" }],
				Default: "Begin",
			},
			Begin: beginState("Import"),
			Import: taskState(loader, {
				command: loading,
				next: "Switch",
				onFailure: "WhichFailure",
				minutes: 12 * hour,
				patience,
			}),
			Switch: taskState(steward, { command: ["switch", "--facts", args.parameters.facts, ...running], ...switching }),
			// The way back, or forth again: started with the id of a copy that is there.
			BeginSwitch: beginState("SwitchTo", { "copy.$": "$.copy" }),
			SwitchTo: taskState(steward, {
				command: ["switch", word("{}", "$.copy"), "--facts", args.parameters.facts, ...running],
				...switching,
			}),
			Settle: {
				...taskState(steward, {
					command: ["settle", ...running],
					next: "WhichFailure",
					minutes: 2 * hour,
					insistent: true,
					patience,
				}),
				Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "WhichFailure" }],
			},
			...afterStates(args, patience),
			CountSuccess: countState(environment, "Succeeded", "Tell", patience),
			...tellStates("Tell", steward, { ...tell, outcome: "done", next: "Done" }),
			Done: { Type: "Succeed" },
			...failureStates(environment, steward, tell),
		},
	};
}

/** One state for each command, so that the console shows which of them failed. */
function afterStates({ application, afterCopy }: ImportMachineArgs, patience: number): Record<string, State> {
	return Object.fromEntries(
		afterCopy.map((command, at) => [
			`AfterCopy${at + 1}`,
			taskState(application, {
				command,
				next: at + 1 < afterCopy.length ? `AfterCopy${at + 2}` : "CountSuccess",
				onFailure: "WhichFailure",
				minutes: 6 * hour,
				patience,
			}),
		]),
	);
}
