/** The line of somebody who is on a call: what they hear, and what they do. Time passes only while something is waited for. */
import { readFile } from 'node:fs/promises';
import { readWav } from '../../media/wav.ts';
import type { PersonEntry } from '../../switchboard/directory.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import { LabError, type LabErrorCode } from '../errors.ts';
import type { Heard } from '../hearing/heard.ts';
import { said } from '../voices/said.ts';
import { Attendance } from './attendance.ts';
import type { Handset } from './handset.ts';
import { Hearing, type Level, type Listening } from './hearing.ts';
import { checkHears, type Hears } from './hears-what.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { otherLine, talkTogether } from './talking.ts';
import { keysIn, pressKeys, typingMs } from './typing.ts';

/** 16 kHz samples, a WAV file's bytes, or words to be spoken. */
export type Sayable = string | Int16Array | Uint8Array;

export type LineOptions = { readonly handset: Handset; readonly owner: PersonEntry; readonly around: LineSurroundings };

type Within = { readonly within?: Duration | undefined };

const AFTER_THE_END_MS = 500;

export class Line implements LineOf {
  /** Whose line it is. */
  readonly name: string;
  readonly beganMs: number;
  readonly #around: LineSurroundings;
  readonly #handset: Handset;
  readonly #hearing: Hearing;
  readonly #attendance: Attendance;

  constructor({ handset, owner, around }: LineOptions) {
    this.name = owner.name;
    this.#handset = handset;
    this.#around = around;
    this.beganMs = around.time.clock.now();
    this.#hearing = new Hearing({ line: this, handset, around });
    this.#attendance = new Attendance(this, around);
  }

  /** What was heard so far, in order of time. */
  get heard(): readonly Heard[] {
    return this.#hearing.heard;
  }

  /** The sound itself, and what can be measured of it. */
  get handset(): Handset {
    return this.#handset;
  }

  /** Why the call is over, in plain words; undefined while it is up. */
  get ended(): string | undefined {
    return this.#handset.endedBecause;
  }

  /**
   * Waits until these words were heard, to the end of the sentence, or of the call: a sentence that was cut off after the words is
   * given with `isWhole` false. Each call goes on where the last one stopped. Rejects with a `TypeError` for no words at all.
   */
  hears(what: Hears, options?: Listening): Promise<Heard> {
    return this.#books('hears', () => (checkHears('hears', what), this.#hearing.hears(what, options)));
  }

  /** For so long nothing is heard; or nothing of these words. Rejects with `testing/call-over` where the call is over before it begins. */
  hearsNothing(duration: Duration, options?: { readonly of?: Hears | undefined }): Promise<void> {
    return this.#books('hearsNothing', () => {
      if (options?.of !== undefined) checkHears('hearsNothing', options.of);
      return this.#hearing.hearsNothing(duration, options);
    });
  }

  /** Waits until these keys were heard, as tones, from a bot (`call.press`): keys of a person never reach another as tones. */
  hearsKeys(keys: string, options?: { readonly within?: Duration | undefined }): Promise<void> {
    return this.#books('hearsKeys', () => this.#hearing.hearsKeys(keys, options));
  }

  /** Waits until what is heard is so loud; gives the level, in dB below full scale. */
  hearsLevel(level: Level): Promise<number> {
    return this.#books('hearsLevel', () => this.#hearing.hearsLevel(level));
  }

  /** Waits until what was heard since the last time, put into words by a recogniser, matches. Gives those words. */
  recognises(words: RegExp, options?: { readonly within?: Duration | undefined }): Promise<string> {
    return this.#books('recognises', () => this.#hearing.recognises(words, options));
  }

  /** From being connected to the first sound, in milliseconds. */
  timeToFirstWord(options?: { readonly within?: Duration | undefined }): Promise<number> {
    return this.#books('timeToFirstWord', () => this.#hearing.timeToFirstWord(options));
  }

  /** Says a text, 16 kHz samples or a WAV file to its end; where the call ends first, to the end of the call, which is no failure. */
  says(what: Sayable): Promise<void> {
    return this.#books('says', () => this.#says(what));
  }

  async #says(what: Sayable): Promise<void> {
    await this.#isThrough('say anything');
    const { sound, text } = await this.#soundOf(what);
    let isSaid = false;
    const saying = this.#handset.say(sound, { text }).finally(() => (isSaid = true));
    await this.#around.time.until(() => isSaid || this.#handset.isOver, sound.length / 16 + 5_000);
    if (isSaid) await saying;
  }

  /** Plays a WAV file (16 kHz, 16 bit, mono) to its end. */
  plays(file: string | URL): Promise<void> {
    return this.#books('plays', async () => this.#says(await this.#around.time.clock.hold(() => readFile(file))));
  }

  /**
   * Presses keys one after the other, as people do; `every` for a machine's pace. Rejects with a `TypeError` for what is no key, and with
   * `testing/call-over` when the call ends before all are pressed.
   */
  presses(keys: string, { every }: { readonly every?: Duration | undefined } = {}): Promise<void> {
    return this.#books('presses', () => this.#presses(keys, every));
  }

  async #presses(keys: string, every: Duration | undefined): Promise<void> {
    keysIn(keys);
    const everyMs = every === undefined ? undefined : msOf(every);
    await this.#isThrough(`press ${keys}`);
    const { time, house } = this.#around;
    let [isDone, count] = [false, 0];
    const typing = { clock: time.clock, random: house.whims, everyMs, onKey: () => (count += 1) };
    const pressing = pressKeys(this.#handset, keys, typing).finally(() => (isDone = true));
    await time.until(() => isDone || this.#handset.isOver, typingMs(keys, everyMs) + 5_000);
    if (isDone) await pressing;
    if (count < keys.length) this.#needsCall(`press ${keys.slice(count)}${count === 0 ? '' : ` of ${keys}`}`);
  }

  /** Says nothing for so long. */
  async isSilent(duration: Duration): Promise<void> {
    await this.#around.time.pass(msOf(duration));
  }

  /**
   * Waits until the other side speaks (or says these words), and talks or presses keys into it. Gives how long the other side went on:
   * `stoppedAfterMs`, undefined where it spoke to its end.
   */
  interrupts(
    how: { readonly saying: Sayable } | { readonly pressing: string },
    options: Listening & { readonly during?: Hears | undefined } = {},
  ): Promise<{ readonly stoppedAfterMs: number | undefined }> {
    return this.#books('interrupts', async () => {
      if (options.during !== undefined) checkHears('interrupts', options.during);
      const piece = await this.#hearing.begins(options.during, options);
      const fromMs = this.#around.time.clock.now();
      await ('saying' in how ? this.#says(how.saying) : this.#presses(how.pressing, undefined));
      return this.#hearing.stops(piece, fromMs);
    });
  }

  /** Waits until somebody has taken the call. */
  isAnswered(patience: Within = {}): Promise<void> {
    return this.#books('isAnswered', () => this.#isAnswered(patience));
  }

  async #isAnswered({ within = '1 min' }: Within): Promise<void> {
    // It may be over again by the time it is looked at.
    const isUp = (): boolean => this.#handset.leg?.connectedMs !== undefined;
    const isSo = await this.#around.time.until(() => isUp() || this.#handset.isOver, msOf(within));
    if (!isSo || !isUp()) throw this.#failed('testing/not-done', 'The call was expected to be answered, and was not.');
  }

  /** Each of them says something, and the other hears it. */
  talksTo(...others: readonly string[]): Promise<void> {
    return this.#books('talksTo', async () => {
      for (const other of others) await talkTogether(this, otherLine(this, other, this.#around), this.#around);
    });
  }

  /** Waits until the other side ends the call. */
  isHungUpOn(patience: Within = {}): Promise<void> {
    return this.#books('isHungUpOn', () => this.#isHungUpOn(patience));
  }

  async #isHungUpOn({ within = '1 min' }: Within): Promise<void> {
    const isSo = await this.#around.time.until(() => this.#handset.isOver, msOf(within));
    // What came at the very end is known a moment later.
    if (isSo) await this.#around.time.pass(AFTER_THE_END_MS);
    const { threw } = this.#around.house;
    if (threw) throw this.#failed('testing/bot-threw', `The bot was expected to hang up, and threw: ${threw.error}`);
    if (!isSo)
      throw this.#failed('testing/not-done', `The other side was expected to hang up, and did not within ${shownMs(msOf(within))}.`);
    if (this.#handset.leg?.endedAs === 'hungUp') throw this.#failed('testing/not-done', `It was ${this.name} who hung up.`);
  }

  /** Lays the phone aside: hears nothing, and whatever is said or pressed reaches nobody. */
  async holds(): Promise<void> {
    this.#handset.hold(true);
    await this.#around.time.settle();
  }

  async resumes(): Promise<void> {
    this.#handset.hold(false);
    await this.#around.time.settle();
  }

  async mutes(): Promise<void> {
    this.#needsCall('mute');
    this.#refusedOr(this.#handset.mute(true), 'mute');
    await this.#around.time.settle();
  }

  async unmutes(): Promise<void> {
    this.#needsCall('unmute');
    this.#refusedOr(this.#handset.mute(false), 'unmute');
    await this.#around.time.settle();
  }

  /** Calm when the call is over already. */
  async hangsUp(): Promise<void> {
    this.#handset.hangUp();
    await this.#around.time.settle();
  }

  /** For so long nothing passes, in neither direction; for good where left out, as when a window is closed. */
  async losesNetwork({ for: duration }: { readonly for?: Duration | undefined } = {}): Promise<void> {
    if (duration === undefined) {
      this.#handset.vanish();
      return this.#around.time.settle();
    }
    this.#handset.network.isDown = true;
    await this.#around.time.pass(msOf(duration));
    this.#handset.network.isDown = false;
  }

  /** Waits until they are in a meeting's lobby. */
  waitsInLobby(patience: Within = {}): Promise<void> {
    return this.#books('waitsInLobby', () => this.#attendance.waitsInLobby(patience));
  }

  /** Waits until they are in the meeting itself. */
  isLetIn(patience: Within = {}): Promise<void> {
    return this.#books('isLetIn', () => this.#attendance.isLetIn(patience));
  }

  /** Lets somebody in who waits in the lobby; all where nobody is named. */
  admits(name?: string): Promise<void> {
    return this.#books('admits', () => this.#attendance.admits(name));
  }

  /** Sends somebody away who waits in the lobby. */
  denies(name: string): Promise<void> {
    return this.#books('denies', () => this.#attendance.denies(name));
  }

  /** Leaves a meeting, or hangs up. */
  async leaves(): Promise<void> {
    await this.hangsUp();
  }

  async #soundOf(what: Sayable): Promise<{ readonly sound: Int16Array; readonly text?: string }> {
    if (typeof what === 'string') {
      const { voice, catalogue } = this.#around.house;
      return { sound: (await said({ voice, catalogue, speaker: this.name, text: what })).samples, text: what };
    }
    return { sound: what instanceof Int16Array ? what : readWav(what) };
  }

  /** Nobody hears what is said or pressed while it rings: people wait until somebody has taken the call. */
  async #isThrough(what: string): Promise<void> {
    const isThrough = (): boolean => this.#handset.leg?.connectedMs !== undefined;
    await this.#around.time.until(() => isThrough() || this.#handset.isOver, 60_000);
    this.#needsCall(what);
    if (!isThrough()) throw this.#failed('testing/not-done', `${this.name} wanted to ${what}, and for a minute nobody has taken the call.`);
  }

  #books<T>(verb: string, work: () => Promise<T>): Promise<T> {
    return this.#around.expectations.book(`line.${verb}`, work);
  }

  #needsCall(what: string): void {
    if (this.#handset.isOver)
      throw this.#failed('testing/call-over', `${this.name} cannot ${what} any more: ${this.ended ?? 'the call is over.'}`);
  }

  #refusedOr(result: { readonly ok: boolean; readonly message?: string } | undefined, what: string): void {
    if (result?.ok === false)
      throw this.#failed('testing/refused', `${this.name} wanted to ${what}, and the switchboard refused: ${result.message ?? ''}`);
  }

  #failed(code: LabErrorCode, message: string): LabError {
    return this.#around.failure({ code, message, line: this });
  }
}
