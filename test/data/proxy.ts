import { connect, createServer, type Server as Listener, type Socket } from "node:net";

/** A way to a server that can be cut. */
export class CuttableWay {
	private readonly sockets = new Set<Socket>();
	private left = Number.POSITIVE_INFINITY;

	private constructor(
		private readonly listener: Listener,
		readonly port: number,
	) {}

	static async to(port: number): Promise<CuttableWay> {
		const listener = createServer();
		await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
		const proxy = new CuttableWay(listener, (listener.address() as { port: number }).port);
		listener.on("connection", (client) => {
			const server = connect(port, "127.0.0.1");
			for (const [one, other] of [
				[client, server],
				[server, client],
			]) {
				proxy.sockets.add(one);
				one.on("data", (data) => proxy.count(data.length));
				one.on("error", () => {});
				one.on("close", () => {
					proxy.sockets.delete(one);
					other.destroy();
				});
				one.pipe(other);
			}
		});
		return proxy;
	}

	private count(bytes: number): void {
		this.left -= bytes;
		if (this.left < 0) this.cut();
	}

	/** Cuts all connections once so many bytes more have gone by, in either direction; new ones are let through. */
	cutAfter(bytes: number): void {
		this.left = bytes;
	}

	private cut(): void {
		this.left = Number.POSITIVE_INFINITY;
		for (const socket of this.sockets) socket.destroy();
	}

	async close(): Promise<void> {
		this.cut();
		await new Promise((resolve) => this.listener.close(resolve));
	}
}
