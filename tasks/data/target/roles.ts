/** What an environment can be. Only production is never copied into. */
export const roles = ["production", "staging", "integration", "laptop"] as const;
export type Role = (typeof roles)[number];
