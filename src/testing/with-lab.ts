/** `withLab`: a whole telephone house around a bot, for as long as a test takes; time is as quick as the machine. */
import { silentLog, type Log } from '../base/log.ts';
import type { Bot } from '../bot/bot.ts';
import type { GraphDoorOptions } from '../doors/graph/graph-door.ts';
import type { CodecName } from '../media/codec.ts';
import type { Limits } from '../switchboard/limits.ts';
import { msOf, type Duration } from './duration.ts';
import type { GraphApp } from './house/graph-app.ts';
import { LabHouse, type LabHouseOptions } from './house/lab-house.ts';
import { realTime, virtualTime } from './house/lab-time.ts';
import { Lab } from './lab.ts';
import type { LabSpeech } from './recordings/lab-library.ts';
import { nothingIsLeft } from './left-over.ts';
import { failureOf, told } from './run/failure.ts';
import { keepFailure } from './run/kept-failure.ts';
import { recordOf } from './run/run-record.ts';
import { nameOfPlace, testPlace } from './run/place-of-test.ts';
import { openLabVoice, type VoiceChoice } from './voices/choose-lab-voice.ts';

export type LabOptions = {
  /** A list has the numbers 100, 101 … */
  readonly bots: readonly (Bot | GraphApp)[] | Readonly<Record<string, Bot | GraphApp>>;
  /** The same seed gives the same run, message for message; 1, or what `ROLLCALL_LAB_SEED` says. */
  readonly seed?: number | undefined;
  /** `auto` is a local voice where one is installed, else the built-in one, which is the same everywhere. */
  readonly voice?: VoiceChoice | undefined;
  /** What people's sound is sent as: `opus`, as browsers do. */
  readonly codec?: CodecName | undefined;
  /** What turns speech into text and translates it: the lab's own, which knows what people there say, and writes the language before a text. */
  readonly speech?: LabSpeech | undefined;
  /** How Graph behaves: a profile and settings, as in the configuration of a house. */
  readonly graph?: Pick<GraphDoorOptions, 'profile' | 'settings'> | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Where calls go that a person does not answer: to the bot at that number. */
  readonly noAnswer?: { readonly after: Duration; readonly forwardTo: string } | undefined;
  readonly credentials?: LabHouseOptions['credentials'];
  /** When the lab's time begins, in milliseconds since 1970 UTC. */
  readonly startMs?: number | undefined;
  /** The machine's own time instead of a virtual one: for load. */
  readonly isRealTime?: boolean | undefined;
  /** What is kept of a failure goes below this folder: `.rollcall/lab` where left out; `false` keeps nothing. */
  readonly keep?: string | false | undefined;
  readonly log?: Log | undefined;
  /** What the test is called, for what is kept of it. */
  readonly name?: string | undefined;
  /** Told when the test is over and before the lab is closed, with what failed it: for reports. */
  readonly onEnd?: ((lab: Lab, failure: unknown) => void) | undefined;
};

const KEEP = '.rollcall/lab';

/**
 * Opens a lab, runs the test in it, sends everybody home, and sees to it that nothing is left over: a call that goes on, a bot whose code
 * does not come to its end, or that threw, fails the test.
 *
 * @example
 * test('a caller who presses 1 is told the time', () => withLab({ bots: [bot] }, async (lab) => {
 *   const line = await lab.person('Ada').dial('100');
 *   await line.hears(/press 1/i);
 *   await line.presses('1');
 *   await line.hears(/it is/i);
 *   await line.isHungUpOn();
 * }));
 */
export async function withLab<T>(options: LabOptions, test: (lab: Lab) => Promise<T>): Promise<T> {
  const place = testPlace();
  const lab = await openLab(options);
  try {
    const result = await test(lab);
    await nothingIsLeft(lab);
    options.onEnd?.(lab, undefined);
    return result;
  } catch (error) {
    lab.around.expectations.giveUp();
    const [name, seed] = [options.name ?? nameOfPlace(place) ?? 'test', seedFor(options)];
    options.onEnd?.(lab, error);
    const failure = { message: error instanceof Error ? error.message : String(error) };
    const record = recordOf(lab, { name, file: place.file, seed, failure });
    const kept = await keepFailure(lab, record, { keep: options.keep ?? KEEP, name });
    throw told(error, lab, { seed, place, kept });
  } finally {
    await lab.house[Symbol.asyncDispose]();
  }
}

/** For those who close it themselves: `lab.house` is to be disposed of. */
export async function openLab(options: LabOptions): Promise<Lab> {
  checkOptions(options);
  const { noAnswer, log = silentLog, graph = {}, limits = {}, credentials, codec = 'opus' } = options;
  let house: LabHouse | undefined;
  const time = options.isRealTime ? realTime() : virtualTime({ startMs: options.startMs, isElsewhere: () => house?.isElsewhere ?? false });
  let lab: Lab | undefined;
  house = await LabHouse.open({
    bots: byNumber(options.bots),
    time,
    voice: await openLabVoice(options.voice ?? 'auto', { clock: time.clock, log }),
    seed: seedFor(options),
    graph,
    limits,
    credentials,
    noAnswer: noAnswer && { afterMs: msOf(noAnswer.after), forwardTo: noAnswer.forwardTo },
    log,
    isAtPage: () => true,
    speech: options.speech,
  });
  lab = new Lab({ house, codec, failure: (what, of) => failureOf(what, of, { seed: seedFor(options) }) });
  return lab;
}

/** Those who write JavaScript are told what is wanted. Throws a `TypeError`. */
function checkOptions({ bots, seed }: LabOptions): void {
  const how = 'withLab() wants bots: a list of them, or each by its number';
  if (typeof bots !== 'object' || bots === null) throw new TypeError(`${how}, and not ${String(bots)}`);
  for (const [place, bot] of Object.entries(bots)) {
    const isBot =
      typeof bot === 'object' &&
      bot !== null &&
      (['onCall', 'open'] as const).some((verb) => typeof (bot as Record<string, unknown>)[verb] === 'function');
    if (!isBot)
      throw new TypeError(
        `${how}; at ${place} there is ${typeof bot === 'string' ? JSON.stringify(bot) : `a ${typeof bot}`}, and a bot is what defineBot() gives`,
      );
  }
  if (seed !== undefined && !Number.isInteger(seed)) throw new TypeError(`seed is a whole number, and not ${JSON.stringify(seed)}`);
}

function byNumber(bots: LabOptions['bots']): ReadonlyMap<string, Bot | GraphApp> {
  const entries = isList(bots) ? bots.map((bot, at) => [String(100 + at), bot] as const) : Object.entries(bots);
  if (entries.length === 0) throw new TypeError('withLab() wants bots: a list of them, or each by its number');
  return new Map(entries);
}

function isList(bots: LabOptions['bots']): bots is readonly (Bot | GraphApp)[] {
  return Array.isArray(bots);
}

/** As the options say, or the environment. */
export function seedFor({ seed }: Pick<LabOptions, 'seed'>): number {
  return seed ?? seedOf(process.env['ROLLCALL_LAB_SEED']);
}

function seedOf(word: string | undefined): number {
  const seed = Number(word ?? 1);
  if (!Number.isInteger(seed)) throw new TypeError(`ROLLCALL_LAB_SEED is a whole number, and not ${JSON.stringify(word)}`);
  return seed;
}
