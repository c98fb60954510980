/** What a run tells while it works: lines on a terminal, one JSON object a step elsewhere. Never a value of the data. */
export interface Reporter {
	/** A step begins: its name, and facts about it. */
	step(name: string, facts?: Record<string, unknown>): void;
	/** How much there is to do, before the first progress. */
	total(tables: { name: string; rows: number; bytes: number }[]): void;
	progress(table: string, rows: number, bytes: number): void;
	tableDone(table: string, rows: number, bytes: number): void;
	note(text: string): void;
	end(): void;
}

export const silent: Reporter = { step() {}, total() {}, progress() {}, tableDone() {}, note() {}, end() {} };
