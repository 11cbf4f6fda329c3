/** The line of somebody who talks to a bot: what they hear, press and say. Time moves only while something is waited for. */
import type { EndReason, Target } from '../call/platform.ts';
import { readWav } from '../media/wav.ts';
import type { Message } from '../services/voicemail/messages.ts';
import { LineError } from './errors.ts';
import type { ScriptedCall } from './scripted-call.ts';
import { speech, type Stage } from './scripted-stage.ts';
import { cameAbout } from './waiting.ts';

export type Within = {
  /** How long the caller is ready to wait, in the caller's time: 60 s. */
  readonly withinMs?: number | undefined;
};

export type LineOptions = {
  readonly call: ScriptedCall;
  readonly stage: Pick<Stage, 'clock' | 'carrier' | 'host' | 'voicemail'>;
  readonly isElsewhere: () => boolean;
  /** What the bot threw; whoever asks has been told. */
  readonly failure: () => Error | undefined;
  /** Calls of the bot whose lines were handed out. */
  readonly taken: Set<ScriptedCall>;
  /** After the person has hung up. */
  readonly onClosed?: () => Promise<void>;
};

/** How long a key is held down, so that keys come one after the other as from a person. */
const KEY_MS = 100;
const PATIENCE_MS = 60_000;

export class Line implements AsyncDisposable {
  readonly #options: LineOptions;
  readonly #call: ScriptedCall;
  /** How much of what was heard has been asked for. */
  #at = 0;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#call = options.call;
  }

  /** All that was heard so far: sentences, `(tone)` before a recording, `(sound, 2.0 s)` for a sound that is no text. */
  get heard(): readonly string[] {
    return this.#call.heard;
  }

  /** What the bot's code threw, if it did. Unless this was read, or the error of another member told it, the end of the line tells it. */
  get failure(): Error | undefined {
    return this.#options.failure();
  }

  /** How the call ended, once it has. */
  get ended(): EndReason | undefined {
    const { state } = this.#call;
    return state.status === 'ended' ? state.reason : undefined;
  }

  /** Waits until these words were said, and listens to the sentence's end. Each call goes on where the last one stopped. */
  async hears(words: RegExp | string, { withinMs = PATIENCE_MS }: Within = {}): Promise<void> {
    const from = this.#at;
    const found = (): number | undefined => endOf(words, this.heard.slice(from));
    const isHeard = await this.#until(() => found() !== undefined, { withinMs, isOver: () => this.ended !== undefined });
    if (!isHeard) throw this.#error('testing/not-heard', `The caller waited for ${inWords(words)} and did not hear it.`);
    this.#at = from + (found() ?? 0) + 1;
    await this.#until(() => this.heard.length > this.#at || !this.#call.isSounding, { withinMs: Infinity });
  }

  /** Presses keys, one after the other: `'12#'`. */
  async presses(keys: string): Promise<void> {
    if (!/^[0-9*#A-D]+$/.test(keys)) throw new TypeError(`line.presses() wants keys of a phone (0 to 9, * and #), and got "${keys}"`);
    for (const key of keys) {
      this.#needsCall(`press ${key}`);
      this.#call.press(key);
      await this.pass(KEY_MS);
    }
  }

  /** Talks for so many milliseconds, or says what is in a WAV file (16 kHz, 16 bit, mono). It is recorded where the bot records. */
  async says(what: number | Uint8Array): Promise<void> {
    const wav = typeof what === 'number' ? speech(what) : what;
    const ms = readWav(wav).length / 16;
    await this.#options.stage.clock.settle();
    this.#needsCall('say anything');
    this.#call.speak(wav);
    await this.pass(ms);
  }

  /** Does nothing for so long. */
  async pass(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new TypeError(`line.pass() wants milliseconds, and got ${String(ms)}`);
    await this.#options.stage.clock.advance(ms);
  }

  /** Calm when the call is over already. */
  async hangsUp(): Promise<void> {
    this.#call.leave();
    await this.#options.stage.clock.settle();
  }

  /** Waits until the bot hangs up. Rejects when the call ends in another way, or because the bot threw. */
  async isHungUpOn({ withinMs = PATIENCE_MS }: Within = {}): Promise<void> {
    const isSo = await this.#until(() => this.ended !== undefined, { withinMs });
    const failure = this.#options.failure();
    if (failure) throw this.#error('testing/bot-threw', 'The bot was expected to hang up, and threw.');
    if (!isSo) throw this.#error('testing/not-done', 'The bot was expected to hang up, and did not.');
    if (this.ended?.subcode !== 7000) throw this.#error('testing/not-done', 'The bot was expected to hang up; the call ended otherwise.');
  }

  /** Waits until the bot has transferred the caller and somebody has answered; gives whom the bot named. */
  async isPutThrough({ withinMs = PATIENCE_MS }: Within = {}): Promise<Target> {
    await this.#until(() => this.ended !== undefined, { withinMs });
    const { putThroughTo } = this.#call;
    if (putThroughTo === undefined) throw this.#error('testing/not-done', 'The bot was expected to put the caller through, and did not.');
    return bare(putThroughTo);
  }

  /** Waits until the bot has called somebody who answered; gives the line of that person. Asked again, it gives the next. */
  async botCalls({ withinMs = PATIENCE_MS }: Within = {}): Promise<Line> {
    const { stage, taken } = this.#options;
    const next = (): ScriptedCall | undefined =>
      stage.carrier.dialled.find((call) => call.state.status === 'connected' && !taken.has(call));
    await this.#until(() => next() !== undefined, { withinMs, isOver: () => stage.host.activeCalls === 0 });
    const call = next();
    if (call === undefined) throw this.#error('testing/not-done', 'The bot was expected to call somebody who answers, and did not.');
    taken.add(call);
    const { onClosed: _, ...options } = this.#options;
    return new Line({ ...options, call });
  }

  /** The messages that the bot has left for somebody, newest first. */
  async voicemail(userId: string): Promise<readonly Message[]> {
    return this.#options.stage.voicemail.list(userId);
  }

  /** Hangs up. The line of the caller also lets the bot finish, and rejects when it threw and nobody was told. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangsUp();
    await this.#options.onClosed?.();
  }

  #until(isSo: () => boolean, { withinMs, isOver = () => false }: { withinMs: number; isOver?: () => boolean }): Promise<boolean> {
    const { stage, isElsewhere } = this.#options;
    return cameAbout(isSo, { clock: stage.clock, withinMs, isElsewhere, isOver });
  }

  #needsCall(what: string): void {
    if (this.ended) throw this.#error('testing/call-over', `The caller cannot ${what} any more.`);
  }

  #error(code: LineError['code'], what: string): LineError {
    const failure = this.#options.failure();
    const [before, since] = [this.heard.slice(0, this.#at), this.heard.slice(this.#at)];
    const lines = [
      what,
      since.length > 0 ? 'What was heard instead:' : `Nothing was heard${before.length > 0 ? ' after that' : ''}.`,
      ...since.map((text) => `  – ${text}`),
      ...(before.length > 0 ? ['What was heard before:', ...before.map((text) => `  – ${text}`)] : []),
      ...(this.ended ? [`The call is over: ${this.ended.message}`] : []),
      ...(failure ? [`The bot threw: ${failure.message}`] : []),
    ];
    return new LineError(code, lines.join('\n'), { cause: failure });
  }
}

/** The piece with which the words are complete: they may stand in one, or in several from the first on. */
function endOf(words: RegExp | string, pieces: readonly string[]): number | undefined {
  const index = pieces.findIndex((piece, at) => isIn(piece, words) || isIn(pieces.slice(0, at + 1).join(' '), words));
  return index < 0 ? undefined : index;
}

function isIn(text: string, words: RegExp | string): boolean {
  // A search, unlike a test, does not depend on the last one, whatever the flags.
  return typeof words === 'string' ? text.includes(words) : text.search(words) >= 0;
}

function inWords(words: RegExp | string): string {
  return typeof words === 'string' ? `“${words}”` : String(words);
}

/** Bots hand over whatever has an id in it; a test wants to compare the id alone. */
function bare(target: Target): Target {
  if ('user' in target) return { user: target.user };
  return 'app' in target ? { app: target.app } : { phone: target.phone };
}
