/** A call's ladder for a terminal: a column for each who takes part, and a line for each message and each thing that happened. */
import { shownMs } from '../duration.ts';
import type { LadderMessage, Rail } from '../../wire/live/ladder.ts';
import type { CallLadder } from './call-ladders.ts';

export type LadderTextOptions = {
  /** Where the lab's time has its beginning, in milliseconds since 1970 UTC. */
  readonly startWallMs: number;
  /** The latest so many. */
  readonly most?: number | undefined;
};

const INDENT = ' '.repeat(12);

/** What was left out is counted. Messages go along `├─▶│`, what happens to somebody is `●`, and `✗` where it is bad. */
export function ladderText({ from, to, rungs }: CallLadder, { startWallMs, most = Infinity }: LadderTextOptions): string {
  const shown = rungs.slice(-Math.min(most, rungs.length));
  const leftOut = rungs.length - shown.length;
  const rails = railsOf(shown);
  const lines = [
    `The call from ${from} to ${to}:`,
    ...rails.map((rail, at) => `${INDENT}${'│  '.repeat(at)}┌ ${rail.name}`),
    ...(leftOut > 0
      ? [`${INDENT}${'┊  '.repeat(rails.length)}… ${String(leftOut)} earlier ${leftOut === 1 ? 'rung is' : 'rungs are'} left out`]
      : []),
    ...shown.flatMap((rung) => linesOf(rung, rails, startWallMs)),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** People first, then the switchboard, then bots. */
export function railsOf(rungs: readonly LadderMessage[]): readonly Rail[] {
  const rails = new Map<string, Rail>();
  for (const rung of rungs) for (const rail of rung.kind === 'fact' ? [rung.at] : [rung.from, rung.to]) rails.set(rail.id, rail);
  const order = { person: 0, switchboard: 1, bot: 2 } as const;
  return [...rails.values()].toSorted((a, b) => order[a.kind] - order[b.kind]);
}

function linesOf(rung: LadderMessage, rails: readonly Rail[], startWallMs: number): string[] {
  const time = `${((rung.atMs - startWallMs) / 1_000).toFixed(3)} s`.padStart(10);
  const bars = '│  '.repeat(rails.length);
  const line = `${time}  ${drawn(rung, rails)}${wordsOf(rung)}`;
  const more = rung.kind === 'fact' ? firstLine(rung.detail) : rung.problem;
  const isBad = rung.kind === 'exchange' || rung.tone === 'bad';
  return [line, ...(more !== undefined && (isBad || more.length < 80) ? [`${INDENT}${bars}  ${more}`] : [])];
}

function drawn(rung: LadderMessage, rails: readonly Rail[]): string {
  const place = (rail: Rail): number => rails.findIndex(({ id }) => id === rail.id);
  if (rung.kind === 'fact') {
    const at = place(rung.at);
    return rails.map((_, i) => (i === at ? (rung.tone === 'bad' ? '✗  ' : '●  ') : '│  ')).join('');
  }
  const [from, to] = [place(rung.from), place(rung.to)];
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const isBad = rung.problem !== undefined;
  const column = (i: number): string => {
    if (i < left || i > right) return '│  ';
    const [post, line] = [i === from ? (from < to ? '├' : '┤') : i === to ? '│' : '┼', isBad ? '╌' : '─'];
    if (i === right) return `${post}  `;
    if (from < to) return `${post}${line}${i === right - 1 ? '▶' : line}`;
    return `${post}${i === left ? '◀' : line}${line}`;
  };
  return rails.map((_, i) => column(i)).join('');
}

function wordsOf(rung: LadderMessage): string {
  if (rung.kind === 'fact') return rung.title;
  const answer = rung.status === undefined ? 'no answer' : String(rung.status);
  const slow = rung.tookMs !== undefined && rung.tookMs >= 1 ? ` in ${shownMs(rung.tookMs)}` : '';
  return `${rung.problem === undefined ? '' : '✗ '}${rung.title} (${answer}${slow})`;
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n', 1)[0];
}
