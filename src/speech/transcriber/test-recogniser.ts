/**
 * Aid for tests: a recogniser that understands nothing of sound, and tells which frames it was given. Each spoken frame carries in its samples whose
 * it is and which one; the text is `2:10-55` for frames 10 to 55 of speaker 2. One that is not what was said, sample by sample, makes it `broken`.
 */
import type { Clock } from '../../base/clock.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { SpeechError } from '../errors.ts';
import type { Recognised, SpeechToText } from '../recognition/speech-to-text.ts';

/** Digits of a hundred, so that they are quiet themselves. */
const MARK = 100;

/** Frame `number` of what that speaker says: loud. */
export function spokenFrame(speaker: number, number: number, loudness: number = 1): Int16Array {
  const frame = Int16Array.from(
    { length: FRAME_SAMPLES },
    (_, i) => (i % 2 ? -1 : 1) * (3_000 + ((number * 31 + speaker * 7 + i * 13) % 4_000)) * loudness,
  );
  frame[0] = MARK + speaker;
  frame[1] = MARK + (number % 100);
  frame[2] = MARK + (Math.floor(number / 100) % 100);
  frame[3] = MARK + Math.floor(number / 10_000);
  frame[4] = loudness * 100;
  return frame;
}

export type HeardFrame = { readonly speaker: number; readonly number: number };

/** Undefined for silence. */
export function heardFrame(samples: Int16Array): HeardFrame | 'broken' | undefined {
  if (samples.every((sample) => sample === 0)) return undefined;
  const speaker = (samples[0] ?? 0) - MARK;
  const number = [1, 2, 3].reduce((sum, digit) => sum + ((samples[digit] ?? 0) - MARK) * 100 ** (digit - 1), 0);
  const expected = spokenFrame(speaker, number, (samples[4] ?? 0) / 100);
  return expected.every((sample, i) => sample === samples[i]) ? { speaker, number } : 'broken';
}

/** What it does at one utterance. */
export type Behaviour = {
  /** From the end of the sound to its result. */
  readonly latencyMs?: number;
  readonly failAfterMs?: number;
  /** Reads no further, and gives nothing more; does not stop when it is told to. */
  readonly hangAfterMs?: number;
  readonly error?: SpeechError;
  /** A final one for each so much of sound. */
  readonly sentenceMs?: number;
  readonly understandsNothing?: boolean;
  /** Ends as if all was said. */
  readonly endAfterMs?: number;
};

export type TestCall = { frames: (HeardFrame | undefined)[]; language: string | undefined };

export type TestRecogniserOptions = {
  readonly clock: Clock;
  readonly name?: string;
  readonly atOnce?: number;
  readonly languages?: readonly string[] | 'any';
  readonly leavesMachine?: boolean;
  readonly behave?: (call: number) => Behaviour;
  readonly missing?: () => string | undefined;
};

export class TestRecogniser implements SpeechToText {
  readonly name: string;
  readonly leavesMachine: boolean;
  readonly languages: readonly string[] | 'any';
  readonly gives = { interims: true, words: false, confidence: false };
  readonly atOnce: number;
  readonly calls: TestCall[] = [];
  /** How many utterances it was at, at most. */
  most = 0;
  #running = 0;
  readonly #options: TestRecogniserOptions;

  constructor(options: TestRecogniserOptions) {
    this.#options = options;
    this.name = options.name ?? 'test';
    this.leavesMachine = options.leavesMachine ?? false;
    this.languages = options.languages ?? 'any';
    this.atOnce = options.atOnce ?? 4;
  }

  async missing(): Promise<string | undefined> {
    return this.#options.missing?.();
  }

  async *recognise(
    sound: AsyncIterable<Int16Array>,
    { language }: { readonly language?: string | undefined } = {},
  ): AsyncGenerator<Recognised> {
    const { clock, behave = () => ({}) } = this.#options;
    const does: Behaviour = behave(this.calls.length);
    const call: TestCall = { frames: [], language };
    this.calls.push(call);
    this.most = Math.max(this.most, ++this.#running);
    try {
      let rest: Int16Array = new Int16Array(0);
      let toldMs = 0;
      for await (const piece of sound) {
        rest = joined(rest, piece);
        let at = 0;
        for (; at + FRAME_SAMPLES <= rest.length; at += FRAME_SAMPLES) this.#hear(call, rest.subarray(at, at + FRAME_SAMPLES));
        rest = rest.slice(at);
        const heardMs = call.frames.length * FRAME_MS;
        if (does.failAfterMs !== undefined && heardMs >= does.failAfterMs)
          throw does.error ?? new SpeechError('speech/provider-failed', `${this.name} was killed`);
        if (does.endAfterMs !== undefined && heardMs >= does.endAfterMs) return;
        if (does.hangAfterMs !== undefined && heardMs >= does.hangAfterMs) await new Promise(() => undefined);
        if (does.understandsNothing) continue;
        const isSentence = does.sentenceMs !== undefined && heardMs - toldMs >= does.sentenceMs;
        yield { kind: isSentence ? 'final' : 'interim', text: textOf(call, toldMs, heardMs), startMs: toldMs, endMs: heardMs };
        if (isSentence) toldMs = heardMs;
      }
      if (does.latencyMs !== undefined) await clock.sleep(does.latencyMs);
      const endMs = call.frames.length * FRAME_MS;
      const text = textOf(call, toldMs, endMs);
      if (does.understandsNothing || text === '') return;
      yield { kind: 'final', text, startMs: toldMs, endMs };
    } finally {
      this.#running--;
    }
  }

  #hear(call: TestCall, samples: Int16Array): void {
    const frame = heardFrame(samples);
    if (frame === 'broken') throw new Error('what the recogniser was given is not what was said');
    call.frames.push(frame);
  }
}

/** All frames that a text tells of. */
export function framesIn(text: string): HeardFrame[] {
  return text.split(' ').flatMap((run) => {
    const [, speaker = '', from = '', to = ''] = /^(\d+):(\d+)-(\d+)$/u.exec(run) ?? [];
    if (speaker === '') throw new Error(`no frames: ${run}`);
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => ({ speaker: Number(speaker), number: Number(from) + i }));
  });
}

function textOf(call: TestCall, fromMs: number, toMs: number): string {
  const runs: { speaker: number; from: number; to: number }[] = [];
  for (const frame of call.frames.slice(fromMs / FRAME_MS, toMs / FRAME_MS)) {
    const last = runs.at(-1);
    if (frame && last?.speaker === frame.speaker && last.to + 1 === frame.number) last.to++;
    else if (frame) runs.push({ speaker: frame.speaker, from: frame.number, to: frame.number });
  }
  return runs.map(({ speaker, from, to }) => `${String(speaker)}:${String(from)}-${String(to)}`).join(' ');
}

function joined(a: Int16Array, b: Int16Array): Int16Array {
  const all = new Int16Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
