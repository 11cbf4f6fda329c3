/** Who turns speech into text or translates it, and whether what is said leaves this machine for it. */
import type { LineLanguages, SpeechProvider } from '../../../src/wire/live/page-event.ts';

export type ProviderWords = { readonly words: string; readonly leaves: boolean };

/** "On this machine, by pocketsphinx"; "Sound is sent to api.openai.com". */
export function transcriberWords({ name, leavesMachine, sendsTo }: SpeechProvider): ProviderWords {
  return leavesMachine
    ? { words: `Sound is sent to ${sendsTo ?? name}`, leaves: true }
    : { words: `On this machine, by ${name}`, leaves: false };
}

/** "Translated on this machine, by apertium"; "Text is sent to api.openai.com to be translated". */
export function translatorWords({ name, leavesMachine, sendsTo }: SpeechProvider): ProviderWords {
  return leavesMachine
    ? { words: `Text is sent to ${sendsTo ?? name} to be translated`, leaves: true }
    : { words: `Translated on this machine, by ${name}`, leaves: false };
}

/** All that one is to know who reads captions in this language, the worst first. */
export function captionNotes(languages: LineLanguages, language: string | undefined): readonly ProviderWords[] {
  const { transcriber, translator, by } = languages;
  const notes =
    transcriber === undefined ? (by === undefined ? [] : [{ words: `By ${by}`, leaves: false }]) : [transcriberWords(transcriber)];
  const all = language === undefined || translator === undefined ? notes : [...notes, translatorWords(translator)];
  return all.toSorted((a, b) => Number(b.leaves) - Number(a.leaves));
}
