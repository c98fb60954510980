import type { Socket } from "node:net";
import { DataError } from "../errors";
import { lengthEncoded, longestPayload, PacketCutter, sendQuery, serverError } from "./packets";

/** What the server says a LOAD DATA statement did. */
export interface Loaded {
	rows: number;
	warnings: number;
}

const [ok, wantsFile, failed] = [0x00, 0xfb, 0xff];

/**
 * A LOAD DATA LOCAL INFILE statement whose file is what is written here, block by block. The server reads as fast as it
 * loads: `write` gives a promise while it is behind.
 */
export class LoadStream {
	private sequence = 0;
	private error: Error | undefined;
	private readonly answer: Promise<Loaded>;
	private begun!: () => void;
	private broken!: (error: Error) => void;

	private constructor(private readonly socket: Socket) {
		this.answer = new Promise((resolve, reject) => {
			const cutter = new PacketCutter((data, from, to, sequence) => {
				const first = data[from];
				if (first === wantsFile) {
					this.sequence = sequence + 1;
					this.begun();
				} else if (first === failed) this.broken(serverError(data, from, to));
				else if (first === ok) resolve(readOk(data, from, to));
				else this.broken(new DataError("the target answers LOAD DATA with something unknown"));
			});
			const onData = (piece: Buffer) => cutter.take(piece);
			const onClose = () => this.broken(new DataError("the connection to the target broke off while loading"));
			this.broken = (error) => {
				this.error = error;
				reject(error);
			};
			socket.on("data", onData);
			socket.on("close", onClose);
			socket.on("error", onClose);
			this.release = () => {
				socket.off("data", onData);
				socket.off("close", onClose);
				socket.off("error", onClose);
				socket.pause();
			};
		});
		this.answer.catch(() => {});
	}

	private release!: () => void;

	/** Sends the statement and waits until the server asks for the file. */
	static async begin(socket: Socket, sql: string): Promise<LoadStream> {
		const stream = new LoadStream(socket);
		const begun = new Promise<void>((resolve) => {
			stream.begun = resolve;
		});
		sendQuery(socket, sql);
		socket.resume();
		await Promise.race([begun, stream.answer]);
		return stream;
	}

	/**
	 * Sends a block. It must not be changed until the promise that this gives has come true; without one it was taken.
	 * @throws what the server refused meanwhile
	 */
	write(block: Buffer): Promise<void> | undefined {
		let full = false;
		for (let at = 0; at < block.length; at += longestPayload - 1) {
			const piece = block.subarray(at, Math.min(block.length, at + longestPayload - 1));
			this.socket.write(this.header(piece.length));
			full = !this.socket.write(piece);
		}
		if (this.error) throw this.error;
		if (!full) return undefined;
		return Promise.race([
			new Promise<void>((resolve) => this.socket.once("drain", resolve)),
			this.answer.then(() => {}),
		]);
	}

	/** Ends the file. @returns what the server loaded */
	async end(): Promise<Loaded> {
		this.socket.write(this.header(0));
		try {
			return await this.answer;
		} finally {
			this.release();
		}
	}

	private header(length: number): Buffer {
		const header = Buffer.allocUnsafe(4);
		header.writeUIntLE(length, 0, 3);
		header[3] = this.sequence++ & 0xff;
		return header;
	}
}

function readOk(data: Buffer, from: number, to: number): Loaded {
	const [rows, afterRows] = lengthEncoded(data, from + 1);
	const [, afterId] = lengthEncoded(data, afterRows);
	return { rows, warnings: to >= afterId + 4 ? data.readUInt16LE(afterId + 2) : 0 };
}
