/** One of a hundred, as the oracle knows them: where they are, and what they have on. */
import type { Lab, Line } from 'rollcall/testing';

export type Guest = {
  readonly name: string;
  line: Line | undefined;
  where: 'away' | 'lobby' | 'in';
  isMuted: boolean;
  hasHand: boolean;
  hasCamera: boolean;
  /** Was let in before, and not removed since: need not wait again. */
  isAdmitted: boolean;
  /** How long they were to be heard in the meeting, in milliseconds. */
  heardMs: number;
};

export function guest(lab: Lab, name: string): Guest {
  const nothing = { isMuted: false, hasHand: false, hasCamera: false, isAdmitted: false };
  return { name: lab.person(name).name, line: undefined, where: 'away', ...nothing, heardMs: 0 };
}

/** The line of somebody who has one. */
export function lineOf({ line, name }: Guest): Line {
  if (!line) throw new Error(`${name} has no line`);
  return line;
}

/** Gone, with all that they had on. */
export function gone(one: Guest): void {
  Object.assign(one, { line: undefined, where: 'away', isMuted: false, hasHand: false, hasCamera: false });
}
