/** A difference between two runs as lines for a terminal. */
import type { DifferentPlace } from './different-place.ts';
import type { NormalMessage } from './normal-message.ts';

export type Shown = {
  readonly direction: 'command' | 'notification';
  /** Of the message that differs, from 1. */
  readonly nth: number;
  /** The messages before it, which are alike. */
  readonly context: readonly NormalMessage[];
  readonly before: NormalMessage | undefined;
  readonly after: NormalMessage | undefined;
  readonly place: DifferentPlace | undefined;
};

const longest = 400;

/** `-` stands before what was, `+` before what is. */
export function shownDifference({ direction, nth, context, before, after, place }: Shown): string {
  const numbered = (number: number): string => `${direction} ${String(number)}`.padEnd(direction.length + 4);
  const lines = context.map((message, at) => `  ${numbered(nth - context.length + at)} ${lineOf(message)}`);
  lines.push(`- ${numbered(nth)} ${before ? lineOf(before) : '(nothing)'}`, `+ ${numbered(nth)} ${after ? lineOf(after) : '(nothing)'}`);
  if (place) lines.push(`  at ${place.path}:`, `  - ${valueOf(place.before)}`, `  + ${valueOf(place.after)}`);
  return lines.join('\n');
}

function lineOf({ method, url, status }: NormalMessage): string {
  return `${method} ${url} → ${status === undefined ? 'no answer' : String(status)}`;
}

function valueOf(value: unknown): string {
  const text = value === undefined ? '(not there)' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
