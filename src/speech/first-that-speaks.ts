/** Several providers as one: the first that has the language speaks, and where it fails the next goes on from that sentence. */
import type { Log } from '../base/log.ts';
import { SpeechError } from './errors.ts';
import { plainText } from './plain-text.ts';
import type { SpeakOptions, TextToSpeech, Voice } from './text-to-speech.ts';

/** At least one provider. The sentence in which one failed is said again from its beginning. */
export function firstThatSpeaks(providers: readonly TextToSpeech[], { log }: { readonly log: Log }): TextToSpeech {
  if (providers.length === 0) throw new TypeError('firstThatSpeaks needs at least one provider');
  return {
    name: providers.map(({ name }) => name).join('+'),
    leavesMachine: providers.some(({ leavesMachine }) => leavesMachine),
    voices: () => allVoices(providers),
    async *speak(text, options = {}) {
      let rest = plainText(text);
      let hadVoice = false;
      const failures: unknown[] = [];
      for (const provider of providers) {
        options.signal?.throwIfAborted();
        try {
          yield* provider.speak(rest, hadVoice ? await adapted(provider, options) : options);
          return;
        } catch (error) {
          options.signal?.throwIfAborted();
          failures.push(error);
          if (isUnknownVoice(error)) continue;
          hadVoice = true;
          if (error instanceof SpeechError) rest = error.rest ?? rest;
          log.warn('a provider of speech failed', { provider: provider.name, error: said(error) });
        }
      }
      throw failed(failures, providers, rest);
    },
  };
}

/** The provider that had the voice has failed. A voice of one provider means nothing to the next, which then speaks in its own. */
async function adapted(provider: TextToSpeech, options: SpeakOptions): Promise<SpeakOptions> {
  const { voice, ...others } = options;
  const voices = await provider.voices().catch(() => []);
  return voices.some(({ id }) => id === voice) ? options : others;
}

async function allVoices(providers: readonly TextToSpeech[]): Promise<readonly Voice[]> {
  const lists = await Promise.all(providers.map((provider) => provider.voices().catch(() => [])));
  const voices = new Map<string, Voice>();
  for (const voice of lists.flat()) if (!voices.has(voice.id)) voices.set(voice.id, voice);
  return [...voices.values()];
}

function failed(failures: readonly unknown[], providers: readonly TextToSpeech[], rest: string): unknown {
  if (failures.length === 1) return failures[0];
  const each = providers.map(({ name }, index) => `${name}: ${said(failures[index])}`).join('; ');
  if (failures.every(isUnknownVoice))
    return new SpeechError('speech/unknown-voice', `no provider of speech has that voice (${each})`, { rest });
  return new SpeechError('speech/provider-failed', `none of the providers of speech could speak (${each})`, {
    cause: failures.at(-1),
    rest,
  });
}

function isUnknownVoice(error: unknown): boolean {
  return error instanceof SpeechError && error.code === 'speech/unknown-voice';
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
