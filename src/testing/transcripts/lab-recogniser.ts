/**
 * Turns speech into text in a lab: hears in the sound which of the texts it is that people and bots there have said. It has nothing but the sound
 * to go by, and knows nobody; of a text that is cut off it gives the words that were heard. What did not begin within the sound is not found.
 */
import type { Recognised, SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import { Ear } from '../hearing/ear.ts';
import type { Heard } from '../hearing/heard.ts';
import { Listener } from '../hearing/listener.ts';
import type { Catalogue } from '../hearing/spoken.ts';

const PER_MS = 16;
/** What may still change is told as often as this. */
const LOOK_MS = 1_000;
/** What is newest counts as well, once nothing more comes. */
const SETTLE_MS = 2_000;

export function labRecogniser(catalogue: Catalogue): SpeechToText {
  return {
    name: 'lab',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: true, words: false, confidence: true },
    atOnce: 4,
    missing: () => Promise.resolve(undefined),
    async *recognise(sound, { signal } = {}) {
      const ear = new Ear();
      let [nowMs, lookedMs, told] = [0, 0, ''];
      const listener = new Listener({ ear, catalogue, nowMs: () => nowMs });
      for await (const samples of sound) {
        signal?.throwIfAborted();
        ear.take(nowMs, samples);
        nowMs += samples.length / PER_MS;
        if (nowMs - lookedMs < LOOK_MS) continue;
        lookedMs = nowMs;
        const interim = interimOf(listener.heard());
        if (!interim || interim.text === told) continue;
        told = interim.text;
        yield interim;
      }
      signal?.throwIfAborted();
      const endMs = nowMs;
      nowMs += SETTLE_MS;
      for (const heard of listener.heard()) yield resultOf(heard, 'final', endMs);
    },
  };
}

function interimOf(heard: readonly Heard[]): Recognised | undefined {
  const [first] = heard;
  const last = heard.at(-1);
  if (!first || !last) return undefined;
  return { kind: 'interim', text: heard.map(({ text }) => text).join(' '), startMs: first.fromMs, endMs: last.toMs };
}

function resultOf({ text, fromMs, toMs, likeness }: Heard, kind: Recognised['kind'], endMs: number): Recognised {
  return { kind, text, startMs: Math.max(0, fromMs), endMs: Math.min(endMs, toMs), confidence: likeness };
}
