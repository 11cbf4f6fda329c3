/** What somebody reads in a call: its chat, and captions; each question goes on where the last one stopped. */
import { msOf, shownMs, type Duration } from '../duration.ts';
import type { Attendance } from './attendance.ts';
import { Complaints } from './complaints.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

/** A message of the chat, or a caption: whose, and what it says. */
export type Read = { readonly by: string; readonly text: string };

export type Words = RegExp | string;
type Patience = { readonly within?: Duration | undefined };

export class Reading {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #attendance: Attendance;
  readonly #complaints: Complaints;
  #messagesRead = 0;
  #captionsRead = 0;

  constructor(line: LineOf, around: LineSurroundings, attendance: Attendance) {
    this.#line = line;
    this.#around = around;
    this.#attendance = attendance;
    this.#complaints = new Complaints(line, around);
  }

  /** What others wrote. */
  async message(words: Words, patience: Patience): Promise<Read> {
    checkWords('reads', words);
    await this.#attendance.isInside(`read ${shown(words)}`);
    const { written } = this.#line.handset;
    const at = await this.#find(words, () => written.messages, this.#messagesRead, patience);
    if (at === undefined) throw this.#notRead(`${shown(words)} was waited for in the chat`, written.messages, this.#messagesRead, patience);
    this.#messagesRead = at + 1;
    return written.messages[at] ?? raise();
  }

  async caption(words: Words, patience: Patience): Promise<Read> {
    checkWords('readsCaption', words);
    await this.#attendance.isInside(`read ${shown(words)}`);
    const { written } = this.#line.handset;
    const at = await this.#find(words, () => written.captions, this.#captionsRead, patience);
    if (at === undefined) throw this.#notRead(`The caption ${shown(words)} was waited for`, written.captions, this.#captionsRead, patience);
    this.#captionsRead = at + 1;
    return written.captions[at] ?? raise();
  }

  async #find(words: Words, all: () => readonly Read[], from: number, { within = '1 min' }: Patience): Promise<number | undefined> {
    const find = (): number =>
      all().findIndex(({ text }, at) => at >= from && (typeof words === 'string' ? text.includes(words) : text.search(words) >= 0));
    await this.#around.time.until(() => find() >= 0 || this.#line.handset.isOver, msOf(within));
    const at = find();
    return at < 0 ? undefined : at;
  }

  #notRead(wanted: string, all: readonly Read[], from: number, { within = '1 min' }: Patience): Error {
    const since = all.slice(from).map(({ by, text }) => `  – ${by}: ${text}`);
    const isOver = this.#line.handset.isOver;
    const lines = [
      `${wanted}, and did not come${isOver ? '' : ` within ${shownMs(msOf(within))}`}.`,
      ...(since.length > 0 ? ['What came instead:', ...since] : ['Nothing came at all.']),
      ...(isOver ? [`The call is over: ${this.#line.ended ?? ''}`] : []),
    ];
    return this.#complaints.failed('testing/not-seen', lines.join('\n'));
  }
}

/** Throws a `TypeError` for no words at all. */
function checkWords(verb: string, words: unknown): void {
  const isWords = typeof words === 'string' || words instanceof RegExp;
  if (!isWords) throw new TypeError(`${verb}() wants words, a text or a pattern, and not ${String(words)}`);
  if (typeof words === 'string' ? words.trim() === '' : ''.search(words) >= 0)
    throw new TypeError(`${verb}(${shown(words)}) is content with nothing at all: say which words`);
}

function shown(words: Words): string {
  return typeof words === 'string' ? `“${words}”` : String(words);
}

function raise(): never {
  throw new Error('what was read is not there any more');
}
