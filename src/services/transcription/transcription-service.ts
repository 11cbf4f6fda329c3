/** Transcription of calls, for bots: who says what, as text, while it is said; shown, translated and kept as the bot wants it. */
import { setMaxListeners } from 'node:events';
import type { RecordingArchive } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import { makeRedactor } from '../../speech/redaction/redactor.ts';
import type { Transcribes } from '../../speech/transcriber/port.ts';
import { Transcriber } from '../../speech/transcriber/transcriber.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import type { TranscriptArchive } from '../../transcripts/port.ts';
import { TranscriptionError } from './errors.ts';
import { beginKeeping, type Keeping } from './keeping.ts';
import { LiveTranscription } from './live-transcription.ts';
import type { TranscribeOptions, Transcription } from './port.ts';
import { TimeLine } from './time-line.ts';
import type { CallRecording, TranscribedCall } from './transcribed-call.ts';
import { Translating } from './translating.ts';

export type TranscriptionServiceOptions = {
  /** What turns speech into text, in order of preference. */
  readonly providers: readonly SpeechToText[];
  /** In place of those: called once, when something is to be transcribed for the first time; the service ends it. */
  readonly makeTranscriber?: (() => Transcribes) | undefined;
  /** In order of preference; none, and nothing is translated. */
  readonly translators?: readonly Translator[] | undefined;
  /** Where transcripts are kept, and the entries that they belong to; absent, and `keep` is refused. */
  readonly transcripts?: Pick<TranscriptArchive, 'begin'> | undefined;
  readonly archive?: Pick<RecordingArchive, 'begin'> | undefined;
  readonly clock: Clock;
  /** For the ids of segments. */
  readonly random: Random;
  readonly log?: Log | undefined;
  /** What holds where a bot does not say otherwise. */
  readonly defaults?: Pick<TranscribeOptions, 'language' | 'hints' | 'glossary' | 'redact'> | undefined;
};

export class TranscriptionService implements AsyncDisposable {
  readonly #options: TranscriptionServiceOptions & { readonly log: Log };
  readonly #open = new Set<Transcription>();
  #transcriber: Transcribes | undefined;

  constructor(options: TranscriptionServiceOptions) {
    this.#options = { ...options, log: options.log ?? silentLog };
  }

  /** Those that go on. */
  get open(): readonly Transcription[] {
    return [...this.#open];
  }

  /** The one for all calls, so that one pool of recognisers serves them. */
  get transcriber(): Transcribes {
    this.#transcriber ??=
      this.#options.makeTranscriber?.() ?? new Transcriber({ ...this.#options, language: this.#options.defaults?.language });
    return this.#transcriber;
  }

  /**
   * Resolves when it has begun. Aborting calls that off; later it stops it. Rejects with a `TranscriptionError` (`transcription/nothing-keeps`,
   * `transcription/not-allowed`, `transcription/call-ended`) or with what the archive rejects with.
   */
  async transcribe(call: TranscribedCall, asked: TranscribeOptions = {}): Promise<Transcription> {
    const { clock, log, translators = [], defaults } = this.#options;
    const options = {
      ...asked,
      language: asked.language ?? defaults?.language,
      hints: asked.hints ?? defaults?.hints,
      glossary: asked.glossary ?? defaults?.glossary,
      redact: asked.redact ?? defaults?.redact,
    };
    const signal = options.signal ? AbortSignal.any([call.signal, options.signal]) : call.signal;
    setMaxListeners(0, signal);
    options.signal?.throwIfAborted();
    const recording = options.keep === true ? goingOn(call) : undefined;
    const keeping = options.keep === true ? await this.#keeping(call, options, { recording, signal }) : undefined;
    const { redact = {}, language, glossary } = options;
    const live: Transcription = new LiveTranscription({
      call,
      options,
      transcriber: this.transcriber,
      translating: new Translating({ translators, glossary, language, clock, log }),
      redactor: redact === false ? undefined : makeRedactor(redact),
      keeping,
      timeLine: new TimeLine(clock, recording),
      clock,
      log,
      signal,
      onOver: () => void this.#open.delete(live),
    });
    this.#open.add(live);
    return live;
  }

  /** Stops all that goes on, and waits until it is kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.open.map((each) => each.stop()));
    await this.#transcriber?.[Symbol.asyncDispose]();
  }

  async #keeping(
    call: TranscribedCall,
    { language, subject, signal: asked }: TranscribeOptions,
    { recording, signal }: { readonly recording: CallRecording | undefined; readonly signal: AbortSignal },
  ): Promise<Keeping> {
    const { archive, transcripts, log } = this.#options;
    if (!archive || !transcripts)
      throw new TranscriptionError(
        'transcription/nothing-keeps',
        'call.transcribe({ keep: true }) needs a place where transcripts are kept, and this house was opened without one; leave out keep, or give it a data folder',
      );
    try {
      return await beginKeeping({ call, recording, archive, transcripts, language, subject, signal, log });
    } catch (cause) {
      asked?.throwIfAborted();
      if (cause instanceof TranscriptionError || !call.signal.aborted) throw cause;
      throw new TranscriptionError('transcription/call-ended', 'the call was over before its transcript could begin', { cause });
    }
  }
}

/** The recording of that call to which a transcript may belong. */
function goingOn(call: TranscribedCall): CallRecording | undefined {
  const recording = call.recording();
  return recording && (recording.state === 'recording' || recording.state === 'paused') ? recording : undefined;
}
