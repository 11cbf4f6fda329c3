/** What somebody on a line listens for: words, sounds, keys, silence; each question goes on where the last one stopped. */
import { msOf, shownMs, type Duration } from '../duration.ts';
import { LabError } from '../errors.ts';
import { findSound } from '../hearing/find-sound.ts';
import type { Heard } from '../hearing/heard.ts';
import { Listener } from '../hearing/listener.ts';
import { findWords } from '../hearing/matching.ts';
import type { Handset } from './handset.ts';
import { checkHears, inAnyCase, samplesOf, shownWhat as shown, type Hears } from './hears-what.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { keysIn } from './typing.ts';

export type Listening = {
  /** How long to listen at most: a minute. */
  readonly within?: Duration | undefined;
  /** Whether to listen to the end of the sentence, or of the call; yes where left out. */
  readonly toTheEnd?: boolean | undefined;
};
/** In dB below full scale (0 is as loud as can be, people talk at about -25, -100 is silence), on average over some time: a second. */
export type Level = {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly over?: Duration | undefined;
  readonly within?: Duration | undefined;
};
export type HearingOptions = { readonly line: LineOf; readonly handset: Handset; readonly around: LineSurroundings };

const PATIENCE: Duration = '1 min';
/** So long after the last sound all of it has been heard that will be. */
const SETTLED_MS = 5_000;
/** What sounds on so long is more than the tail of what has ended. */
const TAIL_MS = 200;
/** A sound is like itself a little later, too, the more so as some of it may come late: what is found so near is the same once more. */
const SAME_MS = 250;

export class Hearing {
  readonly #options: HearingOptions;
  readonly #listener: Listener;
  /** What was asked for lies before this. */
  #sinceMs: number;
  #keysHeard = 0;

  constructor(options: HearingOptions) {
    this.#options = options;
    const { handset, around } = options;
    const { clock } = around.time;
    this.#sinceMs = clock.now();
    this.#listener = new Listener({
      ear: handset.ear,
      catalogue: around.house.catalogue,
      nowMs: () => clock.now() - around.time.latenessMs,
    });
  }

  /** With the end of the call all is over. */
  get heard(): readonly Heard[] {
    const heard = this.#listener.heard();
    if (!this.#options.handset.isOver || !this.#isQuiet() || heard.every(({ isOver }) => isOver)) return heard;
    return heard.map((each) => ({ ...each, isOver: true }));
  }

  async hears(what: Hears, { within = PATIENCE, toTheEnd = true }: Listening = {}): Promise<Heard> {
    if (typeof what !== 'string' && !(what instanceof RegExp)) return this.#hearsSound(samplesOf(what), msOf(within));
    const fromMs = this.#sinceMs;
    let found: Heard | undefined;
    const { clock } = this.#options.around.time;
    let lookedMs = -Infinity;
    const isThere = (): boolean => {
      // In a silence that goes on there is nothing new to be found.
      if (lookedMs - (this.#options.handset.ear.endMs ?? Infinity) > SETTLED_MS) return false;
      lookedMs = clock.now();
      return (found = this.#find(what, fromMs)) !== undefined;
    };
    const isSo = await this.#until(isThere, msOf(within));
    if (!isSo || !found) throw this.#notHeard(`${shown(what)} was waited for`, { fromMs, withinMs: msOf(within), what });
    const { fromMs: atMs, full } = found;
    this.#sinceMs = atMs + 1;
    const latest = (): Heard => this.heard.find((each) => each.fromMs === atMs && each.full === full) ?? found ?? raise();
    if (toTheEnd) await this.#options.around.time.until(() => latest().isOver || this.#isQuiet(), 120_000);
    return latest();
  }

  async hearsNothing(duration: Duration, { of }: { readonly of?: Hears | undefined } = {}): Promise<void> {
    if (of !== undefined) checkHears('hearsNothing', of);
    const { around, handset, line } = this.#options;
    if (handset.isOver) {
      const message = `${line.name} hears nothing of anybody: the call is over. line.heard has what was heard before.`;
      throw around.failure({ code: 'testing/call-over', message, line });
    }
    const fromMs = around.time.clock.now();
    await around.time.pass(msOf(duration));
    if (of === undefined) {
      const [sound] = handset.ear.sounds({ fromMs });
      if (!sound) return;
      throw this.#failed(
        `Silence of ${shownMs(msOf(duration))} was expected, and a sound came after ${shownMs(sound.fromMs - fromMs)}.`,
        fromMs,
      );
    }
    const isThere =
      typeof of === 'string' || of instanceof RegExp ? this.#find(of, fromMs) : findSound(handset.ear, samplesOf(of), { fromMs });
    if (isThere) throw this.#failed(`${shown(of)} should not have been heard, and was.`, fromMs);
  }

  async hearsKeys(keys: string, { within = PATIENCE }: { readonly within?: Duration | undefined } = {}): Promise<void> {
    keysIn(keys);
    const { ear } = this.#options.handset;
    const pressed = (): string => ear.keys().slice(this.#keysHeard).map(({ key }) => key).join(''); // prettier-ignore
    const isSo = await this.#until(() => pressed().includes(keys), msOf(within));
    if (!isSo) throw this.#failed(`The keys ${keys} were waited for, and what was heard is ${pressed() || 'none'}.`, this.#sinceMs);
    this.#keysHeard += pressed().indexOf(keys) + keys.length;
  }

  async hearsLevel({ least = -100, most = 0, over = '1 s', within = PATIENCE }: Level = {}): Promise<number> {
    const { around, handset } = this.#options;
    const overMs = msOf(over);
    if (!(least <= most) || overMs <= 0)
      throw new TypeError(`a level lies between "least" and "most" dB over some time, and not ${JSON.stringify({ least, most, over })}`);
    const fromMs = around.time.clock.now();
    const measured = (): number => handset.ear.levelDb(around.time.clock.now() - overMs, around.time.clock.now());
    const isThere = (): boolean => around.time.clock.now() >= fromMs + overMs && measured() >= least && measured() <= most;
    if (await this.#until(isThere, overMs + msOf(within))) return measured();
    const wanted = `A level of ${String(least)} to ${String(most)} dB over ${shownMs(overMs)} was waited for`;
    throw this.#failed(`${wanted}, and in the end it was ${measured().toFixed(0)} dB.`, fromMs);
  }

  async recognises(words: RegExp, { within = '15 s' }: { readonly within?: Duration | undefined } = {}): Promise<string> {
    const { around, handset } = this.#options;
    if (around.house.voice.name === 'built-in') {
      const how = "Open the lab with voice: 'auto' and install a voice (on Debian: apt-get install flite), or use line.hears().";
      throw new LabError('testing/no-recogniser', `The built-in voice is no speech that a recogniser could understand. ${how}`);
    }
    const recogniser = await around.recogniser();
    if (!recogniser) {
      const how = 'Install one (on Debian: apt-get install pocketsphinx pocketsphinx-en-us), or use line.hears(), which needs none.';
      throw new LabError('testing/no-recogniser', `No program that recognises speech is installed. ${how}`);
    }
    const fromMs = this.#sinceMs;
    const untilMs = around.time.clock.now() + msOf(within);
    for (;;) {
      await this.#until(() => this.#isQuiet(), untilMs - around.time.clock.now());
      const toMs = handset.ear.endMs ?? fromMs;
      const text = toMs > fromMs ? await recogniser.recognise(handset.ear.between(fromMs, toMs)) : '';
      if (text.search(words) >= 0) {
        this.#sinceMs = toMs;
        return text;
      }
      const goesOn = await this.#until(() => (handset.ear.endMs ?? 0) > toMs, untilMs - around.time.clock.now());
      if (!goesOn) throw this.#failed(`${String(words)} was waited for, and ${recogniser.name} understood: “${text}”.`, fromMs);
    }
  }

  async timeToFirstWord({ within = PATIENCE }: { readonly within?: Duration | undefined } = {}): Promise<number> {
    const { around, handset } = this.#options;
    const { clock } = around.time;
    const connectedMs = (): number | undefined => {
      const at = handset.leg?.connectedMs;
      return at === undefined ? undefined : at - clock.wallMs() + clock.now();
    };
    const first = (): number | undefined => {
      const since = connectedMs();
      return since === undefined ? undefined : handset.ear.sounds({ fromMs: since })[0]?.fromMs;
    };
    const isSo = await this.#until(() => first() !== undefined, msOf(within));
    if (!isSo) throw this.#failed(`A first word was waited for, and nothing was heard within ${shownMs(msOf(within))}.`, this.#sinceMs);
    return Math.max(0, (first() ?? 0) - (connectedMs() ?? 0));
  }

  /** Waits until the words begin to be heard, or anything does; gives the piece where it is one of the catalogue. */
  async begins(what: Hears | undefined, options: Listening): Promise<Heard | undefined> {
    if (what !== undefined) return this.hears(what, { ...options, toTheEnd: false });
    const { clock } = this.#options.around.time;
    const { ear } = this.#options.handset;
    const sinceMs = clock.now();
    // What ended a moment ago has a tail, and nobody who speaks.
    const isSounding = (): boolean =>
      ear.sounds({ fromMs: sinceMs }).some(({ fromMs, toMs }) => toMs > clock.now() - 200 && toMs - Math.max(fromMs, sinceMs) >= TAIL_MS);
    const isSo = await this.#until(isSounding, msOf(options.within ?? PATIENCE));
    if (!isSo) throw this.#failed('Somebody was to be interrupted, and nobody spoke.', this.#sinceMs);
    return this.heard.findLast(({ isOver }) => !isOver);
  }

  /** Waits until that piece is over, or until it is quiet. */
  async stops(piece: Heard | undefined, fromMs: number): Promise<{ readonly stoppedAfterMs: number | undefined }> {
    const latest = (): Heard | undefined => this.heard.find((each) => each.fromMs === piece?.fromMs && each.full === piece.full);
    await this.#until(() => latest()?.isOver ?? this.#isQuiet(), 60_000);
    const end = latest();
    if (end?.isWhole) return { stoppedAfterMs: undefined };
    // Nobody says two things at once: what comes next is the end of it.
    const next = this.heard.find((each) => end && each.by === end.by && each.fromMs > end.fromMs);
    const lastMs = end?.toMs ?? this.#options.handset.ear.sounds({ fromMs: this.#sinceMs }).at(-1)?.toMs ?? fromMs;
    const toMs = Math.min(lastMs, next?.fromMs ?? lastMs);
    return { stoppedAfterMs: Math.max(0, toMs - fromMs) };
  }

  async #hearsSound(sound: Int16Array, withinMs: number): Promise<Heard> {
    const { ear } = this.#options.handset;
    const fromMs = this.#sinceMs;
    let found: ReturnType<typeof findSound>;
    // Hours of silence need not be searched.
    const soonestMs = (): number => Math.max(fromMs, (ear.nextMs(fromMs) ?? fromMs) - 1_000);
    const isSo = await this.#until(
      () => this.#isQuiet() && (found = findSound(ear, sound, { fromMs: soonestMs() })) !== undefined,
      withinMs,
    );
    if (!isSo || !found) throw this.#notHeard(`A sound of ${shownMs(sound.length / 16)} was waited for`, { fromMs, withinMs, what: sound });
    const { atMs, likeness, gainDb, gaps } = found;
    this.#sinceMs = atMs + Math.min(SAME_MS, sound.length / 16);
    const text = `(sound, ${shownMs(sound.length / 16)})`;
    return { text, full: text, by: '', fromMs: atMs, toMs: atMs + sound.length / 16, isOver: true, isWhole: true, gainDb, gaps, likeness };
  }

  #find(words: RegExp | string, fromMs: number): Heard | undefined {
    const pieces = this.heard.filter((each) => each.fromMs >= fromMs);
    const found = findWords(words, pieces, 0);
    return found && pieces[found.index];
  }

  /** Nothing has come for a moment. */
  #isQuiet(): boolean {
    const { handset, around } = this.#options;
    const now = around.time.clock.now();
    return handset.ear.sounds({ fromMs: now - 400 }).length === 0;
  }

  /** At most until the call is over and what came of it has been heard. */
  #until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    const { around, handset } = this.#options;
    let overSinceMs: number | undefined;
    const isPast = (): boolean => {
      if (handset.isOver) overSinceMs ??= around.time.clock.now();
      return overSinceMs !== undefined && around.time.clock.now() - overSinceMs >= 500;
    };
    return around.time.until(() => isSo() || isPast(), Math.max(0, withinMs)).then((came) => came && isSo());
  }

  #notHeard(
    words: string,
    { fromMs, withinMs, what }: { readonly fromMs: number; readonly withinMs: number; readonly what: Hears },
  ): LabError {
    const pieces = this.heard;
    const list = (heading: string, some: readonly Heard[]): string[] =>
      some.length === 0
        ? []
        : [heading, ...some.map(({ text, by, isWhole, isOver }) => `  – ${by}: ${text}${isWhole || !isOver ? '' : ' (cut off)'}`)];
    const since = pieces.filter((each) => each.fromMs >= fromMs);
    const lines = [
      `${words}, and was not heard${this.#options.handset.isOver ? '' : ` within ${shownMs(withinMs)}`}.`,
      ...(since.length > 0
        ? list('What was heard instead:', since)
        : [`Nothing that is known was heard${pieces.length > 0 ? ' after that' : ''}.`]),
      ...list(
        'What was heard before:',
        pieces.filter((each) => each.fromMs < fromMs),
      ),
    ];
    const likewise = inAnyCase(what);
    if (likewise && this.#find(likewise, fromMs)) lines.splice(1, 0, 'It differs only in upper and lower case.');
    return this.#failed(lines.join('\n'), fromMs);
  }

  #failed(message: string, fromMs: number): LabError {
    const { line, around } = this.#options;
    return around.failure({ code: 'testing/not-heard', message, line, fromMs });
  }
}

function raise(): never {
  throw new Error('what was heard is not there any more');
}
