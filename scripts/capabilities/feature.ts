/** A line of the table of what works. */

/** `proof` names the tests that fail when it does not work here; `against` those who were at the other end. */
export type Feature = { readonly what: string; readonly proof: readonly string[]; readonly against: string };
