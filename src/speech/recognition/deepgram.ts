/**
 * Recognises with Deepgram, while somebody speaks. Over its WebSocket directly: of its SDK one would use a wrapper around the same socket, which
 * connects anew by itself and so would lose what was said meanwhile; here a broken connection is told at once, and another provider takes over.
 */
import type { Clock } from '../../base/clock.ts';
import { DeepgramStream } from './deepgram-stream.ts';
import { providerHost } from './provider-host.ts';
import type { RecogniseOptions, SpeechToText } from './speech-to-text.ts';
import { toldBy, type ToldResults } from './told-results.ts';
import { WarmStreams } from './warm-streams.ts';

export type DeepgramOptions = {
  readonly clock: Clock;
  readonly apiKey: string;
  readonly model?: string | undefined;
  /** Asked for where nobody says a language; `multi` lets it find out among several. */
  readonly language?: string | undefined;
  /** Another host than Deepgram's own, such as its EU one or one in your own house: `wss://…`. */
  readonly baseUrl?: string | undefined;
  readonly name?: string | undefined;
  readonly atOnce?: number | undefined;
};

/** After that long without an utterance a connection is given up. */
const IDLE_MS = 60_000;
/** A pause that ends a sentence. */
const ENDPOINTING_MS = '300';
const MOST_HINTS = 100;

/** Connections stay open between utterances, as many as spoke at once; disposing of it closes them. */
export function deepgram(options: DeepgramOptions): SpeechToText & AsyncDisposable {
  const { clock, apiKey, model = 'nova-3', baseUrl = 'wss://api.deepgram.com', name = 'deepgram', atOnce = 50 } = options;
  const base = new URL(baseUrl);
  const warm = new WarmStreams<DeepgramStream>({ clock, limit: atOnce, idleMs: IDLE_MS });
  const urlFor = (language: string | undefined, hints: readonly string[]): URL => {
    const url = new URL('/v1/listen', base);
    const wanted = { model, encoding: 'linear16', sample_rate: '16000', channels: '1', interim_results: 'true', smart_format: 'true' };
    for (const [key, value] of Object.entries({ ...wanted, endpointing: ENDPOINTING_MS })) url.searchParams.set(key, value);
    if (language !== undefined) url.searchParams.set('language', language);
    // Nova-3 takes key terms, models before it keywords.
    for (const hint of hints.slice(0, MOST_HINTS)) url.searchParams.append(model.startsWith('nova-3') ? 'keyterm' : 'keywords', hint);
    return url;
  };
  return {
    name,
    ...providerHost(base),
    languages: 'any',
    gives: { interims: true, words: true, confidence: true },
    atOnce,
    missing: async () => undefined,
    recognise(sound, { language = options.language, hints = [], signal }: RecogniseOptions = {}) {
      const url = urlFor(language, hints);
      const work = async (results: ToldResults, until: AbortSignal): Promise<void> => {
        const stream = warm.take(url.href) ?? new DeepgramStream({ clock, url, apiKey, name });
        await stream.utterance(sound, { results, language, signal: until });
        warm.keep(url.href, stream);
      };
      return toldBy(work, { signal });
    },
    async [Symbol.asyncDispose]() {
      warm[Symbol.dispose]();
    },
  };
}
