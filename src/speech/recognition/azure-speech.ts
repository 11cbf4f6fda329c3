/** Recognises with Azure Speech, over Microsoft's own library, while somebody speaks: in the cloud, or in a container in your house. */
import type * as Sdk from 'microsoft-cognitiveservices-speech-sdk';
import type { Clock } from '../../base/clock.ts';
import { AzureSession } from './azure-session.ts';
import { optionalPackage, problemOf } from './optional-package.ts';
import { providerHost } from './provider-host.ts';
import type { RecogniseOptions, SpeechToText } from './speech-to-text.ts';
import { toldBy, type ToldResults } from './told-results.ts';
import { WarmStreams } from './warm-streams.ts';

export type AzureSpeechOptions = {
  readonly clock: Clock;
  /** A container may need none. */
  readonly key?: string | undefined;
  /** Such as `westeurope`; or `host`, where it is not the cloud's own: `ws://localhost:5000`. */
  readonly region?: string | undefined;
  readonly host?: string | undefined;
  /** Of a custom model. */
  readonly endpointId?: string | undefined;
  /** Recognised where nobody says a language. */
  readonly language?: string | undefined;
  readonly name?: string | undefined;
  readonly atOnce?: number | undefined;
};

const PACKAGE = 'microsoft-cognitiveservices-speech-sdk';
/** Said in full, as a connection that is opened ahead would otherwise be one for a single phrase. */
const CONVERSATION = '/speech/recognition/conversation/cognitiveservices/v1';
/** Connections that are opened ahead of the next utterance, and for how long they wait for one. */
const MOST_WARM = 4;
const IDLE_MS = 60_000;
/** A pause that ends a phrase. */
const SEGMENT_MS = '500';
/** Beyond that much the library sends at twice the speed of speech: what is said again to it after another failed goes out at once. */
const UNTHROTTLED_MS = '60000';

/** While an utterance is recognised the connection for the next is opened already; disposing of it closes what waits. */
export function azureSpeech(options: AzureSpeechOptions): SpeechToText & AsyncDisposable {
  const { clock, key, region, endpointId, name = 'azure', atOnce = 20 } = options;
  if ((region === undefined) === (options.host === undefined)) throw new TypeError('Azure Speech needs a region or a host, one of both');
  const host = new URL(options.host ?? `wss://${region ?? ''}.stt.speech.microsoft.com`);
  const who = `${name} at ${host.host}`;
  const warm = new WarmStreams<AzureSession>({ clock, limit: MOST_WARM, idleMs: IDLE_MS });
  const library = (): Promise<typeof Sdk> => optionalPackage(PACKAGE, async () => await import('microsoft-cognitiveservices-speech-sdk'));
  const configOf = (sdk: typeof Sdk, language: string): Sdk.SpeechConfig => {
    const config = sdk.SpeechConfig.fromEndpoint(new URL(CONVERSATION, host), key);
    config.speechRecognitionLanguage = language;
    config.outputFormat = sdk.OutputFormat.Detailed;
    config.requestWordLevelTimestamps();
    config.setProperty(sdk.PropertyId.Speech_SegmentationSilenceTimeoutMs, SEGMENT_MS);
    config.setProperty('SPEECH-Error-MaxRetryCount', '0');
    config.setProperty('SPEECH-TransmitLengthBeforThrottleMs', UNTHROTTLED_MS);
    if (endpointId !== undefined) config.endpointId = endpointId;
    return config;
  };
  return {
    name,
    ...providerHost(host),
    languages: 'any',
    gives: { interims: true, words: true, confidence: true },
    atOnce,
    missing: () => problemOf(library()),
    recognise(sound, { language = options.language ?? 'en-US', hints = [], signal }: RecogniseOptions = {}) {
      const kind = JSON.stringify([language, hints]);
      const work = async (results: ToldResults, until: AbortSignal): Promise<void> => {
        const sdk = await clock.hold(library);
        // Nothing goes out but the speech.
        sdk.Recognizer.enableTelemetry(false);
        const session = (): AzureSession => new AzureSession({ sdk, clock, config: configOf(sdk, language), language, hints, who });
        const now = warm.take(kind) ?? session();
        await now.utterance(sound, { results, signal: until });
        if (warm.hasRoom) warm.keep(kind, session());
      };
      return toldBy(work, { signal });
    },
    async [Symbol.asyncDispose]() {
      warm[Symbol.dispose]();
    },
  };
}
