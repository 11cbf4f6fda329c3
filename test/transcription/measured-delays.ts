/** How long after it was said each thing is shown: somebody speaks for lengths that differ by a frame each, so that pieces end at every place in them. */
import { expect } from 'vitest';
import { joined, sine } from '../../src/media/tones.ts';
import type { TimedRecogniser } from './timed-recogniser.ts';

/** What somebody was shown, and when. Of what may still change the text begins with the milliseconds of speech that it goes by. */
export type TimedText = { readonly text: string; readonly isFinal: boolean; readonly atMs: number };

export type Delays = {
  /** From the first sample of speech: until it is at the recogniser, and until something is shown. */
  readonly firstWordsMs: number;
  readonly firstShownMs: number;
  /** From a word to a text that goes by it; and until the next one, how far behind it falls. */
  readonly interimMs: number;
  readonly behindMs: number;
  /** From the last sample of speech to the final text: the shortest, and the longest. */
  readonly finalMs: readonly [number, number];
};

type SpeakingIn = {
  readonly say: (sound: Int16Array) => void;
  /** Shown until now, by whoever looks. */
  readonly shown: () => readonly TimedText[];
  readonly recogniser: TimedRecogniser;
  readonly pass: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly sendsSilence: boolean;
};

const LENGTHS = Array.from({ length: 11 }, (_, at) => 2_000 + at * 20);
const PAUSE_MS = 3_000;

/** The longest of each. */
export async function measuredDelays({ say, shown, recogniser, pass, nowMs, sendsSilence }: SpeakingIn): Promise<Delays> {
  const [words, first, interims, behind, finals]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  for (const ms of LENGTHS) {
    const tone = sine({ hertz: [300, 700], ms }, 0.3);
    const [seen, heard] = [shown().length, recogniser.firstWordsMs.length];
    const beganMs = nowMs();
    say(sendsSilence ? joined([tone, new Int16Array(PAUSE_MS * 16)]) : tone);
    await pass(ms + PAUSE_MS + 1_000);
    const texts = shown().slice(seen);
    const saidMs = ({ text }: TimedText): number => beganMs + Number.parseInt(text, 10);
    const open = texts.filter((each) => !each.isFinal && saidMs(each) <= beganMs + ms);
    const [final, ...more] = texts.filter(({ isFinal }) => isFinal);
    expect([final?.text, more]).toEqual(['all of it', []]);
    words.push((recogniser.firstWordsMs[heard] ?? Number.NaN) - beganMs);
    first.push((open[0]?.atMs ?? Number.NaN) - beganMs);
    for (const each of open) interims.push(each.atMs - saidMs(each));
    for (const [at, each] of open.slice(1).entries()) behind.push(each.atMs - saidMs(open[at] ?? each));
    finals.push((final?.atMs ?? Number.NaN) - beganMs - ms);
  }
  return {
    firstWordsMs: Math.max(...words),
    firstShownMs: Math.max(...first),
    interimMs: Math.max(...interims),
    behindMs: Math.max(...behind),
    finalMs: [Math.min(...finals), Math.max(...finals)],
  };
}
