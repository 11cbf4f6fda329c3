/** What an OpenAI-compatible server answers to `POST /audio/transcriptions`, and what of it is believed. */
import { z } from 'zod';
import { languageTag } from './language-names.ts';
import type { Recognised, RecognisedWord } from './speech-to-text.ts';

type Piece = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly avg_logprob?: number | null | undefined;
  readonly no_speech_prob?: number | null | undefined;
};
export type OpenAiAnswer = {
  readonly text: string;
  readonly language?: string | null | undefined;
  readonly words?: readonly { readonly word: string; readonly start: number; readonly end: number }[] | null | undefined;
  readonly segments?: readonly Piece[] | null | undefined;
};

const probability = z.number().nullish();
/** Servers differ in what else they say: what is read is checked, the rest is passed over. */
export const openAiAnswerSchema: z.ZodType<OpenAiAnswer> = z.object({
  text: z.string(),
  language: z.string().nullish(),
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish(),
  segments: z
    .array(z.object({ text: z.string(), start: z.number(), end: z.number(), avg_logprob: probability, no_speech_prob: probability }))
    .nullish(),
});

/** Whisper's own measure of what it made up from noise: probably no speech, and not sure of the words. */
const NO_SPEECH = 0.6;
const UNSURE = -1;

/** One result a segment, where there are any; else one for all. `lengthMs` is that of the utterance: no time lies after it. */
export function recognisedIn(
  answer: OpenAiAnswer,
  { lengthMs, language }: { readonly lengthMs: number; readonly language?: string | undefined },
): readonly Recognised[] {
  const words = (answer.words ?? [])
    .map(({ word, start, end }) => ({ text: word.trim(), ...within(start, end, lengthMs) }))
    .filter(({ text }) => text !== '');
  const found = answer.language ? languageTag(answer.language) : undefined;
  const whole: Piece = { text: answer.text, start: 0, end: lengthMs / 1000 };
  const segments: readonly Piece[] = answer.segments?.length ? answer.segments : [whole];
  const parts = shared(words, segments);
  return segments.flatMap((segment, at): readonly Recognised[] => {
    const text = segment.text.trim();
    const { avg_logprob: sureness, no_speech_prob: noSpeech } = segment;
    if (text === '' || ((noSpeech ?? 0) > NO_SPEECH && (sureness ?? 0) < UNSURE)) return [];
    const spoken = parts[at] ?? [];
    const { startMs, endMs } = within(segment.start, segment.end, lengthMs);
    return [
      {
        kind: 'final',
        text,
        startMs: spoken[0] ? spoken[0].startMs : startMs,
        endMs: spoken.at(-1)?.endMs ?? endMs,
        confidence: typeof sureness === 'number' ? Math.min(1, Math.exp(sureness)) : undefined,
        words: spoken.length > 0 ? spoken : undefined,
        // Of a language that was asked for it knows less than who asked: `en` of `en-GB`.
        language: language ?? found,
      },
    ];
  });
}

/** Each word to the segment in which its middle lies; those between two to the earlier. */
function shared(words: readonly RecognisedWord[], segments: readonly Piece[]): readonly (readonly RecognisedWord[])[] {
  const parts: RecognisedWord[][] = segments.map(() => []);
  let at = 0;
  for (const word of words) {
    const middle = (word.startMs + word.endMs) / 2;
    while (at + 1 < segments.length && middle >= (segments[at + 1]?.start ?? 0) * 1000) at++;
    parts[at]?.push(word);
  }
  return parts;
}

function within(start: number, end: number, lengthMs: number): { readonly startMs: number; readonly endMs: number } {
  const startMs = Math.min(Math.max(0, Math.round(start * 1000)), lengthMs);
  return { startMs, endMs: Math.min(Math.max(startMs, Math.round(end * 1000)), lengthMs) };
}
