/** Keeps transcripts, each with the entry of the archive that it belongs to, sealed with that entry's key and gone with it. */
import { unknownRecording } from '../archive/errors.ts';
import type { KeptRecording, Viewer } from '../archive/port.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { Scope } from '../base/scope.ts';
import type { RedactedSpan } from '../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../speech/segment.ts';
import { BeingWritten } from './being-written.ts';
import { corrected } from './corrected.ts';
import { noSegment, noSpeaker, noTranscript, TranscriptError } from './errors.ts';
import { exported } from './exports/exported.ts';
import type {
  ExportFormat,
  KeptTranscript,
  OpenTranscript,
  TranscriptAbout,
  TranscriptArchive,
  TranscriptFacts,
  TranscriptHit,
  TranscriptQuery,
} from './port.ts';
import type { PassRegister } from './pass-register.ts';
import { redactedCorrection, redactedName } from './redacted-correction.ts';
import { Register } from './register.ts';
import { Retranslating } from './retranslating.ts';
import type { IndexKeeper } from './search/index-keeper.ts';
import { searchOver } from './search/search-over.ts';
import type { TranscriptSearch } from './search/transcript-search.ts';
import type { TranscriptItem } from './transcript-item.ts';
import { streamOf, type TranscriptsOptions } from './transcripts-options.ts';
import { Volume, type VolumeOptions } from './volume.ts';
import { Volumes } from './volumes.ts';

/** What the archive seals for us. */
const PURPOSE = 'transcript';

export class Transcripts implements TranscriptArchive {
  readonly #options: TranscriptsOptions;
  readonly #register: Register;
  readonly #facts: Facts<TranscriptFacts>;
  readonly #volumes: Volumes;
  readonly #scope = new Scope();
  readonly #keeper: IndexKeeper | undefined;
  readonly #search: TranscriptSearch;
  readonly #retranslating: Retranslating | undefined;

  /** Reads which there are; one that was being made when the program stopped is done. Rejects as the stores do. */
  static async open(options: TranscriptsOptions): Promise<Transcripts> {
    const { facts, tenantId, which, clock, archive } = options;
    const register = await Register.open({ facts, clock, stream: { tenant: tenantId, stream: `transcripts-${which}` } });
    const interrupted = new Set<string>();
    for (const recordingId of register.recordingIds()) {
      if (archive.standingOf(recordingId) === 'gone') await register.put(recordingId, 'erased');
      else if (register.stateOf(recordingId) === 'open') {
        interrupted.add(recordingId);
        await register.put(recordingId, 'done');
      }
    }
    return new Transcripts(options, register, interrupted);
  }

  private constructor(options: TranscriptsOptions, register: Register, interrupted: ReadonlySet<string>) {
    const { archive, clock, log, translate } = options;
    this.#options = options;
    this.#register = register;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the transcripts failed', { error: String(error) }) });
    this.#volumes = new Volumes({ clock, load: (recordingId) => this.#load(recordingId) });
    const { keeper, search } = searchOver({ ...options, volumes: this.#volumes, scope: this.#scope, interrupted, recordingIds: () => register.recordingIds() }); // prettier-ignore
    this.#keeper = keeper;
    this.#search = search;
    this.#retranslating = translate && new Retranslating({
      translate,
      log,
      scope: this.#scope,
      reading: (recordingId, work) => (this.has(recordingId) ? this.#changing(recordingId, ({ said }) => work(said)) : Promise.resolve()),
      onTranslated: (recordingId, translated) => this.addTranslation(recordingId, translated),
    }); // prettier-ignore
    // Reading it rids it of what redaction took out late.
    for (const recordingId of interrupted)
      this.#scope.run(() => this.#volumes.get(recordingId).then(() => undefined), (error) => log.warn('a transcript that was cut off cannot be read', { recordingId, error: String(error) })); // prettier-ignore
    archive.facts.on('recordingErased', ({ recordingId }) => this.#erased(recordingId), { signal: this.#scope.signal });
  }

  get facts(): FactSource<TranscriptFacts> {
    return this.#facts;
  }

  /** How second passes stand, for whoever makes them. */
  get passes(): PassRegister {
    return this.#register.passes;
  }

  /** One that there is already is gone on with; it is done when nobody writes to it any more. */
  async begin({ recordingId, language, madeBy, redact }: TranscriptAbout): Promise<OpenTranscript> {
    this.#checkOpen();
    if (this.#options.archive.standingOf(recordingId) !== 'kept') throw unknownRecording(recordingId);
    const volume = await this.#volumes.get(recordingId);
    volume.writers++;
    try {
      if (this.#register.stateOf(recordingId) !== 'open')
        await this.#register.put(recordingId, 'open', { secondPass: this.#options.isLookedAtAgain === true });
      if (volume.sequence === 0) this.#keeper?.began(recordingId);
      await volume.commit([{ kind: 'begun', about: { language, madeBy, redact } }]);
    } catch (error) {
      volume.writers--;
      throw error;
    }
    return new BeingWritten({
      recordingId,
      volume,
      onSegment: (segment) => this.#facts.tell('segment', { recordingId, segment }),
      onTranslated: (translated) => this.#facts.tell('translated', { recordingId, translated }),
      onFinished: () => this.#finished(recordingId, volume),
    });
  }

  has(recordingId: string): boolean {
    return this.#register.stateOf(recordingId) !== undefined && this.#options.archive.standingOf(recordingId) === 'kept';
  }

  async get(viewer: Viewer, recordingId: string): Promise<KeptTranscript | undefined> {
    const { startedMs } = await this.#admit(viewer, recordingId);
    const state = this.#register.stateOf(recordingId);
    if (!state) return undefined;
    const { said } = await this.#volumes.get(recordingId);
    return {
      ...said.about,
      recordingId,
      state,
      startedMs,
      durationMs: said.durationMs,
      speakers: said.speakers(),
      segments: said.segments(),
      translations: said.languages,
    };
  }

  async translation(viewer: Viewer, recordingId: string, language: string): Promise<readonly TranslatedSegment[]> {
    await this.#admit(viewer, recordingId);
    return (await this.#volumeOf(recordingId)).said.translation(language);
  }

  async revisions(viewer: Viewer, recordingId: string, segmentId: string): Promise<readonly Segment[]> {
    await this.#admit(viewer, recordingId);
    const revisions = (await this.#volumeOf(recordingId)).said.revisions(segmentId);
    if (revisions.length === 0) throw noSegment(recordingId, segmentId);
    return revisions;
  }

  async search(
    viewer: Viewer,
    query: TranscriptQuery,
  ): Promise<{ readonly hits: readonly TranscriptHit[]; readonly next?: string | undefined }> {
    this.#checkOpen();
    return this.#search.search(viewer, query);
  }

  async export(
    viewer: Viewer,
    recordingId: string,
    format: ExportFormat,
    { language }: { readonly language?: string | undefined } = {},
  ): Promise<{ readonly mime: string; readonly text: string }> {
    const transcript = await this.get(viewer, recordingId);
    const { said } = await this.#volumeOf(recordingId);
    if (!transcript) throw noTranscript(recordingId);
    if (language !== undefined && !said.languages.includes(language))
      throw new TranscriptError('transcripts/no-translation', `the transcript of ${recordingId} is not translated into ${language.slice(0, 40)}`); // prettier-ignore
    const { archive } = this.#options;
    await archive.note(viewer, recordingId, 'exportedTranscript', language === undefined ? format : `${format}, ${language}`);
    const { subject } = await archive.get(viewer, recordingId);
    return exported(transcript, format, {
      subject,
      other: language === undefined ? undefined : { language, translated: said.translation(language) },
      translationInto: (into) => said.translation(into),
    });
  }

  async correct(viewer: Viewer, recordingId: string, segmentId: string, text: string): Promise<Segment> {
    await this.#admit(viewer, recordingId);
    const { archive } = this.#options;
    return this.#changing(recordingId, async (volume) => {
      const before = volume.said.latest(segmentId);
      if (!before) throw noSegment(recordingId, segmentId);
      const isTheirs = viewer.kind === 'person' && viewer.id !== '' && before.speaker.speakerId === viewer.id;
      if (!isTheirs && !archive.standing(viewer, recordingId).mayRename)
        throw new TranscriptError('transcripts/not-allowed', 'a transcript is corrected by whoever may rename its recording, and by whoever said it'); // prettier-ignore
      const typed = corrected(before, text, viewer);
      if (typed === before) return before;
      const { segment, others, spans } = redactedCorrection(typed, volume.said, this.#options.redact);
      if (segment.text === before.text && before.state !== 'unheard') return before;
      await archive.note(viewer, recordingId, 'corrected', segmentId);
      const all = [segment, ...others];
      await volume.commit([...all.map((each) => ({ kind: 'segment', segment: each }) as const), ...spans.map((span) => ({ kind: 'redacted', span }) as const)]); // prettier-ignore
      for (const each of all) this.#facts.tell('segment', { recordingId, segment: each });
      this.#retranslating?.changed(recordingId, all.map((each) => each.segmentId)); // prettier-ignore
      return segment;
    });
  }

  async renameSpeaker(viewer: Viewer, recordingId: string, speakerId: string, typed: string): Promise<void> {
    if (typed.trim() === '') throw new TypeError('a speaker is called something: the name is empty');
    await this.#admit(viewer, recordingId);
    const { archive } = this.#options;
    await this.#changing(recordingId, async (volume) => {
      if (!archive.standing(viewer, recordingId).mayRename)
        throw new TranscriptError('transcripts/not-allowed', 'speakers are named by whoever may rename the recording');
      if (!volume.said.hasSpeaker(speakerId)) throw noSpeaker(recordingId, speakerId);
      const name = redactedName(typed, volume.said, this.#options.redact);
      await archive.note(viewer, recordingId, 'namedSpeaker', name);
      await volume.commit([{ kind: 'speakerRenamed', speakerId, name }]);
      this.#facts.tell('speakerRenamed', { recordingId, speakerId, name });
    });
  }

  async revise(recordingId: string, segments: readonly Segment[]): Promise<void> {
    await this.#add(recordingId, segments.filter(({ state }) => state !== 'interim').map((segment) => ({ kind: 'segment', segment }))); // prettier-ignore
    const { said } = await this.#volumes.get(recordingId);
    for (const segment of segments) this.#facts.tell('segment', { recordingId, segment: said.latest(segment.segmentId) ?? segment });
    this.#retranslating?.changed(recordingId, segments.map(({ segmentId }) => segmentId)); // prettier-ignore
  }

  async addTranslation(recordingId: string, translated: readonly TranslatedSegment[]): Promise<void> {
    await this.#add(recordingId, translated.map((each) => ({ kind: 'translated', translated: each }))); // prettier-ignore
    for (const each of translated) this.#facts.tell('translated', { recordingId, translated: each });
  }

  async redactedSpans(viewer: Viewer, recordingId: string): Promise<readonly RedactedSpan[]> {
    await this.#admit(viewer, recordingId);
    return (await this.#volumeOf(recordingId)).said.spans;
  }

  /** What is being made stays as it is on disk, and is done at the next start. The stores are their owner's to close. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#volumes.loaded()].map((volume) => volume.flush()));
    await this.#scope.end();
    await this.#keeper?.close();
  }

  async #admit(viewer: Viewer, recordingId: string): Promise<KeptRecording> {
    this.#checkOpen();
    return this.#options.archive.get(viewer, recordingId);
  }

  async #volumeOf(recordingId: string): Promise<Volume> {
    if (!this.has(recordingId)) throw noTranscript(recordingId);
    return this.#volumes.get(recordingId);
  }

  /** It is not forgotten and read anew meanwhile. */
  async #changing<T>(recordingId: string, work: (volume: Volume) => Promise<T>): Promise<T> {
    const volume = await this.#volumeOf(recordingId);
    volume.changers++;
    try {
      return await work(volume);
    } finally {
      volume.changers--;
    }
  }

  async #add(recordingId: string, items: readonly TranscriptItem[]): Promise<void> {
    this.#checkOpen();
    if (items.length > 0) await this.#changing(recordingId, (volume) => volume.commit(items));
  }

  async #finished(recordingId: string, volume: Volume): Promise<void> {
    if (volume.writers > 0 || !this.has(recordingId)) return;
    // Before it is done: what a kill cuts off is made up for at the next start.
    await volume.forget();
    if (volume.writers > 0 || !this.has(recordingId)) return;
    await this.#register.put(recordingId, 'done');
    this.#facts.tell('done', { recordingId });
  }

  async #load(recordingId: string): Promise<Volume> {
    const { archive, facts, tenantId, clock, log } = this.#options;
    const seal = await archive.sealOf(recordingId, PURPOSE);
    const onWritten: VolumeOptions['onWritten'] = (volume, segmentIds, how) => this.#keeper?.written(volume, recordingId, segmentIds, how);
    return Volume.load({ recordingId, facts, key: streamOf(tenantId, recordingId), seal, clock, log, onWritten });
  }

  #erased(recordingId: string): void {
    const isKnown = this.#register.stateOf(recordingId) !== undefined;
    this.#volumes.drop(recordingId);
    this.#keeper?.dropped(recordingId);
    if (!isKnown) return;
    this.#scope.run(
      () => this.#register.put(recordingId, 'erased'),
      (error) => this.#options.log.warn('the end of a transcript is not on record; it is tried again at the next start', { recordingId, error: String(error) }), // prettier-ignore
    );
  }

  #checkOpen(): void {
    if (this.#scope.signal.aborted) throw new TranscriptError('transcripts/closed', 'the archive of transcripts has been closed');
  }
}
