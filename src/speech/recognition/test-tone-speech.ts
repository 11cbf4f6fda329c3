/** A language of tones, for servers of tests: each word is a tone of its own, so that what is recognised is truly in the sound that came. */
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { toneDb } from '../../media/goertzel.ts';
import { levelDb } from '../../media/level.ts';
import { joined, sine } from '../../media/tones.ts';
import type { RecognisedWord } from './speech-to-text.ts';

/** Hertz of each word. */
export const TONES: Readonly<Record<string, number>> = {
  alpha: 400,
  bravo: 700,
  charlie: 1_000,
  delta: 1_300,
  echo: 1_600,
  foxtrot: 1_900,
};
const WORD_MS = 240;
const GAP_MS = 60;
const REST = new Int16Array(300 * 16);
/** A pause of so many frames ends a sentence. */
const PAUSE_FRAMES = 20;

export const TONE_TEXT = 'alpha bravo charlie delta echo foxtrot';

/** Says these words, with rests around them. */
export function toneSpeech(text: string): Int16Array {
  const words = text.split(' ').map((word) => {
    const hertz = TONES[word];
    if (hertz === undefined) throw new TypeError(`nobody can say "${word}" in tones`);
    return joined([sine({ hertz: [hertz], ms: WORD_MS }, 0.3), new Int16Array(GAP_MS * 16)]);
  });
  return joined([REST, ...words, REST]);
}

/** A machine: samples in, in pieces of any size; after each, the sentence that is being said, and those that ended with it. */
export class ToneEar {
  #held = new Int16Array(0);
  #frames = 0;
  #quiet = 0;
  #last: string | undefined;
  #words: RecognisedWord[] = [];

  /** How much was heard. */
  get heardMs(): number {
    return this.#frames * FRAME_MS + this.#held.length / 16;
  }

  /** The words of the sentence that is not over. */
  get words(): readonly RecognisedWord[] {
    return this.#words;
  }

  /** Sentences that ended. */
  push(samples: Int16Array): readonly (readonly RecognisedWord[])[] {
    const all = joined([this.#held, samples]);
    const over: (readonly RecognisedWord[])[] = [];
    let at = 0;
    for (; at + FRAME_SAMPLES <= all.length; at += FRAME_SAMPLES) {
      const sentence = this.#frame(all.subarray(at, at + FRAME_SAMPLES));
      if (sentence) over.push(sentence);
    }
    this.#held = all.slice(at);
    return over;
  }

  /** The rest, at the end or when it is asked for. */
  flush(): readonly RecognisedWord[] {
    const words = this.#words;
    this.#words = [];
    this.#last = undefined;
    return words;
  }

  #frame(frame: Int16Array): readonly RecognisedWord[] | undefined {
    const startMs = this.#frames++ * FRAME_MS;
    const word = wordIn(frame);
    this.#quiet = word === undefined ? this.#quiet + 1 : 0;
    if (word !== undefined && word === this.#last) {
      const said = this.#words.pop();
      if (said) this.#words.push({ ...said, endMs: startMs + FRAME_MS });
    } else if (word !== undefined) this.#words.push({ text: word, startMs, endMs: startMs + FRAME_MS, confidence: 0.9 });
    this.#last = word;
    return this.#quiet === PAUSE_FRAMES && this.#words.length > 0 ? this.flush() : undefined;
  }
}

function wordIn(frame: Int16Array): string | undefined {
  const level = levelDb(frame);
  if (level < -40) return undefined;
  return Object.entries(TONES).find(([, hertz]) => toneDb(frame, hertz) > level - 3)?.[0];
}
