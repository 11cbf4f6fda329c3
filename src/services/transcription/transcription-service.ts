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
import { checkOptions } from './check-options.ts';
import { callEnded, TranscriptionError } from './errors.ts';
import { beginKeeping, type Keeping } from './keeping.ts';
import { LiveTranscription, type LiveTranscriptionOptions } from './live-transcription.ts';
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

type Beginning = Pick<LiveTranscriptionOptions, 'call' | 'options' | 'redactor' | 'keeping' | 'signal'> & {
  readonly recording: CallRecording | undefined;
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
   * Resolves when it has begun. Aborting calls that off; later it stops it. Rejects with a `TranscriptionError` (`transcription/bad-option`,
   * `transcription/call-ended`, `transcription/nothing-keeps`, `transcription/not-allowed`) or with what the archive rejects with; nothing stays then.
   */
  async transcribe(call: TranscribedCall, wanted: TranscribeOptions = {}): Promise<Transcription> {
    const asked = checkOptions(wanted);
    const { defaults } = this.#options;
    const options = {
      ...asked,
      language: asked.language ?? defaults?.language,
      hints: asked.hints ?? defaults?.hints,
      glossary: asked.glossary ?? defaults?.glossary,
      redact: asked.redact ?? defaults?.redact,
    };
    const signal = options.signal ? AbortSignal.any([call.signal, options.signal]) : call.signal;
    setMaxListeners(0, signal);
    checkGoesOn(call, options);
    const { redact = {} } = options;
    const redactor = redact === false ? undefined : makeRedactor(redact);
    const recording = options.keep === true ? goingOn(call) : undefined;
    const keeping = options.keep === true ? await this.#keeping(call, options, { recording, signal }) : undefined;
    let live: LiveTranscription | undefined;
    try {
      checkGoesOn(call, options);
      live = this.#make({ call, options, redactor, keeping, recording, signal });
      live.begin();
      return live;
    } catch (error) {
      await this.#undo(live, keeping);
      throw error;
    }
  }

  /** Stops all that goes on, and waits until it is kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.open.map((each) => each.stop()));
    await this.#transcriber?.[Symbol.asyncDispose]();
  }

  #make({ recording, ...about }: Beginning): LiveTranscription {
    const { clock, log, translators = [] } = this.#options;
    const { glossary, language } = about.options;
    const live: LiveTranscription = new LiveTranscription({
      ...about,
      transcriber: this.transcriber,
      translating: new Translating({ translators, glossary, language, clock, log }),
      timeLine: new TimeLine(clock, recording),
      clock,
      log,
      onOver: () => void this.#open.delete(live),
    });
    this.#open.add(live);
    return live;
  }

  /** What it failed for is told, not what fails while it is undone. */
  async #undo(live: LiveTranscription | undefined, keeping: Keeping | undefined): Promise<void> {
    await live?.abandon();
    if (live) this.#open.delete(live);
    await keeping?.discard().catch((error: unknown) => {
      this.#options.log.error('what is left of a transcript could not be discarded', { recordingId: keeping.recordingId, error });
    });
  }

  async #keeping(
    call: TranscribedCall,
    { language, subject, redact, signal: asked }: TranscribeOptions,
    { recording, signal }: { readonly recording: CallRecording | undefined; readonly signal: AbortSignal },
  ): Promise<Keeping> {
    const { archive, transcripts, log } = this.#options;
    if (!archive || !transcripts)
      throw new TranscriptionError(
        'transcription/nothing-keeps',
        'call.transcribe({ keep: true }) needs a place where transcripts are kept, and this house was opened without one; leave out keep, or give it a data folder',
      );
    try {
      return await beginKeeping({ call, recording, archive, transcripts, language, subject, redact, signal, log });
    } catch (cause) {
      asked?.throwIfAborted();
      if (cause instanceof TranscriptionError || !call.signal.aborted) throw cause;
      throw callEnded(cause);
    }
  }
}

function checkGoesOn(call: TranscribedCall, { signal }: TranscribeOptions): void {
  signal?.throwIfAborted();
  if (call.signal.aborted) throw callEnded(call.signal.reason);
}

/** The recording of that call to which a transcript may belong. */
function goingOn(call: TranscribedCall): CallRecording | undefined {
  const recording = call.recording();
  return recording && (recording.state === 'recording' || recording.state === 'paused') ? recording : undefined;
}
