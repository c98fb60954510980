import { countState, type State, type TaskKind, taskState, wasRefused, word } from "./states";

export interface TellOptions {
	environment: string;
	topic: string;
	logGroup: string;
	outcome: "done" | "failed" | "left";
	next: string;
	patience: number;
	/** Seconds to wait for a log to have what was written to it. */
	logDelay: number;
}

/** States that tell people how a run ended: in full by the image, and in one sentence where that fails. */
export function tellStates(name: string, kind: TaskKind, options: TellOptions): Record<string, State> {
	const { environment, topic, logGroup, outcome, next, patience, logDelay } = options;
	const plain = `${name}Plainly`;
	const failure = outcome === "done" ? [] : ["--failure", word("{}", "$.failure.Error")];
	const ends = { done: "ended well", failed: "failed", left: "has left a clone over" }[outcome];
	return {
		[name]: taskState(kind, {
			command: [
				"tell",
				word("{}", "$.run"),
				"--environment",
				environment,
				"--outcome",
				outcome,
				...failure,
				"--log-group",
				logGroup,
				"--topic",
				topic,
				"--wait",
				String(logDelay),
				"--json",
			],
			next,
			onFailure: plain,
			minutes: 10,
			patience,
		}),
		[plain]: {
			Type: "Task",
			Resource: "arn:aws:states:::sns:publish",
			Parameters: {
				TopicArn: topic,
				Subject: `${environment}: the data copy ${ends}`,
				"Message.$": `States.Format('The run {} of the data copy ${ends}. What it did is in the log group ${logGroup}.', $.run)`,
			},
			Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: next }],
			ResultPath: null,
			Next: next,
		},
	};
}

/** States from `WhichFailure` on: count what happened, tell people, and fail. */
export function failureStates(
	environment: string,
	kind: TaskKind,
	options: Omit<TellOptions, "outcome" | "next">,
): Record<string, State> {
	const { patience } = options;
	return {
		WhichFailure: { Type: "Choice", Choices: [wasRefused("CountRefusal")], Default: "CountFailure" },
		CountRefusal: countState(environment, "Refused", "CountFailure", patience),
		CountFailure: countState(environment, "Failed", "TellFailure", patience),
		...tellStates("TellFailure", kind, { ...options, outcome: "failed", next: "Failed" }),
		Failed: { Type: "Fail", Error: "Failed", Cause: "The data copy failed; what it told people says why" },
	};
}
