/** What PHP's serialize() writes, as far as it has to be told apart: the rest is carried along as it stands. */
export type Php =
	| { type: "string"; bytes: Buffer }
	/** Arrays, and objects with the name of their class. */
	| { type: "array"; head: string; items: [Php, Php][] }
	/** Numbers, booleans, null: the text with its semicolon. */
	| { type: "raw"; text: string };

/** @returns undefined for what is not wholly such a value */
export function parsePhp(data: Buffer): Php | undefined {
	const reader = new Reader(data);
	const value = reader.value();
	return value !== undefined && reader.at === data.length ? value : undefined;
}

class Reader {
	at = 0;

	constructor(private readonly data: Buffer) {}

	value(): Php | undefined {
		const type = String.fromCharCode(this.data[this.at]);
		if (type === "s") return this.string();
		if (type === "a" || type === "O") return this.array();
		const end = this.data.indexOf(";", this.at);
		if (!"bidNrR".includes(type) || end < 0) return undefined;
		const text = this.data.toString("latin1", this.at, end + 1);
		this.at = end + 1;
		return { type: "raw", text };
	}

	private string(): Php | undefined {
		const colon = this.data.indexOf(":", this.at + 2);
		const length = Number(this.data.toString("latin1", this.at + 2, colon));
		const from = colon + 2;
		if (colon < 0 || !Number.isInteger(length) || from + length + 2 > this.data.length) return undefined;
		this.at = from + length + 2;
		return { type: "string", bytes: this.data.subarray(from, from + length) };
	}

	/** `a:2:{…}` and `O:8:"stdClass":2:{…}` */
	private array(): Php | undefined {
		const brace = this.data.indexOf("{", this.at);
		if (brace < 0) return undefined;
		const head = this.data.toString("latin1", this.at, brace);
		const count = Number(/(\d+):$/.exec(head)?.[1]);
		this.at = brace + 1;
		const items: [Php, Php][] = [];
		for (let item = 0; item < count; item++) {
			const key = this.value();
			const value = key && this.value();
			if (key === undefined || value === undefined) return undefined;
			items.push([key, value]);
		}
		return this.data[this.at++] === 0x7d ? { type: "array", head, items } : undefined;
	}
}

export function serialisePhp(value: Php): Buffer {
	switch (value.type) {
		case "string":
			return Buffer.concat([Buffer.from(`s:${value.bytes.length}:"`), value.bytes, Buffer.from('";')]);
		case "raw":
			return Buffer.from(value.text, "latin1");
		case "array":
			return Buffer.concat([
				Buffer.from(`${value.head}{`, "latin1"),
				...value.items.flatMap(([key, item]) => [serialisePhp(key), serialisePhp(item)]),
				Buffer.from("}"),
			]);
	}
}
