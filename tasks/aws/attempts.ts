/** How often a call of AWS is made. Throttling is answered by waiting; the SDK's own three are few for a long run. */
export const attempts = 8;
