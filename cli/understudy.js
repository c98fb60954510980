#!/usr/bin/env node
// Starts the command line. Plain JavaScript, so that npm can link it; what follows is TypeScript, bundled once.
const { join } = require("node:path");
const { bundle } = require("../tools/bundle");

const entries = ["cli/understudy.ts", "tasks/data/transfer/worker.ts"];
const files = bundle(join(__dirname, ".."), entries, "cli", { packages: "external", sourcemap: "inline" });
if (files === undefined) require("tsx/cjs");
require(files?.understudy ?? "./understudy.ts");
