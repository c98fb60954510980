#!/usr/bin/env node
// Starts the command line. Plain JavaScript, so that npm can link it; what follows is TypeScript.
require("tsx/cjs");
require("./understudy.ts");
