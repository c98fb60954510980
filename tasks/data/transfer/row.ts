const nothing = Buffer.alloc(0);

/** Where the values of one text row lie in the packet. Filled anew for each row, so that no row costs an object. */
export class RowView {
	data: Buffer = nothing;
	readonly from: Int32Array;
	/** -1 for NULL. */
	readonly to: Int32Array;

	constructor(readonly columns: number) {
		this.from = new Int32Array(columns);
		this.to = new Int32Array(columns);
	}

	parse(data: Buffer, start: number): void {
		this.data = data;
		let at = start;
		for (let column = 0; column < this.columns; column++) {
			let length = data[at++];
			if (length === 0xfb) {
				this.to[column] = -1;
				continue;
			}
			if (length === 0xfc) {
				length = data[at] | (data[at + 1] << 8);
				at += 2;
			} else if (length === 0xfd) {
				length = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);
				at += 3;
			} else if (length === 0xfe) {
				length = Number(data.readBigUInt64LE(at));
				at += 8;
			}
			this.from[column] = at;
			at += length;
			this.to[column] = at;
		}
	}

	/** Lets go of the packet, which may be large, before the next one comes. */
	release(): void {
		this.data = nothing;
	}

	/** A value as text, or undefined for NULL. */
	text(column: number): string | undefined {
		const to = this.to[column];
		return to < 0 ? undefined : this.data.toString("utf8", this.from[column], to);
	}
}
