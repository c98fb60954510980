/**
 * Imported first: what halves the time of every preview.
 *
 * Pulumi's SDK makes a stack trace for each resource, and ts-node maps every one of them back to the sources. They are
 * left out; mistakes in settings are reported without one in any case, and UNDERSTUDY_TRACE=1 brings them back for
 * whoever looks for a mistake in the program itself.
 *
 * ts-node has each file transpiled by TypeScript's compiler. esbuild does the same in a tenth of the time, and keeps what
 * it has done. Who asks Pulumi to check types (PULUMI_NODEJS_TRANSPILE_ONLY=false) gets the compiler.
 */
if (!process.env.UNDERSTUDY_TRACE) Error.stackTraceLimit = 0;
if (process.env.PULUMI_NODEJS_TRANSPILE_ONLY !== "false") require("tsx/cjs");
