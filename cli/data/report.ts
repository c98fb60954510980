import { MultiBar, type SingleBar } from "cli-progress";
import { describeLeftOut, type LeftOut } from "../../tasks/data/manifest/left-out";
import type { Reporter } from "../../tasks/data/reporter";
import { logLine } from "./log-line";

/** A reporter that also prints what came out. */
export interface CommandReporter extends Reporter {
	result(facts: Record<string, unknown>): void;
}

/** Bars on a terminal; one JSON object a step for programs and logs; lines where there is neither. */
export function reporterFor(json: boolean): CommandReporter {
	return json || !process.stderr.isTTY ? new Lines(json) : new Bars();
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);

/** Steps as they come. Each table is a line of its own when it is done; progress is said every ten seconds. */
class Lines implements CommandReporter {
	private readonly began = Date.now();
	private rows = 0;
	private bytes = 0;
	private expected = 0;
	private said = Date.now();

	constructor(private readonly json: boolean) {}

	private say(event: string, facts: Record<string, unknown> = {}): void {
		if (this.json) process.stdout.write(`${logLine(event, facts)}\n`);
		else {
			const text = Object.entries(facts).map(([name, value]) => (name === event ? `${value}` : `${name} ${value}`));
			process.stderr.write(`${event}${text.length > 0 ? `: ${text.join(", ")}` : ""}\n`);
		}
	}

	step(name: string, facts?: Record<string, unknown>): void {
		this.say(name, facts);
	}

	total(tables: { bytes: number }[]): void {
		this.expected = tables.reduce((sum, table) => sum + table.bytes, 0);
	}

	progress(table: string, rows: number, bytes: number): void {
		this.rows += rows;
		this.bytes += bytes;
		if (Date.now() - this.said < 10_000) return;
		this.said = Date.now();
		const rate = this.bytes / Math.max(1, Date.now() - this.began);
		const left = Math.max(0, this.expected - this.bytes) / rate / 1000;
		this.say("progress", {
			table,
			rows: this.rows,
			bytes: this.bytes,
			perSecond: Math.round(rate * 1000),
			secondsLeft: Math.round(left),
		});
	}

	tableDone(table: string, rows: number, bytes: number): void {
		this.say("table", { table, rows, bytes, seconds: Number(seconds(this.began)) });
	}

	note(text: string): void {
		this.say("note", { text });
	}

	end(): void {}

	result(facts: Record<string, unknown>): void {
		if (this.json) this.say("result", facts);
		else process.stdout.write(`${describe(facts)}\n`);
	}
}

/** A bar for the whole and one for each table that is being copied. */
class Bars implements CommandReporter {
	private readonly bars = new MultiBar({
		format: "{bar} {percentage}% | {name} | {rows} rows, {size} | {rate}/s | {eta_formatted} left",
		stream: process.stderr,
		hideCursor: true,
		clearOnComplete: true,
	});
	private readonly began = Date.now();
	private whole: SingleBar | undefined;
	private readonly tables = new Map<string, { bar: SingleBar; rows: number; bytes: number }>();
	private readonly expected = new Map<string, number>();
	private rows = 0;
	private bytes = 0;
	private credit = 0;

	step(name: string, facts: Record<string, unknown> = {}): void {
		const text = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
		// What follows the load has no bars, and a line beside them would be shown with their next change only.
		if (name === "verify") this.end();
		this.line([name, ...text].join(", "));
	}

	private line(text: string): void {
		if (this.whole) this.bars.log(`${text}\n`);
		else process.stderr.write(`${text}\n`);
	}

	total(tables: { name: string; bytes: number }[]): void {
		for (const { name, bytes } of tables) this.expected.set(name, bytes);
		const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
		this.whole = this.bars.create(Math.max(1, bytes), 0, this.payload("all tables", 0, 0));
	}

	private payload(name: string, rows: number, bytes: number) {
		const rate = megabytes((bytes * 1000) / Math.max(1, Date.now() - this.began));
		return { name, rows, size: megabytes(bytes), rate };
	}

	progress(table: string, rows: number, bytes: number): void {
		this.rows += rows;
		this.bytes += bytes;
		this.showWhole();
		let one = this.tables.get(table);
		if (one === undefined) {
			const bar = this.bars.create(Math.max(1, this.expected.get(table) ?? 1), 0, this.payload(table, 0, 0));
			one = { bar, rows: 0, bytes: 0 };
			this.tables.set(table, one);
		}
		one.rows += rows;
		one.bytes += bytes;
		one.bar.update(Math.min(one.bytes, one.bar.getTotal()), this.payload(table, one.rows, one.bytes));
	}

	private showWhole(): void {
		const done = Math.min(this.bytes + this.credit, this.whole?.getTotal() ?? 0);
		this.whole?.update(done, this.payload("all tables", this.rows, this.bytes));
	}

	/** A table is as large as the server thinks, or smaller: what it turned out not to have counts as done. */
	tableDone(table: string, _rows: number, bytes: number): void {
		const one = this.tables.get(table);
		if (one) this.bars.remove(one.bar);
		this.tables.delete(table);
		this.credit += (this.expected.get(table) ?? bytes) - bytes;
		this.showWhole();
	}

	note(text: string): void {
		this.line(text);
	}

	end(): void {
		this.bars.stop();
		this.whole = undefined;
	}

	result(facts: Record<string, unknown>): void {
		process.stdout.write(`${describe(facts)}\n`);
	}
}

/** A result as lines: what a person reads at the end. */
function describe(facts: Record<string, unknown>): string {
	const { notes, memory, leftOut, ...rest } = facts as { notes?: string[]; memory?: number; leftOut?: LeftOut };
	const lines = Object.entries(rest).map(([name, value]) => {
		const text =
			name === "bytes" || name === "stored"
				? megabytes(Number(value))
				: typeof value === "boolean"
					? value
						? "yes"
						: "no"
					: String(value);
		return `${`${name}:`.padEnd(10)} ${text}`;
	});
	if (leftOut !== undefined) lines.push(`${"left out:".padEnd(10)} ${describeLeftOut(leftOut)}`);
	if (memory !== undefined) lines.push(`${"memory:".padEnd(10)} ${megabytes(memory)} at most`);
	return [...lines, ...(notes ?? []).map((note) => `note: ${note}`)].join("\n");
}
