/** Marks a cluster as a clone of the data copy, with what it is a clone of: only such clusters are ever deleted. */
export const cloneTag = "understudy:clone-of";
/** When the clone was begun, for the one who looks for clones that were left over. */
export const madeTag = "understudy:made";
