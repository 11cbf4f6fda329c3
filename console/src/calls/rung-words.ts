/** A rung in words: its status for the eye, all of it for the ear. */
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import { tookOf } from '../app/words.ts';

/** Something went wrong here. */
export function isBad(message: LadderMessage): boolean {
  if (message.kind === 'fact') return message.tone === 'bad';
  return message.problem !== undefined || (message.status ?? 0) >= 400;
}

/** "200", "…" while the answer is awaited, nothing for a fact. */
export function statusWords(message: LadderMessage): string {
  if (message.kind === 'fact') return '';
  if (message.status !== undefined) return String(message.status);
  return message.problem === undefined ? '…' : 'failed';
}

/** "POST answer, from Front desk to Switchboard, answered 200 in 12 ms". */
export function spokenRung(message: LadderMessage): string {
  if (message.kind === 'fact') return `${message.title}, at ${message.at.name}`;
  const { title, from, to, status, tookMs, problem } = message;
  const took = tookMs === undefined ? '' : ` in ${tookOf(tookMs)}`;
  const answer = status === undefined ? (problem === undefined ? 'no answer yet' : 'failed') : `answered ${String(status)}${took}`;
  return `${title}, from ${from.name} to ${to.name}, ${answer}${problem === undefined ? '' : `. ${problem}`}`;
}

const ends = { bot: 'the bot', switchboard: 'the switchboard' } as const;

/** "the bot and the switchboard", "the bot only". */
export function seenByWords(seenBy: readonly ('bot' | 'switchboard')[]): string {
  const [first, second] = seenBy;
  if (first === undefined) return 'nobody yet';
  return second === undefined ? `${ends[first]} only` : 'the bot and the switchboard';
}
