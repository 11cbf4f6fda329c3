/** What is said of speech to text: how much goes on, and what is missing with the line that installs it. */
import type { Home } from '../../../src/wire/live/page-event.ts';
import { count, tookOf } from '../app/words.ts';

type Load = Pick<NonNullable<Home['speech']>, 'speaking' | 'waiting' | 'waitingMs' | 'droppedMs' | 'passesGivenUp' | 'passesProblem'>;

/** "2 people speak; 1 utterance waits, 800 ms of speech. 1.2 s were dropped since the start." */
export function loadWords({ speaking, waiting, waitingMs, droppedMs, passesGivenUp = 0, passesProblem }: Load): string {
  if (speaking + waiting + droppedMs + passesGivenUp === 0) return 'Nobody speaks just now.';
  const now = speaking === 0 ? 'Nobody speaks just now' : speaking === 1 ? '1 person speaks' : `${String(speaking)} people speak`;
  const queue = waiting === 0 ? '' : `; ${count(waiting, 'utterance')} ${waiting === 1 ? 'waits' : 'wait'}, ${tookOf(waitingMs)} of speech`;
  const lost = droppedMs === 0 ? '' : ` ${tookOf(droppedMs)} of speech could not be kept up with, and is shown as gaps.`;
  const failed = passesGivenUp === 0 ? '' : ` ${failedWords(passesGivenUp, passesProblem)}`;
  return `${now}${queue}.${lost}${failed}`;
}

function failedWords(failed: number, why: string | undefined): string {
  const could = `${count(failed, 'recording')} could not be transcribed again`;
  if (why === undefined) return `${could}: the library says why.`;
  const last = failed === 1 ? '' : ', the last of them because';
  return `${could}${last}: ${why.replace(/[.\s]+$/u, '')}. In the library it can be asked for again.`;
}

const program = '(?:sudo )?(?:apt(?:-get)?|npm|npx|brew|pip3?|rollcall) ';
/** In quotes anywhere, or after the colon at the end. */
const quoted = new RegExp(`["\`“](${program}[^"\`”]+)["\`”]`, 'u');
const atEnd = new RegExp(`: (${program}[^:]+?)\\.?$`, 'u');

/** The sentence, and the command in it that mends it, where it names one. */
export function problemParts(problem: string): { readonly words: string; readonly command?: string | undefined } {
  const last = atEnd.exec(problem);
  if (last !== null) return { words: `${problem.slice(0, last.index)}.`, command: last[1] };
  const command = quoted.exec(problem)?.[1];
  return command === undefined ? { words: problem } : { words: problem, command: command.trim() };
}
