/**
 * Pulumi's SDK makes a stack trace for every resource and ts-node maps each of them back to the sources, which is half
 * of the time of a preview. Imported first, this leaves them out; UNDERSTUDY_TRACE=1 brings them back for whoever looks
 * for a mistake in the program itself. Mistakes in settings are reported without one in any case.
 */
if (!process.env.UNDERSTUDY_TRACE) Error.stackTraceLimit = 0;
