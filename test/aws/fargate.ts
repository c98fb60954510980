import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Moto } from "./moto";

const cli = join(__dirname, "..", "..", "cli", "understudy.js");

/** What happens to a state's work instead of its success. */
export interface Fault {
	/** The first word of the image's command, or the action of AWS that the state machine itself calls. */
	of: string;
	/** It fails without having done anything, after having done all of it, or is killed somewhere between. */
	when: "before" | "after" | "killed";
	/** How often; then it works again. */
	times: number;
}

/** What ran as a task. */
export interface Ran {
	command: string[];
	code: number;
	output: string;
}

interface Task extends Ran {
	done: boolean;
}

interface Json {
	// biome-ignore lint/suspicious/noExplicitAny: AWS's answers, of every form there is
	[key: string]: any;
}

/**
 * AWS for state machines: moto, with tasks of Fargate that really run, as processes of this machine, and fail when they are
 * told to. Machines of several environments run at the same time; each has faults of its own.
 */
export class Fargate {
	/** By environment. */
	readonly faults = new Map<string, Fault[]>();
	readonly ran = new Map<string, Ran[]>();
	/** What a file of a bucket is read as, by the end of its name: a clone of moto's has no database behind it. */
	readonly instead = new Map<string, string>();
	/** What was published to topics. */
	readonly published: { subject: string; body: string }[] = [];
	/** Which environment a run is of. */
	private readonly runs = new Map<string, string>();
	private readonly tasks = new Map<string, Task>();
	private moto!: Moto;

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(): Promise<Fargate> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as { port: number };
		const fargate = new Fargate(server, `http://127.0.0.1:${port}`);
		server.on("request", (request, response) => {
			fargate.answer(request, response).catch((error: Error) => {
				response.writeHead(500);
				response.end(error.message);
			});
		});
		// What the state machines of moto call goes the same way as what tasks and tests call.
		fargate.moto = await Moto.start({ asAws: true, env: { MOTO_PORT: String(port), MOTO_ECS_SERVICE_RUNNING: "9" } });
		await fetch(`${fargate.moto.url}/moto-api/config`, {
			method: "POST",
			body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
		});
		return fargate;
	}

	/** What makes the AWS SDK of a process talk to it. */
	get env(): Record<string, string> {
		return { ...this.moto.env, AWS_ENDPOINT_URL: this.url };
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
		this.moto?.stop();
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const target = String(request.headers["x-amz-target"] ?? "");
		const operation = /\/operation\/(\w+)$/.exec(request.url ?? "")?.[1];
		const action = operation || target.split(".").at(-1) || (new URLSearchParams(body.toString()).get("Action") ?? "");
		for (const [end, text] of this.instead)
			if (request.method === "GET" && new URL(request.url ?? "", this.url).pathname.endsWith(end)) {
				response.end(text);
				return;
			}
		// The interpreter is told apart from the SDK of JavaScript by its name.
		const machine = /boto/i.test(String(request.headers["user-agent"]));
		const environment = machine ? this.environmentOf(action, request.url ?? "", body) : undefined;
		const fault = environment === undefined ? undefined : this.faultOf(environment, action || "GetObject");
		if (fault?.when === "before") return refuse(response);
		let answered = await this.forward(request, body);
		if (action === "Publish" && answered.status === 200) this.published.push(messageIn(body));
		if (fault) return refuse(response);
		if (action === "RunTask" && answered.status === 200) this.run(answered.json(), JSON.parse(body.toString()));
		if (action === "DescribeTasks" && answered.status === 200) answered = this.described(answered);
		response.writeHead(answered.status, answered.headers);
		response.end(answered.body);
	}

	/** Each on a connection of its own: one that moto has just closed would fail what was never wrong. */
	private async forward({ method, url, headers }: IncomingMessage, body: Buffer) {
		const passed = { ...headers, "content-length": String(body.length) };
		const asked = ask(this.moto.url + url, { method, headers: passed, agent: false });
		asked.end(body);
		const [answer] = (await once(asked, "response")) as [IncomingMessage];
		const chunks: Buffer[] = [];
		for await (const chunk of answer) chunks.push(chunk as Buffer);
		const kept = ["content-type", "etag", "smithy-protocol", "x-amzn-errortype", "x-amzn-query-error"];
		const told = kept.flatMap((name) => (answer.headers[name] ? [[name, String(answer.headers[name])]] : []));
		return answerOf(answer.statusCode ?? 500, Object.fromEntries(told), Buffer.concat(chunks));
	}

	/** Which environment a call of a state machine is about, where it is one that can be made to fail as a whole. */
	private environmentOf(action: string, url: string, body: Buffer): string | undefined {
		const run = /\/runs\/([\w-]+)\/parts\.json/.exec(url)?.[1];
		if (run !== undefined) return this.runs.get(run);
		if (action === "Publish" || action === "PutMetricData") return /env-\d+/.exec(body.toString("latin1"))?.[0];
		return undefined;
	}

	private faultOf(environment: string, of: string): Fault | undefined {
		const fault = this.faults.get(environment)?.find((one) => one.of === of && one.times > 0);
		if (fault) fault.times--;
		return fault;
	}

	/** Runs the command of a task that was started, with the task's variables. */
	private run(answer: Json, asked: Json): void {
		const [{ taskArn, overrides }] = answer.tasks;
		const environment = String(asked.taskDefinition).replace(/^.*(env-\d+).*$/, "$1");
		const { command, environment: variables = [] } = (asked.overrides ?? overrides).containerOverrides[0];
		this.runs.set(record(variables).UNDERSTUDY_RUN, environment);
		const task: Task = { command, code: 0, output: "", done: false };
		this.tasks.set(taskArn, task);
		this.ran.set(environment, [...(this.ran.get(environment) ?? []), task]);
		const fault = this.faultOf(environment, command[0]);
		const end = (code: number): void => {
			task.code = code;
			this.log(environment, taskArn, task).finally(() => {
				task.done = true;
			});
		};
		if (fault?.when === "before") {
			end(1);
			return;
		}
		const child = spawn(process.execPath, [cli, "data", ...command], {
			env: { ...process.env, ...this.env, ...this.variables.get(environment), ...record(variables) },
		});
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (task.output += text));
		if (fault?.when === "killed") setTimeout(() => child.kill("SIGKILL"), 300 + Math.random() * 700);
		// One that was done before it could be killed counts as killed at the last moment.
		child.on("close", (code) => end(fault?.when === "killed" ? 137 : fault?.when === "after" ? 1 : (code ?? 137)));
	}

	/** The variables of an environment's task definitions. */
	readonly variables = new Map<string, Record<string, string>>();

	/** What a task has printed, line by line, where the log driver would put it. */
	private async log(environment: string, taskArn: string, { output }: Task): Promise<void> {
		const call = (operation: string, body: object) =>
			fetch(this.moto.url, {
				method: "POST",
				headers: {
					"content-type": "application/x-amz-json-1.1",
					"x-amz-target": `Logs_20140328.${operation}`,
					authorization:
						"AWS4-HMAC-SHA256 Credential=testing/20260101/eu-central-1/logs/aws4_request, SignedHeaders=host, Signature=0",
				},
				body: JSON.stringify(body),
			});
		const stream = { logGroupName: environment, logStreamName: taskArn.split("/").at(-1) };
		await call("CreateLogGroup", { logGroupName: environment });
		await call("CreateLogStream", stream);
		const timestamp = Date.now();
		const logEvents = output.split("\n").flatMap((message) => (message === "" ? [] : [{ timestamp, message }]));
		if (logEvents.length > 0) await call("PutLogEvents", { ...stream, logEvents });
	}

	private described(answered: ReturnType<typeof answerOf>) {
		const answer = answered.json();
		for (const task of answer.tasks) {
			const { done = true, code = 0 } = this.tasks.get(task.taskArn) ?? {};
			task.lastStatus = done ? "STOPPED" : "RUNNING";
			for (const container of task.containers) if (done) container.exitCode = code;
		}
		return answerOf(answered.status, answered.headers, Buffer.from(JSON.stringify(answer)));
	}
}

function answerOf(status: number, headers: Record<string, string>, body: Buffer) {
	return { status, headers, body, json: (): Json => JSON.parse(body.toString()) };
}

function refuse(response: ServerResponse): void {
	response.writeHead(500, { "content-type": "text/xml", "x-amzn-requestid": "test" });
	response.end(
		"<ErrorResponse><Error><Code>InternalFailure</Code><Message>as the test wants it</Message></Error>" +
			"<RequestId>test</RequestId></ErrorResponse>",
	);
}

function record(variables: { name: string; value: string }[]): Record<string, string> {
	return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

function messageIn(body: Buffer): { subject: string; body: string } {
	const form = new URLSearchParams(body.toString());
	return { subject: form.get("Subject") ?? "", body: form.get("Message") ?? "" };
}
