// The one file that runs in the image: the command line, and in its threads what they do.
import { isMainThread } from "node:worker_threads";

if (isMainThread) require("../../cli/understudy");
else require("../data/transfer/worker");
