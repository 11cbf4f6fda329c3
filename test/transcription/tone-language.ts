/**
 * A language of tones that any machine understands without fail: one tone says which sentence it is, another sounding with it which word of it.
 * So what is recognised is truly in the sound, word by word, wherever somebody cuts it.
 */
import { FRAME_MS, FRAME_SAMPLES } from '../../src/media/frame.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { levelDb } from '../../src/media/level.ts';
import { joined, sine } from '../../src/media/tones.ts';
import type { Recognised, RecognisedWord, SpeechToText } from '../../src/speech/recognition/speech-to-text.ts';

/** Each word sounds for so long. */
export const WORD_MS = 80;
const PER_MS = FRAME_SAMPLES / FRAME_MS;
/** Silence after a sentence: longer than what ends an utterance. */
const REST_MS = 600;
/** Frames of 20 ms tell tones apart that are so far from each other. */
const STEP_HERTZ = 100;
const LOWEST_HERTZ = 300;
const LOWEST_WORD_HERTZ = 3_500;
const LOUD_DB = -35;
/** Of the two tones each has half. */
const SHARE_DB = 6;

export class ToneLanguage {
  readonly #sentences: readonly string[];
  readonly #sentenceHertz: readonly number[];
  readonly #wordHertz: readonly number[];

  /** At most 32 sentences, of 40 words each. */
  constructor(sentences: readonly string[]) {
    this.#sentences = sentences;
    this.#sentenceHertz = sentences.map((_, at) => LOWEST_HERTZ + at * STEP_HERTZ);
    const most = Math.max(...sentences.map((sentence) => sentence.split(' ').length));
    this.#wordHertz = Array.from({ length: most }, (_, at) => LOWEST_WORD_HERTZ + at * STEP_HERTZ);
  }

  /** By which a sentence is known in any sound. Throws for one that nobody can say. */
  hertzOf(sentence: string): number {
    const hertz = this.#sentenceHertz[this.#sentences.indexOf(sentence)];
    if (hertz === undefined) throw new TypeError(`nobody can say “${sentence}” in tones`);
    return hertz;
  }

  said(sentence: string): Int16Array {
    const hertz = this.hertzOf(sentence);
    const words = sentence.split(' ').map((_, at) => sine({ hertz: [hertz, this.#wordHertz[at] ?? 0], ms: WORD_MS }, 0.2));
    return joined([...words, new Int16Array(REST_MS * PER_MS)]);
  }

  /** Tells what it hears word by word, while it is said. */
  recogniser(name: string): SpeechToText {
    const newEar = (): ToneEar => new ToneEar((frame) => this.#wordIn(frame));
    return {
      name,
      leavesMachine: false,
      languages: 'any',
      gives: { interims: true, words: true, confidence: false },
      atOnce: 8,
      missing: () => Promise.resolve(undefined),
      async *recognise(sound, { signal } = {}) {
        const ear = newEar();
        for await (const piece of sound) {
          signal?.throwIfAborted();
          if (ear.push(piece)) yield resultOf('interim', ear.words);
        }
        if (ear.words.length > 0) yield resultOf('final', ear.words);
      },
    };
  }

  #wordIn(frame: Int16Array): string | undefined {
    const level = levelDb(frame);
    if (level < LOUD_DB) return undefined;
    const sentence = this.#sentences[loudest(frame, this.#sentenceHertz, level)]?.split(' ');
    return sentence?.[loudest(frame, this.#wordHertz, level)];
  }
}

/** -1 where none of them is in it. */
function loudest(frame: Int16Array, hertz: readonly number[], level: number): number {
  let [best, at] = [level - SHARE_DB, -1];
  for (const [index, each] of hertz.entries()) {
    const db = toneDb(frame, each);
    if (db > best) [best, at] = [db, index];
  }
  return at;
}

function resultOf(kind: Recognised['kind'], words: readonly RecognisedWord[]): Recognised {
  return { kind, text: words.map(({ text }) => text).join(' '), startMs: words[0]?.startMs ?? 0, endMs: words.at(-1)?.endMs ?? 0, words };
}

/** A machine: samples in, words out. A word counts once it sounded for two frames. */
class ToneEar {
  readonly words: RecognisedWord[] = [];
  readonly #wordIn: (frame: Int16Array) => string | undefined;
  #held: Int16Array = new Int16Array(0);
  #frames = 0;
  #current: { readonly text: string; readonly startMs: number; frames: number } | undefined;

  constructor(wordIn: (frame: Int16Array) => string | undefined) {
    this.#wordIn = wordIn;
  }

  /** True if there is a word more. */
  push(samples: Int16Array): boolean {
    const all = joined([this.#held, samples]);
    const before = this.words.length;
    let at = 0;
    for (; at + FRAME_SAMPLES <= all.length; at += FRAME_SAMPLES) this.#frame(this.#wordIn(all.subarray(at, at + FRAME_SAMPLES)));
    this.#held = all.slice(at);
    return this.words.length > before;
  }

  #frame(text: string | undefined): void {
    const startMs = this.#frames++ * FRAME_MS;
    if (text === undefined) return;
    if (this.#current?.text !== text || startMs - this.#current.startMs >= WORD_MS) this.#current = { text, startMs, frames: 0 };
    this.#current.frames++;
    if (this.#current.frames === 2) this.words.push({ text, startMs: this.#current.startMs, endMs: this.#current.startMs + WORD_MS });
  }
}
