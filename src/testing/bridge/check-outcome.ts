/** The ways in which a check can end before its end. */

/** The bridge does something else than the document says. */
export class RuleBroken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RuleBroken';
  }
}

/** The bridge, or whoever brings up calls, cannot do what the check needs. */
export class CheckSkipped extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckSkipped';
  }
}

/** Throws `RuleBroken` with what was found instead. */
export function holds(isSo: boolean, found: string): asserts isSo {
  if (!isSo) throw new RuleBroken(found);
}

/** Gives what a person can do, or skips the check. */
export function able<T>(ability: T | undefined, what: string): T {
  if (ability === undefined) throw new CheckSkipped(`the call that was brought up ${what}`);
  return ability;
}
