const [backslash, tab, newline] = [0x5c, 0x09, 0x0a];

/** Bytes that LOAD DATA would take for something else: 1 where a backslash goes in front. */
const special = new Uint8Array(256);
for (const byte of [backslash, tab, newline]) special[byte] = 1;

/** A value of more is looked through before there is room made for it, rather than twice the room. */
const large = 64 * 1024;

function specialsIn(data: Buffer, from: number, to: number): number {
	let count = 0;
	for (let at = from; at < to; at++) count += special[data[at]];
	return count;
}

/**
 * Lines for LOAD DATA: values apart by tabs, rows by newlines, a backslash before either of them in a value, \N for
 * NULL. Writes into one block after the other; a value longer than a block makes the block grow.
 */
export class Writer {
	buffer: Buffer;
	at = 0;
	/** How many backslashes were put in front of a byte so far. */
	escapes = 0;
	/** How many NULLs were written so far, each counted as often as {@link Writer.nullCounts} said. */
	nulls = 0;
	nullCounts = 0;

	constructor(private readonly size: number) {
		this.buffer = Buffer.allocUnsafe(size);
	}

	/** Makes room for that many bytes more. */
	ensure(bytes: number): void {
		if (this.at + bytes <= this.buffer.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
		this.buffer.copy(larger, 0, 0, this.at);
		this.buffer = larger;
	}

	/** The block so far, which is the caller's from now on. */
	take(): Buffer {
		const block = this.buffer.subarray(0, this.at);
		this.buffer = Buffer.allocUnsafe(this.size);
		this.at = 0;
		return block;
	}

	/** Forgets the block so far. */
	discard(): undefined {
		if (this.buffer.length > this.size * 2) this.buffer = Buffer.allocUnsafe(this.size);
		this.at = 0;
	}

	byte(value: number): void {
		this.ensure(1);
		this.buffer[this.at++] = value;
	}

	null(): void {
		this.ensure(2);
		this.buffer[this.at++] = backslash;
		this.buffer[this.at++] = 0x4e;
		this.nulls += this.nullCounts;
	}

	/** Bytes that need no escape. */
	plain(data: Buffer, from: number, to: number): void {
		this.ensure(to - from);
		const { buffer } = this;
		let at = this.at;
		if (to - from > 64) at += data.copy(buffer, at, from, to);
		else for (let i = from; i < to; i++) buffer[at++] = data[i];
		this.at = at;
	}

	/** Any bytes. */
	escaped(data: Buffer, from: number, to: number): void {
		this.ensure(to - from + (to - from < large ? to - from : specialsIn(data, from, to)));
		const { buffer } = this;
		let at = this.at;
		for (let i = from; i < to; i++) {
			const byte = data[i];
			if (special[byte] === 1) {
				buffer[at++] = backslash;
				this.escapes++;
			}
			buffer[at++] = byte;
		}
		this.at = at;
	}

	/** Text of ASCII characters without specials, such as a pseudonym. */
	ascii(text: string): void {
		this.ensure(text.length);
		const { buffer } = this;
		let at = this.at;
		for (let i = 0; i < text.length; i++) buffer[at++] = text.charCodeAt(i);
		this.at = at;
	}

	/** Any text. */
	text(text: string): void {
		const bytes = Buffer.from(text, "utf8");
		this.escaped(bytes, 0, bytes.length);
	}
}
