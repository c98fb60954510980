/** Aborted by the first Ctrl-C, or the first time that somebody asks the process to end; the second one ends it at once. */
export function interruption(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
	return controller.signal;
}
