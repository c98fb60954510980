/** A place that keeps files by name: a folder, or a prefix of a bucket. Names are parts apart by slashes. */
export interface Store {
	/** How the place is called in messages. */
	readonly name: string;
	/** Writes a whole file: whoever reads it sees all of it or none. @throws DataError that says why it cannot be written */
	write(name: string, content: Buffer): Promise<void>;
	/** @returns undefined if there is no such file */
	read(name: string): Promise<Buffer | undefined>;
	/** The names of all files below a part, such as an export's id; of everything without one. */
	list(below?: string): Promise<string[]>;
	remove(names: string[]): Promise<void>;
}
