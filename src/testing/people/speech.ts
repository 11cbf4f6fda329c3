/** What somebody says and presses on a line, once it was taken. */
import { readFile } from 'node:fs/promises';
import { readWav } from '../../media/wav.ts';
import { msOf, type Duration } from '../duration.ts';
import { said } from '../voices/said.ts';
import { Complaints } from './complaints.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { keysIn, pressKeys, typingMs } from './typing.ts';

/** 16 kHz samples, a WAV file's bytes, or words to be spoken. */
export type Sayable = string | Int16Array | Uint8Array;

export class Speech {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #complaints: Complaints;

  constructor(line: LineOf, around: LineSurroundings) {
    this.#line = line;
    this.#around = around;
    this.#complaints = new Complaints(line, around);
  }

  async says(what: Sayable): Promise<void> {
    await this.#isThrough('say anything');
    const { handset } = this.#line;
    const { sound, text } = await this.#soundOf(what);
    let isSaid = false;
    const saying = handset.say(sound, { text }).finally(() => (isSaid = true));
    await this.#around.time.until(() => isSaid || handset.isOver, sound.length / 16 + 5_000);
    if (isSaid) await saying;
  }

  async plays(file: string | URL): Promise<void> {
    await this.says(await this.#around.time.clock.hold(() => readFile(file)));
  }

  async presses(keys: string, every: Duration | undefined): Promise<void> {
    keysIn(keys);
    const everyMs = every === undefined ? undefined : msOf(every);
    await this.#isThrough(`press ${keys}`);
    const { handset } = this.#line;
    const { time, house } = this.#around;
    let [isDone, count] = [false, 0];
    const typing = { clock: time.clock, random: house.whims, everyMs, onKey: () => (count += 1) };
    const pressing = pressKeys(handset, keys, typing).finally(() => (isDone = true));
    await time.until(() => isDone || handset.isOver, typingMs(keys, everyMs) + 5_000);
    if (isDone) await pressing;
    if (count < keys.length) this.#complaints.needsCall(`press ${keys.slice(count)}${count === 0 ? '' : ` of ${keys}`}`);
  }

  async holds(isHeld: boolean): Promise<void> {
    this.#line.handset.hold(isHeld);
    await this.#around.time.settle();
  }

  async mutes(isMuted: boolean): Promise<void> {
    const what = isMuted ? 'mute' : 'unmute';
    this.#complaints.needsCall(what);
    this.#complaints.refusedOr(this.#line.handset.mute(isMuted), what);
    await this.#around.time.settle();
  }

  async #soundOf(what: Sayable): Promise<{ readonly sound: Int16Array; readonly text?: string }> {
    if (typeof what === 'string') {
      const { voice, catalogue } = this.#around.house;
      return { sound: (await said({ voice, catalogue, speaker: this.#line.name, text: what })).samples, text: what };
    }
    return { sound: what instanceof Int16Array ? what : readWav(what) };
  }

  /** Nobody hears what is said or pressed while it rings: people wait until somebody has taken the call. */
  async #isThrough(what: string): Promise<void> {
    const { handset, name } = this.#line;
    const isThrough = (): boolean => handset.leg?.connectedMs !== undefined;
    await this.#around.time.until(() => isThrough() || handset.isOver, 60_000);
    this.#complaints.needsCall(what);
    if (!isThrough())
      throw this.#complaints.failed('testing/not-done', `${name} wanted to ${what}, and for a minute nobody has taken the call.`);
  }
}
