import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SNSClient } from "@aws-sdk/client-sns";
import { attempts } from "../../tasks/aws/attempts";
import { withoutNodeWarning } from "../../tasks/aws/node-warning";
import type { Outcome } from "../../tasks/report/message";
import { tell as tellPeople } from "../../tasks/report/tell";
import { interruption } from "./interruption";
import { logLine } from "./log-line";

interface TellCommandOptions {
	json: boolean;
	/** Seconds. */
	wait: number;
	environment: string;
	outcome: Outcome;
	failure?: string;
	logGroup: string;
	topic: string;
}

/** `understudy data tell` */
export async function tell(run: string, options: TellCommandOptions): Promise<void> {
	withoutNodeWarning();
	const logs = new CloudWatchLogsClient({ maxAttempts: attempts });
	const sns = new SNSClient({ maxAttempts: attempts });
	try {
		const { subject, body } = await tellPeople(logs, sns, {
			...options,
			run,
			waiting: { every: 1000, atMost: options.wait * 1000, signal: interruption() },
		});
		process.stdout.write(options.json ? `${logLine("told", { subject })}\n` : `${subject}\n\n${body}`);
	} finally {
		logs.destroy();
		sns.destroy();
	}
}
