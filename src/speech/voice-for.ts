/** Which of a provider's voices is meant by the words of a caller. */
import { SpeechError } from './errors.ts';
import type { SpeakOptions, Voice } from './text-to-speech.ts';

/** The voice that was named; else the first that has the language (`en-GB`, then any `en`); else `standard`. */
export function voiceFor(provider: string, voices: readonly Voice[], { voice, language }: SpeakOptions, standard: string): Voice {
  if (voice !== undefined) {
    const named = voices.find(({ id }) => id === voice);
    if (named) return named;
    throw new SpeechError(
      'speech/unknown-voice',
      `${provider} has no voice ${JSON.stringify(voice)}; it has ${someOf(voices.map(({ id }) => id))}`,
    );
  }
  const spoken = language === undefined ? voices.find(({ id }) => id === standard) : inLanguage(voices, language, standard);
  if (spoken) return spoken;
  throw new SpeechError(
    'speech/unknown-voice',
    `${provider} has no voice for ${JSON.stringify(language ?? standard)}; it speaks ${someOf([...new Set(voices.map((each) => each.language))])}`,
  );
}

function inLanguage(voices: readonly Voice[], language: string, standard: string): Voice | undefined {
  const tag = language.toLowerCase();
  const [primary] = tag.split('-');
  const exact = voices.filter((voice) => voice.language.toLowerCase() === tag);
  const related = voices.filter((voice) => voice.language.toLowerCase().split('-')[0] === primary);
  return exact.find(({ id }) => id === standard) ?? exact[0] ?? related.find(({ id }) => id === standard) ?? related[0];
}

function someOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `${names.slice(0, 12).join(', ')}${names.length > 12 ? ' …' : ''}`;
}
