/** A state of Step Functions, as the Amazon States Language has it. */
export type State = Record<string, unknown>;

/** A state machine. */
export interface Machine {
	Comment: string;
	StartAt: string;
	States: Record<string, State>;
}

/** A word of a command: plain, or made of the state's input: a template and the paths that are put into its braces. */
export type Word = string | { template: string; paths: string[] };

/** A word that is made of the state's input when the state is run. */
export const word = (template: string, ...paths: string[]): Word => ({ template, paths });

/** What Fargate tasks of one kind have in common: under whose rights and in what network they run. */
export interface TaskKind {
	cluster: string;
	taskDefinition: string;
	/** The container's name in the task definition. */
	container: string;
	subnets: string[];
	securityGroup: string;
}

export interface TaskStateOptions {
	/** Arguments to the image's entry point. */
	command: Word[];
	/** Variables besides those of the task definition. */
	environment?: Record<string, Word>;
	next: string;
	/** Where to go on any failure; without it, the execution fails there. */
	onFailure?: string;
	/** Minutes after which the task is ended and has failed. */
	minutes: number;
	/** Whether a command that failed is tried again, as one that can only succeed in the end. */
	insistent?: boolean;
	/** Seconds until a task that could not be started is tried again. */
	patience: number;
}

/** What Fargate and ECS themselves may fail with for a while: no capacity, throttling, a fault of their own. */
const passing = ["AmazonECS.Unknown", "ECS.AmazonECSException", "ECS.ServerException", "ECS.ThrottlingException"];

/** A state that runs a command of the image and waits for its end. Its input goes on unchanged. */
export function taskState(kind: TaskKind, options: TaskStateOptions): State {
	const { command, environment = {}, next, onFailure, minutes, insistent, patience } = options;
	const variables = Object.entries({ UNDERSTUDY_RUN: word("{}", "$.run"), ...environment });
	const wait = { IntervalSeconds: patience, BackoffRate: 2, MaxDelaySeconds: 20 * patience };
	return {
		Type: "Task",
		Resource: "arn:aws:states:::ecs:runTask.sync",
		Parameters: {
			LaunchType: "FARGATE",
			Cluster: kind.cluster,
			TaskDefinition: kind.taskDefinition,
			PropagateTags: "TASK_DEFINITION",
			NetworkConfiguration: {
				AwsvpcConfiguration: {
					Subnets: kind.subnets,
					SecurityGroups: [kind.securityGroup],
					AssignPublicIp: "DISABLED",
				},
			},
			Overrides: {
				ContainerOverrides: [
					{
						Name: kind.container,
						"Command.$": arrayOf(command),
						Environment: variables.map(([name, value]) => ({ Name: name, "Value.$": textOf(value) })),
					},
				],
			},
		},
		TimeoutSeconds: minutes * 60,
		Retry: [
			{ ErrorEquals: passing, MaxAttempts: 4, ...wait },
			...(insistent ? [{ ErrorEquals: ["States.ALL"], MaxAttempts: 4, ...wait }] : []),
		],
		...(onFailure ? { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: onFailure }] } : {}),
		ResultPath: null,
		Next: next,
	};
}

/** Words as an intrinsic function of the States Language, which is how a command can have parts of the input in it. */
export function arrayOf(words: Word[]): string {
	return `States.Array(${words.map((one) => (typeof one === "string" ? quoted(one) : textOf(one))).join(", ")})`;
}

/** One word as an intrinsic function. */
function textOf(one: Word): string {
	const { template, paths } = typeof one === "string" ? { template: one, paths: [] } : one;
	return `States.Format(${[quoted(template, true), ...paths].join(", ")})`;
}

/**
 * A text of an intrinsic function. What would have to be escaped there is refused: interpreters differ in how, and what is
 * free text is handed over in files.
 * @throws Error for a quote, a backslash, or a brace that is not a template's
 */
function quoted(text: string, template = false): string {
	if (/['\\]/.test(text) || /[{}]/.test(template ? text.replaceAll("{}", "") : text))
		throw new Error(`"${text}" cannot be a word of a command of a state machine`);
	return `'${text}'`;
}

/** The namespace of the metrics that a run sets. */
export const metricNamespace = "Understudy/DataCopy";

/** What a run counts, once each: how it ended, whether rules or guard ended it, whether a clone may have been left. */
export type Count = "Succeeded" | "Failed" | "Refused" | "CloneLeft";

/** A state that counts an outcome, without a container, so that nothing that a container needs can keep it from it. */
export function countState(environment: string, count: Count, next: string, patience: number): State {
	return {
		Type: "Task",
		Resource: "arn:aws:states:::aws-sdk:cloudwatch:putMetricData",
		Parameters: {
			Namespace: metricNamespace,
			MetricData: [
				{ MetricName: count, Value: 1, Unit: "Count", Dimensions: [{ Name: "Environment", Value: environment }] },
			],
		},
		Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 4, IntervalSeconds: patience, BackoffRate: 2 }],
		Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: next }],
		ResultPath: null,
		Next: next,
	};
}

/** The first state: gives the run a name that can stand in the names of clusters and files, whatever it was started as. */
export function beginState(next: string, kept: Record<string, string> = {}): State {
	return { Type: "Pass", Parameters: { "run.$": "States.UUID()", ...kept }, Next: next };
}

/**
 * Whether the failure that was caught is a command's refusal: its exit code, 2, stands in the text that Step Functions
 * makes of the task.
 */
export function wasRefused(next: string): State {
	const exitCode = (after: string) => ({ Variable: "$.failure.Cause", StringMatches: `*"ExitCode":2${after}*` });
	return {
		And: [{ Variable: "$.failure.Cause", IsString: true }, { Or: [exitCode(","), exitCode("}")] }],
		Next: next,
	};
}
