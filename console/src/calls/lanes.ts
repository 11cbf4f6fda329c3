/** Where the rails of a ladder stand and how its rungs lie between them: pure geometry, in percent of the width. */
import type { LadderMessage, Rail } from '../../../src/wire/live/ladder.ts';

const order: Readonly<Record<Rail['kind'], number>> = { person: 0, switchboard: 1, bot: 2 };

/** Every rail once: people at the left, the switchboard between, bots at the right; within each in order of appearance. */
export function railsOf(messages: readonly LadderMessage[]): readonly Rail[] {
  const rails = new Map<string, Rail>();
  for (const message of messages) for (const rail of railsIn(message)) rails.set(rail.id, rail);
  return [...rails.values()].sort((a, b) => order[a.kind] - order[b.kind]);
}

/** The rails that a rung touches. */
export function railsIn(message: LadderMessage): readonly Rail[] {
  return message.kind === 'exchange' ? [message.from, message.to] : [message.at];
}

/** The middle of a rail's lane. */
export function middleOf(index: number, count: number): number {
  return ((index + 0.5) / count) * 100;
}

export type Span = { readonly left: number; readonly width: number; readonly points: 'left' | 'right' | 'self' };

/** An arrow from one rail to another. */
export function spanOfArrow(from: number, to: number, count: number): Span {
  const left = middleOf(Math.min(from, to), count);
  const width = middleOf(Math.max(from, to), count) - left;
  return { left, width, points: to > from ? 'right' : to < from ? 'left' : 'self' };
}
