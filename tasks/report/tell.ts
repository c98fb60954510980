import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { told, until, type Waiting } from "../aws/waiting";
import { type LogLine, messageOf, type Run } from "./message";

export interface TellOptions extends Omit<Run, "lines" | "now"> {
	/** The run's name, which stands in each line that its commands have logged. */
	run: string;
	logGroup: string;
	/** The SNS topic that people listen to. */
	topic: string;
	/** How long to wait for the last line: it is a moment until a log has it. */
	waiting: Waiting;
}

/** Longer than a run can take, in milliseconds: older lines of a log are not looked through. */
const longestRun = 3 * 24 * 60 * 60 * 1000;
/** The longest message that SNS takes, in bytes, with some room. */
const longest = 250_000;

/** Tells people what became of a run, by what its commands have logged. @returns what they are told */
export async function tell(logs: CloudWatchLogsClient, sns: SNSClient, options: TellOptions) {
	let lines: LogLine[] = [];
	await until("the run's last line", options.waiting, async () => {
		lines = await linesOf(logs, options);
		return isComplete(options, lines) || undefined;
	}).catch((error: Error) => {
		// What is there is told all the same.
		if (!/is not there after/.test(error.message)) throw error;
	});
	const message = messageOf({ ...options, lines, now: new Date() });
	await told(`publish to ${options.topic}`, () =>
		sns.send(
			new PublishCommand({
				TopicArn: options.topic,
				Subject: message.subject,
				Message: message.body.slice(0, longest),
			}),
		),
	);
	return message;
}

async function linesOf(logs: CloudWatchLogsClient, { run, logGroup }: TellOptions): Promise<LogLine[]> {
	return told(`read the log ${logGroup}`, async () => {
		const lines: LogLine[] = [];
		const search = { logGroupName: logGroup, filterPattern: `"${run}"`, startTime: Date.now() - longestRun };
		for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, search))
			for (const { message = "" } of events) {
				const line = parsed(message);
				if (line?.run === run) lines.push(line);
			}
		return lines;
	});
}

function parsed(text: string): (LogLine & { run?: string }) | undefined {
	try {
		const line = JSON.parse(text);
		return typeof line?.event === "string" ? line : undefined;
	} catch {
		return undefined;
	}
}

/** Whether the line that ends such a run is among them. */
function isComplete({ outcome }: TellOptions, lines: LogLine[]): boolean {
	if (outcome !== "done") return lines.some(({ event }) => event === "error");
	return lines.some(({ event, command }) => event === "result" && (command === "join" || command === "switch"));
}
