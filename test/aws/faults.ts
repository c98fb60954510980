import { createServer, type Server } from "node:http";

/** What AWS answers instead of doing what it was asked, or after having done it. */
export interface Fault {
	/** The action it answers to so; of S3, which has none, method and path: `PUT /bucket/name`. */
	action: string | RegExp;
	status: number;
	code: string;
	/** How often; then it works again. */
	times: number;
	/** How often it works before. */
	skip?: number;
	/** Whether what was asked for happens all the same, as when an answer is lost. */
	after?: boolean;
	/** Whether the service speaks JSON; XML otherwise. */
	json?: boolean;
	/** What its answer becomes, instead of an error. */
	rewrite?: (answer: string) => string;
}

/** A way to moto on which faults happen. */
export class FaultyAws {
	readonly asked: string[] = [];
	faults: Fault[] = [];

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async before(moto: string): Promise<FaultyAws> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const faulty = new FaultyAws(server, `http://127.0.0.1:${(server.address() as { port: number }).port}`);
		server.on("request", async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const body = Buffer.concat(chunks);
			const target = String(request.headers["x-amz-target"] ?? "")
				.split(".")
				.at(-1);
			const action = target || new URLSearchParams(body.toString()).get("Action") || "";
			const rest = action === "" ? `${request.method} ${request.url}` : action;
			faulty.asked.push(rest);
			const fault = faulty.next(rest);
			const headers = { ...(request.headers as Record<string, string>) };
			for (const own of ["connection", "content-length", "expect", "transfer-encoding"]) delete headers[own];
			if (!fault || fault.after || fault.rewrite) {
				const answer = await fetch(moto + request.url, {
					method: request.method,
					headers,
					body: body.length ? body : undefined,
				});
				if (!fault?.after) {
					response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/xml" });
					const content = Buffer.from(await answer.arrayBuffer());
					response.end(fault?.rewrite ? fault.rewrite(content.toString()) : content);
					return;
				}
			}
			if (fault.json) {
				response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.1" });
				response.end(JSON.stringify({ __type: fault.code, message: "as the test wants it" }));
				return;
			}
			response.writeHead(fault.status, { "content-type": "text/xml" });
			const error = `<Code>${fault.code}</Code><Message>as the test wants it</Message>`;
			response.end(
				action === ""
					? `<Error>${error}</Error>`
					: `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`,
			);
		});
		return faulty;
	}

	/** The fault that a call runs into, if any. */
	private next(action: string): Fault | undefined {
		const fits = (one: Fault) => (typeof one.action === "string" ? one.action === action : one.action.test(action));
		const fault = this.faults.find((one) => one.times > 0 && fits(one));
		if (fault?.skip) {
			fault.skip--;
			return undefined;
		}
		if (fault) fault.times--;
		return fault;
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}
