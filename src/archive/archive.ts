/** Keeps recordings, from before their first byte to the proof that they are gone: the port's own implementation, put together of its parts. */
import { join } from 'node:path';
import { Facts, type FactSource } from '../base/facts.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import type { FileContent, FileFormat, FileSummary, Waveform } from '../media/files/recording-file.ts';
import type { VoiceFrame } from '../media/files/voice-frames.ts';
import type { AuditLog } from '../store/audit-log.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { diskBlobStore } from '../store/disk-blob-store.ts';
import type { FactLog } from '../store/fact-log.ts';
import type { KeyVault } from '../store/key-vault.ts';
import { may, standingOf } from './access.ts';
import { Admission } from './admission.ts';
import { Begun } from './begun.ts';
import { Custody } from './custody.ts';
import { DataKeys } from './data-keys.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import { entrySeal, type EntrySeal } from './entry-seal.ts';
import { FilesOfLog, type Composer } from './files-of-log.ts';
import { KeptFiles, type Writing } from './kept-files.ts';
import { KeptLogs } from './kept-logs.ts';
import { Places } from './places.ts';
import type {
  ArchiveFacts,
  ErasureProof,
  KeptRecording,
  LentRecording,
  LibraryQuery,
  OpenFile,
  OpenRecording,
  Person,
  RecordingAbout,
  RecordingArchive,
  TrailEntry,
  Viewer,
} from './port.ts';
import { Reading } from './reading.ts';
import { RecordBook } from './record-book.ts';
import { clearLeftOver } from './recovery.ts';
import { isGone, Shelf, type Entry } from './shelf.ts';
import type { SilentSpan } from './silenced.ts';
import { Trail } from './trail.ts';
import { viewOf } from './view.ts';
import { Working } from './working.ts';

export type ArchiveOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly tenantId: string;
  /** Whose archive it is; it keeps its recordings apart from those of the other one in all stores. */
  readonly which: 'bots' | 'switchboard';
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  /** Where finished files go. */
  readonly blobs: BlobStore;
  /** On this machine: what is being recorded, sealed. Nobody else's. */
  readonly folder: string;
  readonly vault: KeyVault;
  /** Where wrapped keys lie, each deleted with its recording; not where old versions are kept. In `folder`, unless given. */
  readonly keys?: BlobStore | undefined;
  readonly audit: AuditLog;
  /** Makes films; without one they cannot be had. */
  readonly composer?: Composer | undefined;
  /** How long recordings are kept from their end on: for ever, unless given. */
  readonly keepMs?: number | null | undefined;
  /** The same for voicemail. */
  readonly keepVoicemailMs?: number | null | undefined;
};

export class Archive implements RecordingArchive {
  readonly #options: ArchiveOptions;
  readonly #facts: Facts<ArchiveFacts>;
  readonly #scope = new Scope();
  readonly #shelf: Shelf;
  readonly #begun: Begun;
  readonly #working: Working;
  readonly #reading: Reading;
  readonly #custody: Custody;
  #isClosed = false;

  /** Reads what is on record; `recover` sees to what an earlier run left undone. Rejects as the stores do. */
  static async open(options: ArchiveOptions): Promise<Archive> {
    const places = new Places(options);
    const { clock, random, folder, vault, facts, tenantId, which } = options;
    const keys = new DataKeys({ keys: options.keys ?? diskBlobStore(join(folder, 'keys'), { clock, random }), vault, places });
    const book = new RecordBook({ log: facts, stream: { tenant: tenantId, stream: `recordings-${which}` } });
    let recorded: (entry: Entry) => void = () => undefined;
    const shelf = await Shelf.open({ book, keys, random, onRecorded: (entry) => recorded(entry) });
    await clearLeftOver({ shelf, places, clock });
    const archive = new Archive(options, { places, keys, shelf });
    recorded = (entry) => archive.#recorded(entry);
    return archive;
  }

  private constructor(
    options: ArchiveOptions,
    { places, keys, shelf }: { readonly places: Places; readonly keys: DataKeys; readonly shelf: Shelf },
  ) {
    const { clock, log, blobs, audit, composer } = options;
    const tell = <Name extends keyof ArchiveFacts>(name: Name, fact: ArchiveFacts[Name]): void => this.#facts.tell(name, fact);
    const view = (entry: Entry): KeptRecording => this.#view(entry);
    this.#options = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the archive failed', { error: String(error) }) });
    this.#shelf = shelf;
    const trail = new Trail({ ...options, audit });
    const makers = new FilesOfLog({ clock, composer });
    const files = new KeptFiles({ places, blobs, clock, makers });
    const logs = new KeptLogs({ places, blobs, clock });
    this.#working = new Working({ shelf, keys, places, blobs, clock, log, trail, files, logs, makers, scope: this.#scope, tell, view });
    this.#begun = new Begun({
      shelf,
      places,
      clock,
      onGrown: (entry) => tell('changed', { recording: view(entry) }),
      onEnded: (entry, why, problem) => this.#working.ended(entry, why, problem),
      onWithdrawn: (entry) => this.#working.withdrawn(entry),
      onDiscarded: async (entry) => void (await this.#working.erase(entry, { why: 'discarded', as: 'house' })),
    });
    const admission = new Admission({ shelf, trail, log, view });
    this.#reading = new Reading({ shelf, admission, trail, files, logs, makers, clock, make: (...of) => this.#working.make(...of) });
    this.#custody = new Custody({
      shelf,
      admission,
      clock,
      erase: (entry, as) => this.#working.erase(entry, { why: 'asked', as }),
      silence: (entry, spans) => this.#working.silence(entry, spans),
    });
  }

  get facts(): FactSource<ArchiveFacts> {
    return this.#facts;
  }

  /**
   * Finishes what was being recorded when the program stopped, tries again what has failed, goes on with deletions. To be called once; resolves
   * when each has come to an end for the first time, which may take as long as a store is away.
   */
  async recover(): Promise<void> {
    await this.#working.recover();
  }

  async begin(about: RecordingAbout, { keepMs }: { readonly keepMs?: number | undefined } = {}): Promise<OpenRecording> {
    this.#checkOpen();
    const recording = await this.#begun.begin(about, this.#keepMs(about, keepMs));
    this.#started(recording.recordingId);
    return recording;
  }

  async lend(about: RecordingAbout, { keepMs }: { readonly keepMs?: number | undefined } = {}): Promise<LentRecording> {
    this.#checkOpen();
    const recording = await this.#begun.lend(about, this.#keepMs(about, keepMs));
    this.#started(recording.recordingId);
    return recording;
  }

  /**
   * For a film that is made while the recording goes on: `write` writes it to a sink, sealed, and resolves when it has it all. It is kept beside
   * the recording then. Rejects with the signal's reason when it is called off: the recording was deleted, or somebody took consent back, in
   * which case it can be made anew when the recording is saved.
   */
  async keepFile(recordingId: string, content: FileContent, format: FileFormat, write: Writing): Promise<FileSummary> {
    const entry = this.#shelf.get(recordingId);
    if (!entry || isGone(entry.kept)) throw unknownRecording(recordingId);
    return this.#working.take(entry, content, format, write);
  }

  async sealOf(recordingId: string, purpose: string): Promise<EntrySeal> {
    const entry = this.#shelf.get(recordingId);
    if (!entry) throw unknownRecording(recordingId);
    return entrySeal(entry, await this.#shelf.keyOf(entry), purpose);
  }

  standing(viewer: Viewer, recordingId: string): { readonly maySee: boolean; readonly mayRename: boolean } {
    const entry = this.#shelf.get(recordingId);
    if (!entry || isGone(entry.kept)) return { maySee: false, mayRename: false };
    const as = standingOf(viewer, this.#view(entry));
    return { maySee: may(as, 'see'), mayRename: may(as, 'rename') };
  }

  startedMsOf(recordingId: string): number | undefined {
    const entry = this.#shelf.get(recordingId);
    return entry && !isGone(entry.kept) ? entry.kept.startedMs : undefined;
  }

  async silence(viewer: Viewer, recordingId: string, spans: readonly SilentSpan[]): Promise<void> {
    await this.#custody.silence(viewer, recordingId, spans);
  }

  async note(viewer: Viewer, recordingId: string, did: string, detail?: string): Promise<void> {
    await this.#reading.note(viewer, recordingId, did, detail);
  }

  /** Whether there is such a recording here, or was. Nothing is told of it, so nothing is noted. */
  standingOf(recordingId: string): 'kept' | 'gone' | 'unknown' {
    const entry = this.#shelf.get(recordingId);
    if (!entry) return 'unknown';
    return isGone(entry.kept) ? 'gone' : 'kept';
  }

  async list(viewer: Viewer, query?: LibraryQuery): Promise<readonly KeptRecording[]> {
    return this.#reading.list(viewer, query);
  }

  async get(viewer: Viewer, recordingId: string): Promise<KeptRecording> {
    return this.#reading.get(viewer, recordingId);
  }

  async openFile(viewer: Viewer, recordingId: string, content: FileContent, format: FileFormat): Promise<OpenFile> {
    return this.#reading.openFile(viewer, recordingId, content, format);
  }

  async waveforms(viewer: Viewer, recordingId: string): Promise<readonly Waveform[]> {
    return this.#reading.waveforms(viewer, recordingId);
  }

  async hearVoices<T>(viewer: Viewer, recordingId: string, work: (voices: AsyncIterable<VoiceFrame>) => Promise<T>): Promise<T> {
    return this.#reading.hearVoices(viewer, recordingId, work);
  }

  async make(
    viewer: Viewer,
    recordingId: string,
    content: FileContent,
    format: FileFormat,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<FileSummary> {
    return this.#reading.make(viewer, recordingId, content, format, options);
  }

  async rename(viewer: Viewer, recordingId: string, subject: string): Promise<void> {
    await this.#custody.rename(viewer, recordingId, subject);
  }

  async grant(viewer: Viewer, recordingId: string, to: Person): Promise<void> {
    await this.#custody.grant(viewer, recordingId, to);
  }

  async revoke(viewer: Viewer, recordingId: string, personId: string): Promise<void> {
    await this.#custody.revoke(viewer, recordingId, personId);
  }

  async keepUntil(viewer: Viewer, recordingId: string, untilMs: number | undefined): Promise<void> {
    await this.#custody.keepUntil(viewer, recordingId, untilMs);
  }

  async hold(viewer: Viewer, recordingId: string, reason: string): Promise<void> {
    await this.#custody.hold(viewer, recordingId, reason);
  }

  async release(viewer: Viewer, recordingId: string): Promise<void> {
    await this.#custody.release(viewer, recordingId);
  }

  async erase(viewer: Viewer, recordingId: string): Promise<ErasureProof> {
    return this.#custody.erase(viewer, recordingId);
  }

  async trail(viewer: Viewer, recordingId: string): Promise<readonly TrailEntry[]> {
    return this.#reading.trail(viewer, recordingId);
  }

  /** What is going on stays as it is on disk, and is gone on with at the next start. The stores are their owner's to close. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#begun.leave();
    await this.#working.close();
    await this.#scope.end();
  }

  #view(entry: Entry): KeptRecording {
    return viewOf(entry.kept, this.#begun.soFar(entry.recordingId));
  }

  #started(recordingId: string): void {
    const entry = this.#shelf.get(recordingId);
    if (entry) this.#facts.tell('recordingStarted', { recording: this.#view(entry) });
  }

  #recorded(entry: Entry): void {
    this.#working.look();
    if (!isGone(entry.kept) && entry.kept.about) this.#facts.tell('changed', { recording: this.#view(entry) });
  }

  #keepMs({ kind }: RecordingAbout, keepMs: number | undefined): number | null {
    return keepMs ?? (kind === 'voicemail' ? this.#options.keepVoicemailMs : this.#options.keepMs) ?? null;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new ArchiveError('archive/closed', 'nothing can be recorded: the archive has been closed');
  }
}
