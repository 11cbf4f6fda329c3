/** A recogniser whose own time is known, in virtual time: what may still change says how much speech was heard, what is final comes so long after the end. */
import type { Clock } from '../../src/base/clock.ts';
import { SAMPLE_RATE } from '../../src/media/frame.ts';
import type { Recognised, SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';

/** From the end of an utterance's sound to its text. */
export const FINAL_MS = 300;
/** Quieter is no speech. */
const LOUD = 1_000;

export type TimedRecogniser = SpeechToText & {
  /** When the first loud sound of each utterance came. */
  readonly firstWordsMs: readonly number[];
};

/** `clock` is asked when somebody speaks: that of a lab is not there before the lab. After `interimEveryMs` of sound there is something that may still change, at once. */
export function timedRecogniser(clock: () => Pick<Clock, 'now' | 'sleep'>, interimEveryMs: number): TimedRecogniser {
  const firstWordsMs: number[] = [];
  return {
    name: 'timed',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: true, words: false, confidence: false },
    atOnce: 4,
    firstWordsMs,
    missing: () => Promise.resolve(undefined),
    async *recognise(sound): AsyncGenerator<Recognised> {
      let [heardMs, toldMs, startMs] = [0, 0, Number.NaN];
      for await (const piece of sound) {
        const first = Number.isNaN(startMs) ? piece.findIndex((sample) => Math.abs(sample) >= LOUD) : -1;
        if (first >= 0) {
          startMs = heardMs + Math.floor((first * 1_000) / SAMPLE_RATE);
          firstWordsMs.push(clock().now());
        }
        heardMs += (piece.length * 1_000) / SAMPLE_RATE;
        if (heardMs - toldMs < interimEveryMs || Number.isNaN(startMs)) continue;
        toldMs = heardMs;
        yield { kind: 'interim', text: `${String(heardMs - startMs)} ms`, startMs, endMs: heardMs };
      }
      await clock().sleep(FINAL_MS);
      if (!Number.isNaN(startMs)) yield { kind: 'final', text: 'all of it', startMs, endMs: heardMs };
    },
  };
}
