/** A mistake or a condition that the person at the keyboard can do something about: shown without a stack trace. */
export class UserError extends Error {}
