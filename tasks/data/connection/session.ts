import type { Socket } from "node:net";
import { type Connection, createConnection } from "mysql2/promise";
import { ConnectionLost, DataError } from "../errors";
import { type Address, describeAddress } from "./address";
import { serversWords } from "./packets";
import { tlsOptions } from "./tls";

/** A row by column name. */
export type Row = Record<string, unknown>;

/** One connection, and the few things the copy does with it. */
export class Session {
	private constructor(
		readonly address: Address,
		private readonly connection: Connection,
	) {}

	/**
	 * Opens a connection without selecting a schema: the target's may not exist yet.
	 * @throws DataError where the server cannot be reached or refuses the user
	 */
	static async open(address: Address): Promise<Session> {
		const { host, port, socket, user, password } = address;
		try {
			const connection = await createConnection({
				...(socket ? { socketPath: socket } : { host, port }),
				user,
				password,
				charset: "utf8mb4_general_ci",
				connectTimeout: 20_000,
				enableKeepAlive: true,
				keepAliveInitialDelay: 60_000,
				supportBigNumbers: true,
				bigNumberStrings: true,
				dateStrings: true,
				// What reads and writes rows speaks the protocol without them.
				flags: ["-CLIENT_QUERY_ATTRIBUTES"],
				ssl: tlsOptions(address),
			});
			// A connection that breaks while nobody waits for an answer is found out by the next command.
			connection.on("error", () => {});
			await connection.query("SET SESSION time_zone = '+00:00', SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
			return new Session(address, connection);
		} catch (error) {
			throw explained(error, `cannot connect to ${describeAddress(address)}`);
		}
	}

	/** Runs a statement. Values are put in by the driver, `??` for names and `?` for values. */
	async query(sql: string, values: unknown[] = []): Promise<Row[]> {
		try {
			const [rows] = await this.connection.query(sql, values);
			return rows as Row[];
		} catch (error) {
			throw explained(error, describeAddress(this.address));
		}
	}

	/** The first column of the first row, or undefined. */
	async value(sql: string, values: unknown[] = []): Promise<unknown> {
		const [row] = await this.query(sql, values);
		return row === undefined ? undefined : Object.values(row)[0];
	}

	/**
	 * Gives the connection's socket to the callback, which speaks the protocol itself, and takes it back afterwards.
	 * The callback has to leave the connection between two commands, or throw: then the connection is closed.
	 */
	async withSocket<T>(use: (socket: Socket) => Promise<T>): Promise<T> {
		const socket = (this.connection as unknown as { connection: { stream: Socket } }).connection.stream;
		// A socket that has closed says so once: whoever listens from now on would wait for ever.
		if (socket.destroyed || !socket.writable)
			throw new DataError(`${describeAddress(this.address)}: the connection was lost`);
		const listeners = socket.listeners("data") as ((data: Buffer) => void)[];
		socket.removeAllListeners("data");
		socket.pause();
		try {
			const result = await use(socket);
			for (const listener of listeners) socket.on("data", listener);
			socket.resume();
			return result;
		} catch (error) {
			this.connection.destroy();
			throw error instanceof DataError ? error : explained(error, describeAddress(this.address));
		}
	}

	/** Says goodbye to the server, which a dead one never answers. */
	async close(): Promise<void> {
		const patience = setTimeout(() => this.connection.destroy(), 2000);
		try {
			await Promise.race([this.connection.end(), new Promise((resolve) => this.connection.once("end", resolve))]);
		} catch {
			this.connection.destroy();
		} finally {
			clearTimeout(patience);
		}
	}

	destroy(): void {
		this.connection.destroy();
	}
}

const lost = ["PROTOCOL_CONNECTION_LOST", "ECONNRESET", "EPIPE", "ECONNREFUSED", "ETIMEDOUT"];

/** The driver's error as one line that says where it happened. Statements are left out: they may hold values. */
function explained(error: unknown, where: string): DataError {
	if (error instanceof DataError) return error;
	const {
		code = "",
		errno = 0,
		message = String(error),
	} = error as { code?: string; errno?: number; message?: string };
	const isLost = lost.includes(code) || message.includes("closed state");
	const suffix = code ? ` (${code})` : "";
	if (isLost) return new ConnectionLost(`${where}: the connection was lost or refused${suffix}`);
	return new DataError(`${where}: ${serversWords(errno, message)}${suffix}`);
}
