/** The line of somebody who is on a call: what they hear, and what they do. Time passes only while something is waited for. */
import { readFile } from 'node:fs/promises';
import { readWav } from '../../media/wav.ts';
import type { PersonEntry } from '../../switchboard/directory.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import { LabError, type LabErrorCode } from '../errors.ts';
import type { Heard } from '../hearing/heard.ts';
import { said } from '../voices/said.ts';
import type { Handset } from './handset.ts';
import { Hearing, type Hears, type Listening } from './hearing.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { talkTogether } from './talking.ts';
import { pressKeys } from './typing.ts';

/** 16 kHz samples, a WAV file's bytes, or words to be spoken. */
export type Sayable = string | Int16Array | Uint8Array;

export type LineOptions = { readonly handset: Handset; readonly owner: PersonEntry; readonly around: LineSurroundings };

const AFTER_THE_END_MS = 500;

export class Line implements LineOf {
  /** Whose line it is. */
  readonly name: string;
  readonly beganMs: number;
  readonly #around: LineSurroundings;
  readonly #handset: Handset;
  readonly #hearing: Hearing;

  constructor({ handset, owner, around }: LineOptions) {
    this.name = owner.name;
    this.#handset = handset;
    this.#around = around;
    this.beganMs = around.time.clock.now();
    this.#hearing = new Hearing({ line: this, handset, around });
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

  /** Waits until these words were heard, to the end of the sentence. Each call goes on where the last one stopped. */
  hears(what: Hears, options?: Listening): Promise<Heard> {
    return this.#hearing.hears(what, options);
  }

  /** For so long nothing is heard; or nothing of these words. */
  hearsNothing(duration: Duration, options?: { readonly of?: Hears | undefined }): Promise<void> {
    return this.#hearing.hearsNothing(duration, options);
  }

  /** Waits until these keys were heard, as tones: `'12#'`. */
  hearsKeys(keys: string, options?: { readonly within?: Duration | undefined }): Promise<void> {
    return this.#hearing.hearsKeys(keys, options);
  }

  /** Waits until what was heard since the last time, put into words by a recogniser, matches. Gives those words. */
  recognises(words: RegExp, options?: { readonly within?: Duration | undefined }): Promise<string> {
    return this.#hearing.recognises(words, options);
  }

  /** From being connected to the first sound, in milliseconds. */
  timeToFirstWord(options?: { readonly within?: Duration | undefined }): Promise<number> {
    return this.#hearing.timeToFirstWord(options);
  }

  /** Says a text, 16 kHz samples or a WAV file to its end. */
  async says(what: Sayable): Promise<void> {
    await this.#isThrough('say anything');
    const { sound, text } = await this.#soundOf(what);
    let isSaid = false;
    const saying = this.#handset.say(sound, { text }).finally(() => (isSaid = true));
    await this.#around.time.until(() => isSaid || this.#handset.isOver, sound.length / 16 + 5_000);
    if (isSaid) await saying;
  }

  /** Plays a WAV file (16 kHz, 16 bit, mono) to its end. */
  async plays(file: string | URL): Promise<void> {
    await this.says(await this.#around.time.clock.hold(() => readFile(file)));
  }

  /** Presses keys one after the other, as people do; `every` for a machine's pace. */
  async presses(keys: string, { every }: { readonly every?: Duration | undefined } = {}): Promise<void> {
    await this.#isThrough(`press ${keys}`);
    const { time, house } = this.#around;
    let isDone = false;
    const typing = { clock: time.clock, random: house.whims, everyMs: every === undefined ? undefined : msOf(every) };
    const pressing = pressKeys(this.#handset, keys, typing).finally(() => (isDone = true));
    await this.#around.time.until(() => isDone || this.#handset.isOver, 60_000);
    if (isDone) await pressing;
  }

  /** Says nothing for so long. */
  async isSilent(duration: Duration): Promise<void> {
    await this.#around.time.pass(msOf(duration));
  }

  /**
   * Waits until the other side speaks (or says these words), and talks or presses keys into it. Gives how long the other side went on:
   * `stoppedAfterMs`, undefined where it spoke to its end.
   */
  async interrupts(
    how: { readonly saying: Sayable } | { readonly pressing: string },
    options: Listening & { readonly during?: Hears | undefined } = {},
  ): Promise<{ readonly stoppedAfterMs: number | undefined }> {
    const piece = await this.#hearing.begins(options.during, options);
    const fromMs = this.#around.time.clock.now();
    await ('saying' in how ? this.says(how.saying) : this.presses(how.pressing));
    return this.#hearing.stops(piece, fromMs);
  }

  /** Waits until somebody has taken the call. */
  async isAnswered({ within = '1 min' }: { readonly within?: Duration | undefined } = {}): Promise<void> {
    // It may be over again by the time it is looked at.
    const isUp = (): boolean => this.#handset.leg?.connectedMs !== undefined;
    const isSo = await this.#around.time.until(() => isUp() || this.#handset.isOver, msOf(within));
    if (!isSo || !isUp()) throw this.#failed('testing/not-done', 'The call was expected to be answered, and was not.');
  }

  /** Each of them says something, and the other hears it. */
  async talksTo(...others: readonly string[]): Promise<void> {
    for (const other of others) await talkTogether(this, this.#around.lineOf(other), this.#around);
  }

  /** Waits until the other side ends the call. */
  async isHungUpOn({ within = '1 min' }: { readonly within?: Duration | undefined } = {}): Promise<void> {
    const isSo = await this.#around.time.until(() => this.#handset.isOver, msOf(within));
    // What came at the very end is known a moment later.
    if (isSo) await this.#around.time.pass(AFTER_THE_END_MS);
    const { threw } = this.#around.house;
    if (threw) throw this.#failed('testing/bot-threw', `The bot was expected to hang up, and threw: ${threw.error}`);
    if (!isSo)
      throw this.#failed('testing/not-done', `The other side was expected to hang up, and did not within ${shownMs(msOf(within))}.`);
    if (this.#handset.leg?.endedAs === 'hungUp') throw this.#failed('testing/not-done', `It was ${this.name} who hung up.`);
  }

  /** Lays the phone aside: hears nothing and says nothing. */
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
  async waitsInLobby({ within = '10 s' }: { readonly within?: Duration | undefined } = {}): Promise<void> {
    const isThere = (): boolean => this.#handset.leg?.isInLobby === true;
    if (!(await this.#around.time.until(isThere, msOf(within))))
      throw this.#failed('testing/not-done', `${this.name} was expected to wait in the lobby, and does not.`);
  }

  /** Waits until they are in the meeting itself. */
  async isLetIn({ within = '1 min' }: { readonly within?: Duration | undefined } = {}): Promise<void> {
    const isIn = (): boolean => this.#handset.leg?.state === 'connected' && !this.#handset.leg.isInLobby;
    if (!(await this.#around.time.until(() => isIn() || this.#handset.isOver, msOf(within))) || !isIn())
      throw this.#failed('testing/not-done', `${this.name} was expected to be let in, and was not.`);
  }

  /** Lets somebody in who waits in the lobby; all where nobody is named. */
  async admits(name?: string): Promise<void> {
    this.#refusedOr(this.#handset.admit(name === undefined ? 'all' : [this.#participant(name)]), 'let them in');
    await this.#around.time.settle();
  }

  /** Sends somebody away who waits in the lobby. */
  async denies(name: string): Promise<void> {
    this.#refusedOr(this.#handset.deny([this.#participant(name)]), `send ${name} away`);
    await this.#around.time.settle();
  }

  /** Leaves a meeting, or hangs up. */
  async leaves(): Promise<void> {
    await this.hangsUp();
  }

  #participant(name: string): string {
    const userId = this.#around.house.people.person(name).userId;
    const leg = this.#handset.call?.legs.find((each) => each.kind === 'person' && each.userId === userId && each.state !== 'ended');
    if (!leg) throw this.#failed('testing/not-done', `${name} is not in this meeting, nor in its lobby.`);
    return leg.participantId;
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
