import type { Kind } from "../kind";
import { delivery } from "./delivery";
import { moving } from "./moving";
import { network } from "./network";
import { running } from "./running";
import { storage } from "./storage";
import { stores } from "./stores";
import { watching } from "./watching";

/** Every resource type that the simulator knows. Any other is an error. */
export const kinds: Record<string, Kind> = {
	...moving,
	...network,
	...stores,
	...storage,
	...delivery,
	...running,
	...watching,
};
