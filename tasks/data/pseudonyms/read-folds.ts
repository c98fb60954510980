import type { Session } from "../connection/session";
import type { Fold } from "./fold";

const digits = Array.from({ length: 16 }, (_, n) => `SELECT ${n} n`).join(" UNION ALL ");
const everyPoint = `SELECT a.n * 4096 + b.n * 256 + c.n * 16 + d.n AS p FROM (${digits}) a, (${digits}) b, (${digits}) c, (${digits}) d`;

/**
 * Asks the server what each of the collations takes for equal, so that it is the server's own answer that decides
 * which two values get the same pseudonym.
 * @param collations pairs of character set and collation, as the catalogue has them
 */
export async function readFolds(session: Session, collations: [string, string][]): Promise<Map<string, Fold>> {
	const folds = new Map<string, Fold>();
	for (const [charset, collation] of collations) folds.set(collation, await readFold(session, charset, collation));
	return folds;
}

async function readFold(session: Session, charset: string, collation: string): Promise<Fold> {
	const fold: Fold = {
		pad: !/0900|nopad/.test(collation),
		folds: !/_bin$/.test(collation) && charset !== "binary",
		map: new Map(),
		charset: charset.startsWith("utf8") ? "utf8" : "latin1",
	};
	if (!fold.folds) return fold;
	const weight = (point: string) =>
		`HEX(WEIGHT_STRING(CONVERT(CONVERT(UNHEX(LPAD(HEX(${point}), 8, '0')) USING utf32) USING ${charset}) COLLATE ${collation}))`;
	const rows = await session.query(
		`SELECT p, ${weight("p")} AS w FROM (${everyPoint}) points WHERE p > 0 AND (p < 55296 OR p > 57343) ORDER BY p`,
	);
	const weights = rows.map((row) => [Number(row.p), String(row.w ?? "")] as const);
	const standFor = new Map<string, string>([["", ""]]);
	for (const [point, key] of weights) {
		const lowerCase = point >= 0x61 && point <= 0x7a;
		if (lowerCase || !standFor.has(key)) standFor.set(key, String.fromCodePoint(point));
	}
	for (const [point, key] of weights) {
		const text = expanded(key, standFor);
		if (text !== String.fromCodePoint(point) && !(point < 0x80)) fold.map.set(point, text);
	}
	const beyond = await session.query(`SELECT ${weight("128512")} AS one, ${weight("128513")} AS other`);
	if (beyond[0].one === beyond[0].other) fold.beyond = "\ufffd";
	return fold;
}

/** A weight of several units is several letters, such as that of a ligature: the text that has the same ones. */
function expanded(key: string, standFor: Map<string, string>): string {
	const whole = standFor.get(key) as string;
	const units = key.match(/.{4}/g) ?? [];
	if (units.length < 2) return whole;
	const parts = units.map((unit) => standFor.get(unit));
	return parts.every((part) => part !== undefined) ? parts.join("") : whole;
}
