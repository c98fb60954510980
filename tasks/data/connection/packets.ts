import type { Socket } from "node:net";
import { DataError } from "../errors";
import { LargeTurn } from "./large";

/** The protocol's longest payload of one packet; a longer one goes on in the next. */
export const longestPayload = 0xffffff;
const header = 4;
const command = 3;

/** Sends a statement as a command of its own. */
export function sendQuery(socket: Socket, sql: string): void {
	const text = Buffer.from(sql, "utf8");
	if (text.length + 1 >= longestPayload) throw new DataError("a statement is longer than the protocol allows");
	const packet = Buffer.allocUnsafe(header + 1 + text.length);
	packet.writeUIntLE(text.length + 1, 0, 3);
	packet[3] = 0;
	packet[4] = command;
	text.copy(packet, header + 1);
	socket.write(packet);
}

/** What is done with a packet's payload: bytes `from` to `to` of `data`, which are valid during the call only. */
export type OnPacket = (data: Buffer, from: number, to: number, sequence: number) => void;

/**
 * Cuts what a socket gives into packets. A payload that lies whole in one piece of the stream is handed on where it
 * lies; one that spans several is put together in a buffer of its own size, so that no byte is copied twice.
 */
export class PacketCutter {
	private rest: Buffer = Buffer.alloc(0);
	private whole: Buffer[] = [];
	private gathered = 0;

	constructor(private readonly onPacket: OnPacket) {}

	take(piece: Buffer): void {
		let data = this.rest.length === 0 ? piece : this.join(piece);
		if (data.length === 0) return;
		let at = 0;
		while (data.length - at >= header) {
			const length = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);
			const end = at + header + length;
			if (end > data.length) break;
			if (length === longestPayload || this.whole.length > 0) this.gather(data, at, end, length);
			else this.onPacket(data, at + header, end, data[at + 3]);
			at = end;
		}
		data = at === 0 ? data : data.subarray(at);
		this.keep(data);
	}

	/** How many bytes of a payload that is not whole yet are known to come, at least. */
	get expected(): number {
		return this.gathered + (this.pending?.buffer.length ?? 0);
	}

	/** Appends to what is left of the pieces before; grows by the packet's announced size, once. */
	private join(piece: Buffer): Buffer {
		if (this.pending === undefined) return Buffer.concat([this.rest, piece]);
		const { buffer, filled } = this.pending;
		const fits = Math.min(buffer.length - filled, piece.length);
		piece.copy(buffer, filled, 0, fits);
		this.pending.filled += fits;
		if (this.pending.filled < buffer.length) return Buffer.alloc(0);
		this.pending = undefined;
		this.rest = Buffer.alloc(0);
		this.take(buffer);
		return piece.subarray(fits);
	}

	private pending: { buffer: Buffer; filled: number } | undefined;

	private keep(data: Buffer): void {
		this.pending = undefined;
		if (data.length < header) {
			this.rest = Buffer.from(data);
			return;
		}
		const size = header + (data[0] | (data[1] << 8) | (data[2] << 16));
		const buffer = Buffer.allocUnsafe(size);
		data.copy(buffer);
		this.pending = { buffer, filled: data.length };
		this.rest = buffer;
	}

	/** A payload of several packets: ends with the first that is shorter than the longest. */
	private gather(data: Buffer, at: number, end: number, length: number): void {
		this.whole.push(data.subarray(at + header, end));
		this.gathered += length;
		if (length === longestPayload) return;
		const payload = Buffer.concat(this.whole, this.gathered);
		this.whole = [];
		this.gathered = 0;
		LargeTurn.giveBack();
		this.onPacket(payload, 0, payload.length, data[at + 3]);
	}
}

/** The server's error packet as an error, without a value of the data. */
export function serverError(data: Buffer, from: number, to: number): DataError {
	const code = data.readUInt16LE(from + 1);
	const text = data.toString("utf8", from + 3, to).replace(/^#...../, "");
	return new DataError(`the server says: ${serversWords(code, text)} (${code})`);
}

/** Duplicate entry, truncated or incorrect value: the messages that quote a value, always first. */
const quoting = [1062, 1264, 1292, 1366, 1411, 1586];

/** How servers say in other words that their disk is full: the system's and the storage engine's own number for it. */
const full = /errno: (28|135)\b|No space left on device|The table '.*' is full/;

/** A server's message without the value that it may quote, and what it means where it does not say that itself. */
export function serversWords(code: number, text: string): string {
	if (full.test(text)) return `the server's disk is full: ${text}`;
	return quoting.includes(code) ? text.replace(/'(?:[^'\\]|\\.|'')*'/, "(a value)") : text;
}

/** An integer with its length in front. @returns the number and the position after it */
export function lengthEncoded(data: Buffer, at: number): [number, number] {
	const first = data[at];
	if (first < 0xfb) return [first, at + 1];
	if (first === 0xfc) return [data.readUInt16LE(at + 1), at + 3];
	if (first === 0xfd) return [data.readUIntLE(at + 1, 3), at + 4];
	return [Number(data.readBigUInt64LE(at + 1)), at + 9];
}
