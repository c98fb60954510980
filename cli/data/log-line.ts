/**
 * One JSON object on one line: what a program or a log is told. In a run of several commands, each of its lines says which
 * run and which command it is of (UNDERSTUDY_RUN), so that they can be found again among others.
 */
export function logLine(event: string, facts: object = {}): string {
	const run = process.env.UNDERSTUDY_RUN;
	const of = run ? { run, command: process.argv[3] } : {};
	return JSON.stringify({ event, at: new Date().toISOString(), ...of, ...facts });
}
