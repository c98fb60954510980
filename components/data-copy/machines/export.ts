import { failureStates, tellStates } from "./endings";
import { beginState, countState, type Machine, type State, type TaskKind, taskState, wasRefused, word } from "./states";

/** What the machine that makes an export is told. */
export interface ExportMachineArgs {
	environment: string;
	/** Makes and deletes the clone, and tells people: it reaches AWS, and no database. */
	steward: TaskKind;
	/** Reads the clone: it reaches that and the bucket. */
	reader: TaskKind;
	/** The cluster that is cloned, and how. */
	clone: {
		cluster: string;
		schema: string;
		subnetGroup: string;
		securityGroup: string;
		kmsKey: string;
		instanceClass: string;
		clusterParameters: string;
		instanceParameters: string;
	};
	bucket: string;
	/** Words of every command that reads rules, and of those that choose tables and rows. */
	rules: string[];
	choice: string[];
	/** Gigabytes of tables above which several tasks share the work. */
	largest: number;
	/** How many tasks read at a time. */
	parallel: number;
	topic: string;
	logGroup: string;
	/** Seconds until something is tried again. */
	patience?: number;
	/** Seconds until a log has what was written to it. */
	logDelay?: number;
	/** Seconds between two looks at AWS. */
	every?: number;
}

/** What clones are called; what follows is the run's name. The rights of roles are written with it. */
export const clonePrefix = "understudy-copy-";
/** Where exports, the files of runs, and rules lie in the bucket. */
export const prefixes = { exports: "exports", runs: "runs", rules: "rules" };

const hour = 60;

/**
 * Clone, check, divide, export, join, delete the clone, tell: and on every failure, delete the clone and tell. Source: the
 * way of the data in the design.
 */
export function exportMachine(args: ExportMachineArgs): Machine {
	const { environment, steward, reader, clone, bucket, patience = 30, every = 20, logDelay = 60 } = args;
	const to = `s3://${bucket}/${prefixes.exports}`;
	const parts = word(`s3://${bucket}/${prefixes.runs}/{}/parts.json`, "$.run");
	const source = word(`s3://${bucket}/${prefixes.runs}/{}/source`, "$.run");
	const name = word(`${clonePrefix}{}`, "$.run");
	const looking = ["--every", String(every), "--json"];
	const tell = { environment, topic: args.topic, logGroup: args.logGroup, patience, logDelay };
	const failing = { onFailure: "DeleteCloneAfterFailure", patience };
	const reading = { environment: { UNDERSTUDY_SOURCE: source }, minutes: hour, ...failing };

	return {
		Comment: `Exports ${environment}'s data, with every person in it replaced`,
		StartAt: "Begin",
		States: {
			Begin: beginState("Clone"),
			Clone: taskState(steward, {
				command: [
					...["clone", clone.cluster, "--name", name, "--subnet-group", clone.subnetGroup],
					...["--security-group", clone.securityGroup, "--kms-key", clone.kmsKey],
					...["--instance-class", clone.instanceClass],
					...["--cluster-parameters", clone.clusterParameters, "--instance-parameters", clone.instanceParameters],
					...["--schema", clone.schema, "--address-to", source],
					...looking,
				],
				next: "Check",
				minutes: 2 * hour,
				...failing,
			}),
			Check: taskState(reader, {
				...reading,
				command: ["check", ...args.rules, ...args.choice, "--json"],
				next: "Divide",
			}),
			Divide: taskState(reader, {
				...reading,
				command: [
					...["divide", ...args.rules, ...args.choice, "--to", to, "--into", parts],
					...["--largest", String(args.largest), "--json"],
				],
				next: "Export",
			}),
			Export: {
				Type: "Map",
				Label: "Parts",
				ItemReader: {
					Resource: "arn:aws:states:::s3:getObject",
					ReaderConfig: { InputType: "JSON" },
					Parameters: { Bucket: bucket, "Key.$": `States.Format('${prefixes.runs}/{}/parts.json', $.run)` },
				},
				ItemSelector: { "run.$": "$.run", "part.$": "$$.Map.Item.Value.part" },
				MaxConcurrency: args.parallel,
				ItemProcessor: {
					ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
					StartAt: "ExportPart",
					States: partStates(
						environment,
						taskState(reader, {
							...reading,
							command: [
								...["export", ...args.rules, ...args.choice, "--to", to, "--of", parts],
								...["--part", word("{}", "$.part"), "--json"],
							],
							minutes: 12 * hour,
							next: "PartDone",
							onFailure: "WhichPartFailure",
						}),
						patience,
					),
				},
				Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "DeleteCloneAfterFailure" }],
				ResultPath: null,
				Next: "Join",
			},
			Join: taskState(reader, {
				...reading,
				command: ["join", "--to", to, "--of", parts, "--json"],
				next: "DeleteClone",
			}),
			DeleteClone: taskState(steward, {
				command: ["unclone", name, ...looking],
				next: "CountSuccess",
				onFailure: "CountCloneLeft",
				minutes: 2 * hour,
				insistent: true,
				patience,
			}),
			CountCloneLeft: countState(environment, "CloneLeft", "CountSuccess", patience),
			CountSuccess: countState(environment, "Succeeded", "Tell", patience),
			...tellStates("Tell", steward, { ...tell, outcome: "done", next: "Done" }),
			Done: { Type: "Succeed" },

			DeleteCloneAfterFailure: {
				...taskState(steward, {
					command: ["unclone", name, ...looking],
					next: "WhichFailure",
					minutes: 2 * hour,
					insistent: true,
					patience,
				}),
				// What is caught here is another failure than the one that is told of.
				Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "CountCloneLeftAfterFailure" }],
			},
			CountCloneLeftAfterFailure: countState(environment, "CloneLeft", "WhichFailure", patience),
			...failureStates(environment, steward, tell),
		},
	};
}

/** What one of the tasks that share an export does; its failure is all that the machine hears of it. */
function partStates(environment: string, exportPart: State, patience: number): Record<string, State> {
	return {
		ExportPart: exportPart,
		PartDone: { Type: "Succeed" },
		WhichPartFailure: { Type: "Choice", Choices: [wasRefused("CountPartRefusal")], Default: "PartFailed" },
		CountPartRefusal: countState(environment, "Refused", "PartFailed", patience),
		PartFailed: { Type: "Fail", Error: "PartFailed", Cause: "A part of the export failed" },
	};
}
