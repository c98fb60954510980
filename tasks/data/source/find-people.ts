import { quoted } from "../catalogue/catalogue";
import { readRows } from "../connection/read-rows";
import type { Session } from "../connection/session";
import { DataError } from "../errors";
import type { People } from "../guard/people";
import { phoneHash, wordHash } from "../guard/words";
import type { TablePlan } from "../rules/classify";
import { RowView } from "../transfer/row";

/** The columns of a table that hold people: names in pairs, and phone numbers. */
export interface PeopleColumns {
	table: string;
	names: [first: string, last: string][];
	phones: string[];
}

/** Which columns of the tables that the rules name hold people, by what the rules do with them. */
export function peopleColumns(plans: TablePlan[], tables: string[]): PeopleColumns[] {
	return plans
		.filter((plan) => plan.rows === "keep" && tables.includes(plan.table.name))
		.map((plan) => {
			const stored = plan.table.columns.filter((column) => !column.generated);
			const of = (kind: string) =>
				stored.flatMap((column, index) => {
					const action = plan.actions[index];
					return action.do === "pseudonym" && action.kind === kind ? [column.name] : [];
				});
			const [firsts, lasts] = [of("first-name"), of("last-name")];
			return {
				table: plan.table.name,
				names: firsts.slice(0, lasts.length).map((first, index): [string, string] => [first, lasts[index]]),
				phones: of("phone"),
			};
		})
		.filter(({ names, phones }) => names.length + phones.length > 0);
}

/** Reads those columns and notes what they hold. @returns how many rows were read */
export async function findPeople(source: Session, columns: PeopleColumns, people: People): Promise<number> {
	const read = [...columns.names.flat(), ...columns.phones];
	const sql = `SELECT ${read.map(quoted).join(", ")} FROM ${quoted(columns.table)}`;
	const view = new RowView(read.length);
	let full = false;
	const word = (column: number, which: "first" | "last"): number =>
		view.to[column] < 0 ? 0 : wordHash(view.data, view.from[column], view.to[column], which);
	const sink = {
		row(data: Buffer, from: number) {
			view.parse(data, from);
			for (let pair = 0; pair < columns.names.length; pair++) {
				const [first, last] = [word(pair * 2, "last"), word(pair * 2 + 1, "first")];
				if (first !== 0 && last !== 0 && !people.addName(first, last)) full = true;
			}
			for (let phone = columns.names.length * 2; phone < read.length; phone++) {
				const hash = view.to[phone] < 0 ? undefined : phoneHash(view.data, view.from[phone], view.to[phone]);
				if (hash !== undefined && !people.addPhone(...hash)) full = true;
			}
		},
		ready: () => undefined,
	};
	const rows = await source.withSocket((socket) => readRows(socket, sql, sink));
	if (full)
		throw new DataError("the source has more people than its statistics say; run ANALYZE TABLE there and try again");
	return rows;
}
