/** Asking a caller for keys: prompt, type-ahead, barge-in, silence, wrong keys, and asking again in other words. */
import { anyOf } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Ended } from '../call/platform.ts';
import { Patience } from '../call/patience.ts';
import type { Speakable } from './sounds.ts';
import type { Speaker, VoiceOptions } from './speaker.ts';
import type { TypeAhead } from './type-ahead.ts';

/** What both ways of asking have in common. */
export type AskOptions = VoiceOptions & {
  readonly prompt: Speakable | readonly Speakable[];
  /** Said before the prompt when nothing was pressed; of several the first comes first, and the last for good. */
  readonly noInput?: string | readonly string[] | undefined;
  /** Said before the prompt when something else was pressed. */
  readonly noMatch?: string | readonly string[] | undefined;
  /** How often the caller is asked in all: 3. */
  readonly attempts?: number | undefined;
  /** How long after the prompt the first key may take: 5 s. */
  readonly timeoutMs?: number | undefined;
};

export type AskKeyOptions<Key extends string> = AskOptions & { readonly keys: readonly Key[] };

export type AskDigitsOptions = AskOptions & {
  readonly digits: {
    /** At least so many: 1. */
    readonly min?: number | undefined;
    readonly max: number;
    /** Ends the input early: `#`. */
    readonly endKey?: string | undefined;
  };
  /** How long the next digit may take: 3 s. */
  readonly interDigitMs?: number | undefined;
};

export type AskedInVain = { readonly kind: 'noInput' } | { readonly kind: 'noMatch'; readonly pressed: string };
export type KeyAnswer<Key extends string> = { readonly kind: 'key'; readonly key: Key } | AskedInVain | Ended;
export type DigitsAnswer = { readonly kind: 'digits'; readonly digits: string } | AskedInVain | Ended;

export type Asker = { readonly speaker: Speaker; readonly typed: TypeAhead; readonly clock: Clock; readonly life: AbortSignal };

/** A press of the end key just after the last digit that fits is no answer to what comes next. */
const LATE_END_KEY_MS = 1_500;

export function askKey<Key extends string>(asker: Asker, options: AskKeyOptions<Key>): Promise<KeyAnswer<Key>> {
  return asking(asker, options, (first) => {
    const key = options.keys.find((each) => each === first);
    return Promise.resolve(key === undefined ? { kind: 'noMatch', pressed: first } : { kind: 'key', key });
  });
}

export function askDigits(asker: Asker, options: AskDigitsOptions): Promise<DigitsAnswer> {
  const { digits: { min = 1, max, endKey = '#' }, interDigitMs = 3_000, signal } = options; // prettier-ignore
  return asking(asker, options, async (first) => {
    let digits = '';
    for (let key: string | undefined = first; key !== undefined && key !== endKey;) {
      if (!/^[0-9]$/.test(key)) return { kind: 'noMatch', pressed: digits + key };
      digits += key;
      if (digits.length === max) {
        asker.typed.forgive([endKey], LATE_END_KEY_MS);
        break;
      }
      key = await keyWithin(interDigitMs, asker, signal);
    }
    return digits.length < min ? { kind: 'noMatch', pressed: digits } : { kind: 'digits', digits };
  });
}

/** Asks until `read` makes something of what is pressed, the attempts are used up, or the call ends. */
async function asking<Answer extends { readonly kind: string }>(
  asker: Asker,
  options: AskOptions,
  read: (first: string) => Promise<Answer | AskedInVain>,
): Promise<Answer | AskedInVain | Ended> {
  const { prompt, attempts = 3, signal } = options;
  const said = Array.isArray(prompt) ? (prompt as readonly Speakable[]) : [prompt as Speakable];
  let inVain: AskedInVain | undefined;
  for (let attempt = 1; ; attempt++) {
    const parts = inVain ? [...againIn(options, inVain, attempt), ...said] : said;
    const first = await firstKey(asker, parts, options);
    signal?.throwIfAborted();
    const outcome = typeof first === 'string' ? await read(first) : first;
    signal?.throwIfAborted();
    if (asker.speaker.ended && outcome.kind !== 'ended') return asker.speaker.ended;
    if (!isInVain(outcome)) return outcome;
    inVain = outcome;
    // Whoever typed ahead took another menu for this one.
    asker.typed.clear();
    if (attempt >= attempts) return inVain;
  }
}

/** Plays the prompt unless a key is there already; a key that comes while it plays cuts it off at once. */
async function firstKey(asker: Asker, parts: readonly Speakable[], options: AskOptions): Promise<string | { kind: 'noInput' } | Ended> {
  const { speaker, typed, life } = asker;
  const { signal, voice, timeoutMs = 5_000 } = options;
  if (typed.isEmpty) {
    const bargeIn = new AbortController();
    const played = new AbortController();
    const listening = onKey(typed, { signal: AbortSignal.any([life, played.signal]), stop: bargeIn });
    try {
      const outcome = await speaker.say(parts, { voice, signal: anyOf(signal, bargeIn.signal) });
      if (outcome.kind === 'ended') return outcome;
    } finally {
      played.abort();
      await listening;
    }
    signal?.throwIfAborted();
  }
  return (await keyWithin(timeoutMs, asker, signal)) ?? speaker.ended ?? { kind: 'noInput' };
}

async function onKey(typed: TypeAhead, { signal, stop }: { readonly signal: AbortSignal; readonly stop: AbortController }): Promise<void> {
  if (await typed.arrival({ signal })) stop.abort();
}

/** The next key; undefined when none comes in time, the call ends or the signal aborts. */
async function keyWithin(ms: number, { typed, clock, life }: Asker, signal: AbortSignal | undefined): Promise<string | undefined> {
  using patience = new Patience({ clock, ms });
  await typed.arrival({ signal: anyOf(life, patience.signal, signal) });
  return typed.take();
}

function againIn({ noInput, noMatch }: AskOptions, inVain: AskedInVain, attempt: number): readonly string[] {
  const words = inVain.kind === 'noInput' ? noInput : noMatch;
  if (words === undefined || typeof words === 'string') return words === undefined ? [] : [words];
  const said = words[Math.min(attempt - 2, words.length - 1)];
  return said === undefined ? [] : [said];
}

function isInVain(outcome: { readonly kind: string }): outcome is AskedInVain {
  return outcome.kind === 'noInput' || outcome.kind === 'noMatch';
}
