/**
 * A transcription that goes on: follows who is there, shows what is said as captions, has it translated as people ask for it, and keeps what may
 * be kept. What is to be taken out of it is taken out before anything else sees it.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { LanguageWants } from '../../call/media.ts';
import { OTHER_SIDE } from '../../call/roster.ts';
import { LiveRedaction } from '../../speech/redaction/live-redaction.ts';
import type { Redactor } from '../../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import type { Transcribes, TranscriberLoad, TranscribingProvider } from '../../speech/transcriber/port.ts';
import type { Glossary } from '../../speech/translation/translator.ts';
import { Captioning } from './captioning.ts';
import { checkLanguage } from './check-options.ts';
import { Ears } from './ears.ts';
import type { Keeping } from './keeping.ts';
import { Offering } from './offering.ts';
import type { TranscribeOptions, Transcription, TranscriptionFacts } from './port.ts';
import { SaidSoFar } from './said-so-far.ts';
import type { TimeLine } from './time-line.ts';
import type { TranscribedCall } from './transcribed-call.ts';
import type { Translating } from './translating.ts';
import type { Voice } from './voices.ts';

export type LiveTranscriptionOptions = {
  readonly call: TranscribedCall;
  readonly options: TranscribeOptions;
  readonly transcriber: Pick<Transcribes, 'open' | 'facts' | 'load' | 'provider'>;
  readonly translating: Translating;
  readonly redactor: Redactor | undefined;
  readonly keeping: Keeping | undefined;
  readonly timeLine: TimeLine;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: Log;
  /** Stops it: the call is over, or the bot wants no more. */
  readonly signal: AbortSignal;
  readonly onOver: () => void;
};

export class LiveTranscription implements Transcription {
  readonly #options: LiveTranscriptionOptions;
  readonly #facts: Facts<TranscriptionFacts>;
  readonly #done = new AbortController();
  readonly #said = new SaidSoFar();
  readonly #ears: Ears;
  readonly #captions: Captioning | undefined;
  readonly #redaction: LiveRedaction;
  readonly #offering: Offering;
  #isPaused = false;
  #stopping: Promise<void> | undefined;
  /** As the carrier calls whoever speaks, where it tells no roster. */
  #otherSide = '';

  constructor(options: LiveTranscriptionOptions) {
    const { call, options: wanted, transcriber, translating, timeLine, log } = options;
    this.#options = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of a transcription threw', { error }) });
    this.#captions = wanted.captions === false ? undefined : new Captioning({ ...options, media: call.media });
    const nowMs = (): number => timeLine.nowMs;
    this.#redaction = new LiveRedaction({ ...options, nowMs, onSettled: (segments) => this.#settled(segments) });
    this.#offering = new Offering({ call, wanted, transcriber, translating });
    const { language, hints, ownVoice = false } = wanted;
    this.#ears = new Ears({
      call,
      transcriber,
      timeLine,
      ownVoice,
      language,
      hints,
      log,
      onUtterance: (voice, atMs) => options.keeping?.utterance(voice, atMs),
      onSegment: (voice, segment) => this.#heard(voice, segment),
    });
  }

  /** Throws what a carrier or a recogniser throws: `abandon` then. */
  begin(): void {
    const { translating, signal } = this.#options;
    translating.begin((translated) => this.#translated(translated));
    this.#follow(signal);
    this.#look();
    this.#offering.begin();
  }

  /** It could not begin: nobody listens any more, and nothing more comes of it. Never rejects. */
  async abandon(): Promise<void> {
    const { call, translating } = this.#options;
    this.#done.abort();
    this.#offering.abandon();
    await Promise.allSettled([this.#ears.end(call.signal.aborted), translating.end()]);
    this.#redaction[Symbol.dispose]();
    this.#said.end();
  }

  get recordingId(): string | undefined {
    return this.#options.keeping?.recordingId;
  }

  get facts(): FactSource<TranscriptionFacts> {
    return this.#facts;
  }

  get segments(): readonly Segment[] {
    return this.#said.segments;
  }

  get provider(): TranscribingProvider {
    return this.#options.transcriber.provider;
  }

  get load(): TranscriberLoad {
    return this.#options.transcriber.load;
  }

  get languages(): readonly string[] {
    return this.#options.translating.languages;
  }

  get wants(): LanguageWants | undefined {
    return this.#options.call.media.wants;
  }

  translateInto(language: string): Disposable {
    checkLanguage('transcription.translateInto()', language);
    return this.#offering.hold(language);
  }

  useGlossary(glossary: Glossary): void {
    this.#options.translating.useGlossary(glossary);
  }

  pause(): void {
    this.#isPaused = true;
    this.#look();
  }

  resume(): void {
    this.#isPaused = false;
    this.#look();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  [Symbol.asyncIterator](): AsyncIterator<Segment, undefined> {
    return this.#said.read();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #follow(signal: AbortSignal): void {
    const { call, transcriber, timeLine, log } = this.#options;
    const own = { signal: this.#done.signal };
    setMaxListeners(0, signal, own.signal);
    const look = (): void => this.#look();
    for (const name of ['participantJoined', 'participantLeft', 'participantChanged'] as const) call.facts.on(name, look, own);
    call.facts.on('speakingChanged', ({ participantIds: [first] }) => (this.#otherSide = first ?? this.#otherSide), own);
    call.facts.on('wantsChanged', (changed) => this.#facts.tell('wantsChanged', changed), own);
    call.facts.on('mediaLost', () => timeLine.lost(), own);
    call.facts.on(
      'mediaBack',
      () => {
        timeLine.lost();
        this.#look();
      },
      own,
    );
    transcriber.facts.on('providerChanged', (changed) => this.#facts.tell('providerChanged', changed), own);
    const stop = (): void => {
      this.stop().catch((error: unknown) => log.error('a transcription could not be brought to its end', { error }));
    };
    signal.addEventListener('abort', stop, { signal: own.signal, once: true });
    if (signal.aborted) stop();
  }

  #look(): void {
    this.#ears.look(this.#isPaused);
  }

  async #stop(): Promise<void> {
    const { call, keeping, translating, onOver } = this.#options;
    try {
      await this.#ears.end(call.signal.aborted);
      this.#redaction.settleAll();
      await translating.end();
      this.#captions?.end();
      this.#offering.end();
      await keeping?.end(call.signal.aborted ? 'the call is over' : 'the bot has stopped it');
    } finally {
      this.#redaction[Symbol.dispose]();
      this.#said.end();
      this.#done.abort();
      onOver();
    }
  }

  #heard(voice: Voice, segment: Segment): void {
    for (const shown of this.#redaction.take(segment)) this.#show(shown, voice);
  }

  /** The voice is that of whoever speaks now; an earlier segment of which more is known has its own. */
  #show(segment: Segment, now?: Voice): void {
    const voice = this.#said.voiceOf(segment.segmentId) ?? now;
    if (!voice) return;
    this.#said.take(segment, voice);
    this.#options.keeping?.write(voice, segment);
    // Before the gap that is shown to all: its translation has no text.
    this.#options.translating.take(segment);
    this.#captions?.show(segment, this.#captioned(voice));
    this.#facts.tell('segment', { segment });
  }

  #translated(translated: TranslatedSegment): void {
    const voice = this.#said.voiceOf(translated.segmentId);
    if (voice) this.#captions?.translated(translated, this.#captioned(voice));
    if (translated.isFinal) this.#options.keeping?.writeTranslation(translated);
    this.#facts.tell('translated', { translated });
  }

  #settled(segments: readonly Segment[]): void {
    for (const segment of segments) this.#show(segment);
    this.#options.keeping?.writeSpans(this.#redaction.spans);
  }

  /** Undefined for what the bot itself says; empty where nobody knows. */
  #captioned({ from, participantId = '' }: Voice): string | undefined {
    if (from === 'self') return undefined;
    return participantId === OTHER_SIDE ? this.#otherSide : participantId;
  }
}
