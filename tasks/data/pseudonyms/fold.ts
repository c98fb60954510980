/**
 * What is equal for a collation, as a plain map: each code point that equals another one, to the text that stands for
 * them all, which is lower-case ASCII wherever one of them is.
 */
export interface Fold {
	/** Whether "a" equals "a " . */
	pad: boolean;
	/** Whether upper and lower case are the same; else equal means the same bytes. */
	folds: boolean;
	map: Map<number, string>;
	/** What stands for a code point beyond U+FFFF; undefined where each stands for itself. */
	beyond?: string;
	/** How bytes become code points. */
	charset: "utf8" | "latin1";
}

/** For columns without a collation, and for tests without a server: ASCII's case is folded, nothing else. */
export const asciiFold: Fold = { pad: true, folds: true, map: new Map(), charset: "utf8" };

const [space, capitalA, capitalZ] = [0x20, 0x41, 0x5a];

const keptViews = 256;

/** Bytes to hash, put behind a key that stays in front of them. */
export class Scratch {
	bytes: Buffer;
	length: number;
	private views: Buffer[] = [];

	constructor(private readonly prefix: Buffer) {
		this.bytes = Buffer.alloc(512);
		prefix.copy(this.bytes);
		this.length = prefix.length;
	}

	/** The bytes that are filled in. Most values are short, and a view that was made once serves for all of its length. */
	view(): Buffer {
		const { views, length } = this;
		if (length >= keptViews) return this.bytes.subarray(0, length);
		views[length] ??= this.bytes.subarray(0, length);
		return views[length];
	}

	private room(bytes: number): void {
		const needed = this.prefix.length + bytes;
		if (needed <= this.bytes.length) return;
		this.bytes = Buffer.alloc(needed * 2);
		this.views = [];
		this.prefix.copy(this.bytes);
	}

	/** Fills in a value in the form that is the same for all values that its collation takes for equal. */
	fill(data: Buffer, from: number, to: number, fold: Fold): void {
		let last = to;
		if (fold.pad) while (last > from && data[last - 1] === space) last--;
		this.room((last - from) * 4 + 1);
		const { bytes } = this;
		let at = this.prefix.length;
		let beyondAscii = false;
		let capital = false;
		for (let i = from; i < last; i++) {
			let byte = data[i];
			if (byte >= 0x80) beyondAscii = true;
			else if (byte >= capitalA && byte <= capitalZ) {
				byte += 0x20;
				capital = true;
			}
			bytes[at++] = byte;
		}
		if (!fold.folds && capital) {
			// Where case matters, "Anna" is another value than "anna", and only the latter is what other columns hold.
			bytes[at++] = 0xff;
			at += data.copy(bytes, at, from, last);
		} else if (beyondAscii && fold.folds) at = this.foldText(data.toString(fold.charset, from, last), fold);
		this.length = at;
	}

	private foldText(text: string, fold: Fold): number {
		let folded = "";
		for (const character of text) {
			const point = character.codePointAt(0) as number;
			folded += point > 0xffff ? (fold.beyond ?? character) : (fold.map.get(point) ?? character);
		}
		this.room(folded.length * 4);
		return this.prefix.length + this.bytes.write(folded.toLowerCase(), this.prefix.length, "utf8");
	}
}
