/** WebVTT as W3C's own parser reads it. */
import { createRequire } from 'node:module';

export type ParsedVtt = {
  readonly cues: readonly { readonly id: string; readonly startTime: number; readonly endTime: number; readonly text: string }[];
  readonly errors: readonly { readonly message: string; readonly line: number }[];
};

const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  readonly WebVTTParser: new () => { parse(text: string, mode?: string): ParsedVtt };
};

export function parsedVtt(text: string): ParsedVtt {
  return new WebVTTParser().parse(text);
}
