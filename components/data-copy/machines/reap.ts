import { tellStates } from "./endings";
import { beginState, countState, type Machine, type TaskKind, taskState } from "./states";

/** What the machine that looks for left-over clones is told. */
export interface ReapMachineArgs {
	environment: string;
	steward: TaskKind;
	/** Hours that a clone may be old: more than a run can take. */
	olderThan: number;
	topic: string;
	logGroup: string;
	patience?: number;
	/** Seconds until a log has what was written to it. */
	logDelay?: number;
	every?: number;
}

/** Deletes clones that are older than a run can be; that there was one is an alarm, and so is that it cannot be looked. */
export function reapMachine(args: ReapMachineArgs): Machine {
	const { environment, steward, olderThan, topic, logGroup, patience = 30, every = 20, logDelay = 60 } = args;
	return {
		Comment: `Deletes what is left of clones of ${environment}'s database`,
		StartAt: "Begin",
		States: {
			Begin: beginState("Reap"),
			Reap: taskState(steward, {
				command: ["reap", "--older-than", String(olderThan), "--strict", "--every", String(every), "--json"],
				next: "Done",
				onFailure: "CountCloneLeft",
				minutes: 120,
				patience,
			}),
			Done: { Type: "Succeed" },
			CountCloneLeft: countState(environment, "CloneLeft", "Tell", patience),
			...tellStates("Tell", steward, {
				environment,
				topic,
				logGroup,
				outcome: "left",
				next: "Left",
				patience,
				logDelay,
			}),
			Left: { Type: "Fail", Error: "CloneLeft", Cause: "A clone was left over, or could not be looked for" },
		},
	};
}
