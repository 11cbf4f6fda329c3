/** One connection to Azure Speech, for one utterance: opened before it is needed, closed after it. */
import type * as Sdk from 'microsoft-cognitiveservices-speech-sdk';
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { SAMPLE_RATE } from '../../media/frame.ts';
import { SpeechError } from '../errors.ts';
import { azurePhrase, msOfTicks } from './azure-phrases.ts';
import { refusalOf } from './provider-host.ts';
import { eachPiece } from './read-sound.ts';
import type { ToldResults } from './told-results.ts';
import type { WarmStream } from './warm-streams.ts';

export type AzureSessionOptions = {
  readonly sdk: typeof Sdk;
  readonly clock: Clock;
  readonly config: Sdk.SpeechConfig;
  readonly language: string;
  readonly hints: readonly string[];
  /** Whom it speaks to, for people. */
  readonly who: string;
};

/** From the end of the sound on. */
const DONE_WITHIN_MS = 15_000;

export class AzureSession implements WarmStream {
  readonly #options: AzureSessionOptions;
  readonly #stream: Sdk.PushAudioInputStream;
  readonly #recognizer: Sdk.SpeechRecognizer;
  readonly #connection: Sdk.Connection;
  readonly #failed = new AbortController();
  #isUsed = false;
  #isClosed = false;

  constructor(options: AzureSessionOptions) {
    this.#options = options;
    const { sdk, config, hints } = options;
    this.#stream = sdk.AudioInputStream.createPushStream(sdk.AudioStreamFormat.getWaveFormatPCM(SAMPLE_RATE, 16, 1));
    this.#recognizer = new sdk.SpeechRecognizer(config, sdk.AudioConfig.fromStreamInput(this.#stream));
    if (hints.length > 0) sdk.PhraseListGrammar.fromRecognizer(this.#recognizer).addPhrases([...hints]);
    this.#connection = sdk.Connection.fromRecognizer(this.#recognizer);
    // The SDK would connect anew and go on; a broken connection is told at once, so that another provider can take over.
    this.#connection.disconnected = () => this.#fail(new SpeechError('speech/provider-failed', `${options.who} hung up`));
    this.#connection.openConnection(undefined, (error) => this.#fail(this.#errorOf(error)));
  }

  get isUsable(): boolean {
    return !this.#isUsed && !this.#isClosed && !this.#failed.signal.aborted;
  }

  /** Resolves when all of it was recognised. Once only; the session is closed after it. */
  async utterance(sound: AsyncIterable<Int16Array>, { results, signal }: Cancel & { readonly results: ToldResults }): Promise<void> {
    this.#isUsed = true;
    const { clock, who } = this.#options;
    const until = anyOf(this.#failed.signal, signal);
    let started: Promise<void> | undefined;
    const over = this.#listen(results);
    try {
      await eachPiece(
        sound,
        (samples) => {
          if (samples.length === 0) return;
          this.#stream.write(new Int16Array(samples).buffer);
          started ??= this.#start();
        },
        { signal: until },
      );
      if (!started) return;
      this.#stream.close();
      using _ = clock.after(DONE_WITHIN_MS, () =>
        this.#fail(new SpeechError('speech/provider-failed', `${who} did not say what it understood within ${String(DONE_WITHIN_MS)} ms`)),
      );
      await clock.hold(() => orAborted(over, until));
    } finally {
      this.close();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stream.close();
    this.#connection.disconnected = () => undefined;
    // It tells of a connection that it closes itself as of an error.
    this.#recognizer.close(undefined, () => undefined);
  }

  #start(): Promise<void> {
    return new Promise((resolve) =>
      this.#recognizer.startContinuousRecognitionAsync(resolve, (error) => {
        this.#fail(this.#errorOf(error));
        resolve();
      }),
    );
  }

  #listen(results: ToldResults): Promise<void> {
    const { sdk, language } = this.#options;
    const recognizer = this.#recognizer;
    recognizer.recognizing = (_, { result }) => {
      const text = result.text.trim();
      const startMs = msOfTicks(result.offset);
      if (text)
        results.tell({
          kind: 'interim',
          text,
          startMs,
          endMs: msOfTicks(result.offset + result.duration),
          language: result.language || language,
        });
    };
    recognizer.recognized = (_, { result }) => {
      if (result.reason !== sdk.ResultReason.RecognizedSpeech) return;
      try {
        const phrase = azurePhrase(result.json, language);
        if (phrase) results.tell(phrase);
      } catch (cause) {
        this.#fail(new SpeechError('speech/provider-failed', `${this.#options.who} said something that could not be read`, { cause }));
      }
    };
    return new Promise((resolve) => {
      recognizer.sessionStopped = () => resolve();
      recognizer.canceled = (_, { reason, errorCode, errorDetails }) => {
        if (reason === sdk.CancellationReason.EndOfStream) resolve();
        else this.#fail(this.#errorOf(errorDetails, errorCode));
      };
    });
  }

  #fail(error: SpeechError): void {
    this.#failed.abort(error);
  }

  #errorOf(said: string, code?: Sdk.CancellationErrorCode): SpeechError {
    const { sdk, who, clock } = this.#options;
    const codes = sdk.CancellationErrorCode;
    // A refused handshake is told of in words alone.
    const status = Number(/(?:response|status(?: ?code)?):? (\d{3})\b/iu.exec(said)?.[1]);
    const byCode: Partial<Record<number, number>> = {
      [codes.AuthenticationFailure]: 401,
      [codes.Forbidden]: 403,
      [codes.TooManyRequests]: 429,
      [codes.BadRequestParameters]: 400,
    };
    const known = status >= 400 ? status : byCode[code ?? -1];
    if (known !== undefined) return refusalOf(who, { status: known, said: said.trim().slice(0, 300), wallMs: clock.wallMs() });
    return new SpeechError('speech/provider-failed', `${who} could not be reached, or gave up: ${said.trim().slice(0, 300)}`);
  }
}
