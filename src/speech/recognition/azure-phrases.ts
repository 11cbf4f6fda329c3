/** What Azure Speech says of a phrase (its detailed output), as we have it. https://learn.microsoft.com/azure/ai-services/speech-service/get-speech-recognition-results */
import { z } from 'zod';
import type { Recognised, RecognisedWord } from './speech-to-text.ts';

type Word = { readonly text: string; readonly Offset: number; readonly Duration: number; readonly Confidence?: number | undefined };
type Phrase = {
  readonly Offset: number;
  readonly Duration: number;
  readonly NBest: readonly {
    readonly Confidence?: number | undefined;
    readonly Display: string;
    readonly Words?: readonly Word[] | undefined;
    readonly DisplayWords?: readonly Word[] | undefined;
  }[];
  readonly PrimaryLanguage?: { readonly Language: string } | undefined;
};

const wordFields = { Offset: z.number(), Duration: z.number(), Confidence: z.number().optional() };
const spokenSchema: z.ZodType<Word> = z
  .object({ Word: z.string(), ...wordFields })
  .transform(({ Word: text, ...rest }) => ({ text, ...rest }));
const displaySchema: z.ZodType<Word> = z
  .object({ DisplayText: z.string(), ...wordFields })
  .transform(({ DisplayText: text, ...rest }) => ({ text, ...rest }));
const phraseSchema: z.ZodType<Phrase> = z.object({
  Offset: z.number(),
  Duration: z.number(),
  NBest: z.array(
    z.object({
      Confidence: z.number().optional(),
      Display: z.string(),
      Words: z.array(spokenSchema).optional(),
      DisplayWords: z.array(displaySchema).optional(),
    }),
  ),
  PrimaryLanguage: z.object({ Language: z.string() }).optional(),
});

/** Azure counts in 100 ns. */
const TICKS_PER_MS = 10_000;

export function msOfTicks(ticks: number): number {
  return Math.max(0, Math.round(ticks / TICKS_PER_MS));
}

/** Undefined where nothing was understood. */
export function azurePhrase(json: string, language: string): Recognised | undefined {
  const phrase = phraseSchema.parse(JSON.parse(json));
  const [best] = phrase.NBest;
  const text = best?.Display.trim();
  if (!best || !text) return undefined;
  // As they are written where it tells so: "10", not "ten".
  const written = best.DisplayWords ?? best.Words;
  const words = written?.map((word) => wordOf(word, best.Confidence));
  const startMs = words?.[0]?.startMs ?? msOfTicks(phrase.Offset);
  const endMs = Math.max(msOfTicks(phrase.Offset + phrase.Duration), words?.at(-1)?.endMs ?? 0);
  return {
    kind: 'final',
    text,
    startMs,
    endMs,
    confidence: best.Confidence,
    words,
    language: phrase.PrimaryLanguage?.Language ?? language,
  };
}

function wordOf({ text, Offset, Duration, Confidence }: Word, ofPhrase: number | undefined): RecognisedWord {
  return { text, startMs: msOfTicks(Offset), endMs: msOfTicks(Offset + Duration), confidence: Confidence ?? ofPhrase };
}
