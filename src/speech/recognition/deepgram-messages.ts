/** What Deepgram says while it listens, and the sentences that its pieces make up. https://developers.deepgram.com/docs/live-streaming-audio */
import { z } from 'zod';
import type { Recognised, RecognisedWord } from './speech-to-text.ts';

type Word = {
  readonly word: string;
  readonly punctuated_word?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  readonly language?: string | undefined;
};
export type DeepgramResults = {
  readonly type: 'Results';
  /** Seconds from the first sample on this connection. */
  readonly start: number;
  readonly duration: number;
  readonly is_final?: boolean | undefined;
  readonly speech_final?: boolean | undefined;
  readonly from_finalize?: boolean | undefined;
  readonly channel: {
    readonly alternatives: readonly { readonly transcript: string; readonly confidence: number; readonly words: readonly Word[] }[];
  };
};
export type DeepgramMessage =
  | DeepgramResults
  | { readonly type: 'Metadata' }
  | { readonly type: 'Error'; readonly description?: string | undefined; readonly message?: string | undefined };

const wordSchema: z.ZodType<Word> = z.object({
  word: z.string(),
  punctuated_word: z.string().optional(),
  start: z.number(),
  end: z.number(),
  confidence: z.number(),
  language: z.string().optional(),
});
const messageSchema: z.ZodType<DeepgramMessage> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Results'),
    start: z.number(),
    duration: z.number(),
    is_final: z.boolean().optional(),
    speech_final: z.boolean().optional(),
    from_finalize: z.boolean().optional(),
    channel: z.object({
      alternatives: z.array(z.object({ transcript: z.string(), confidence: z.number(), words: z.array(wordSchema) })),
    }),
  }),
  z.object({ type: z.literal('Metadata') }),
  z.object({ type: z.literal('Error'), description: z.string().optional(), message: z.string().optional() }),
]);

/** Undefined of what is not needed here, such as `SpeechStarted`. */
export function deepgramMessage(text: string): DeepgramMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return messageSchema.safeParse(json).data;
}

export type DeepgramSentencesOptions = {
  /** Where the utterance begins on the connection. */
  readonly baseMs: number;
  readonly language?: string | undefined;
};

/** A machine: results in, sentences out. Deepgram settles a sentence piece by piece (`is_final`) until it is over (`speech_final`). */
export class DeepgramSentences {
  readonly #baseMs: number;
  readonly #language: string | undefined;
  #settled: RecognisedWord[] = [];
  #found: string | undefined;

  constructor({ baseMs, language }: DeepgramSentencesOptions) {
    this.#baseMs = baseMs;
    this.#language = language;
  }

  push({
    start,
    duration,
    is_final: isSettled,
    speech_final: isOver,
    from_finalize: isAsked,
    channel,
  }: DeepgramResults): Recognised | undefined {
    // What was said before, and is late, is none of this utterance.
    const words = (channel.alternatives[0]?.words ?? []).filter((word) => word.end * 1000 > this.#baseMs);
    this.#found = words.find(({ language }) => language !== undefined)?.language ?? this.#found;
    const all = [...this.#settled, ...words.map((word) => this.#wordOf(word))];
    if (isSettled) this.#settled = all;
    if (isSettled && (isOver || isAsked)) return this.flush();
    return all.length === 0 ? undefined : this.#result('interim', all, Math.round((start + duration) * 1000 - this.#baseMs));
  }

  /** What is settled, and will not be more. */
  flush(): Recognised | undefined {
    const words = this.#settled;
    this.#settled = [];
    return words.length === 0 ? undefined : this.#result('final', words, words.at(-1)?.endMs ?? 0);
  }

  #wordOf({ word, punctuated_word: written = word, start, end, confidence }: Word): RecognisedWord {
    const at = (seconds: number): number => Math.max(0, Math.round(seconds * 1000 - this.#baseMs));
    return { text: written, startMs: at(start), endMs: at(end), confidence };
  }

  #result(kind: 'interim' | 'final', words: readonly RecognisedWord[], endMs: number): Recognised {
    const confidence = words.reduce((sum, word) => sum + (word.confidence ?? 0), 0) / words.length;
    const text = words.map((word) => word.text).join(' ');
    return { kind, text, startMs: words[0]?.startMs ?? 0, endMs, confidence, words, language: this.#found ?? this.#language };
  }
}
