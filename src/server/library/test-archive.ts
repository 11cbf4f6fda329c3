/** A test aid: an archive in memory, of recordings that a test puts in, with the rights and refusals of a real one. */
import type { ArchiveFacts, ErasureProof, KeptRecording, LibraryQuery, OpenFile, Person, RecordingArchive, TrailEntry, Viewer } from '../../archive/port.ts'; // prettier-ignore
import { Facts } from '../../base/facts.ts';
import type { FileContent, FileFormat, FileSummary, Waveform } from '../../media/files/recording-file.ts';
import { nameOfFile } from '../../views/library-files.ts';

class TestRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

export class TestArchive implements RecordingArchive {
  readonly facts: Facts<ArchiveFacts> = new Facts<ArchiveFacts>();
  readonly kept: Map<string, KeptRecording> = new Map<string, KeptRecording>();
  /** By recording and file name. */
  readonly bytes: Map<string, Uint8Array> = new Map<string, Uint8Array>();
  /** The ids it was asked for. */
  readonly asked: string[] = [];
  /** The stretches that were read, oldest first. */
  readonly reads: string[] = [];
  /** What a file says of its size, where that is not so. */
  claimedBytes: number | undefined;
  /** What asking for a file to be made waits for. */
  making: Promise<FileSummary> | undefined;

  put(
    recording: Partial<KeptRecording> & { readonly recordingId: string },
    files: Readonly<Record<string, Uint8Array>> = {},
  ): KeptRecording {
    const kept = { ...blank, ...recording };
    this.kept.set(kept.recordingId, kept);
    for (const [name, bytes] of Object.entries(files)) this.bytes.set(`${kept.recordingId}/${name}`, bytes);
    return kept;
  }

  list(
    viewer: Viewer,
    { text, fromMs = 0, toMs = Infinity, personId, kind, before, atMost = 100 }: LibraryQuery = {},
  ): Promise<readonly KeptRecording[]> {
    const found = [...this.kept.values()]
      .filter((each) => maySee(each, viewer) && each.startedMs >= fromMs && each.startedMs < toMs)
      .filter((each) => kind === undefined || each.kind === kind)
      .filter((each) => personId === undefined || each.people.some(({ id }) => id === personId))
      .filter((each) => text === undefined || each.subject.includes(text))
      .sort((a, b) => b.startedMs - a.startedMs);
    const from = before === undefined ? 0 : found.findIndex(({ recordingId }) => recordingId === before) + 1;
    return Promise.resolve(found.slice(from, from + atMost));
  }

  standingOf(recordingId: string): 'kept' | 'gone' | 'unknown' {
    const kept = this.kept.get(recordingId);
    if (!kept) return 'unknown';
    return kept.state === 'erased' ? 'gone' : 'kept';
  }

  get(viewer: Viewer, recordingId: string): Promise<KeptRecording> {
    this.asked.push(recordingId);
    const kept = this.kept.get(recordingId);
    return kept && maySee(kept, viewer) ? Promise.resolve(kept) : Promise.reject(new TestRefusal('archive/unknown'));
  }

  async openFile(viewer: Viewer, recordingId: string, content: FileContent, format: FileFormat): Promise<OpenFile> {
    await this.get(viewer, recordingId);
    const name = nameOfFile({ content, format });
    const bytes = this.bytes.get(`${recordingId}/${name}`);
    if (!bytes) throw new TestRefusal('store/sealed');
    const read = (from: number, to: number): Promise<Uint8Array> => {
      this.reads.push(`${String(from)}-${String(to)}`);
      return Promise.resolve(bytes.slice(from, to));
    };
    return { name, content, format, mime: 'audio/ogg', sizeBytes: this.claimedBytes ?? bytes.length, durationMs: 1_000, read };
  }

  async waveforms(viewer: Viewer, recordingId: string): Promise<readonly Waveform[]> {
    const { tracks } = await this.get(viewer, recordingId);
    return tracks.map(({ track }) => ({ track, perSecond: 10, peaks: Uint8Array.of(0, track, 255) }));
  }

  make(): Promise<FileSummary> {
    return this.making ?? Promise.reject(new Error('nothing is made here'));
  }

  rename(viewer: Viewer, recordingId: string, subject: string): Promise<void> {
    return this.#change(viewer, recordingId, () => ({ subject }));
  }

  grant(viewer: Viewer, recordingId: string, to: Person): Promise<void> {
    return this.#change(viewer, recordingId, ({ grants }) => ({ grants: [...grants, to] }));
  }

  revoke(viewer: Viewer, recordingId: string, personId: string): Promise<void> {
    return this.#change(viewer, recordingId, ({ grants }) => ({ grants: grants.filter(({ id }) => id !== personId) }));
  }

  keepUntil(viewer: Viewer, recordingId: string, keptUntilMs: number | undefined): Promise<void> {
    return this.#change(viewer, recordingId, () => ({ keptUntilMs }));
  }

  async erase(viewer: Viewer, recordingId: string): Promise<ErasureProof> {
    const kept = await this.get(viewer, recordingId);
    if (kept.hold) throw new TestRefusal('archive/held');
    this.kept.delete(recordingId);
    this.facts.tell('recordingErased', { recordingId, why: 'asked' });
    return { recordingId, erasedMs: 0, absent: ['blobs', 'log'], keyDestroyed: true, auditHash: 'abc' };
  }

  trail(): Promise<readonly TrailEntry[]> {
    return Promise.resolve([{ atMs: 1, by: 'Ada', did: 'opened' }]);
  }

  /** What was made silent. */
  readonly silent: { readonly personId: string; readonly fromMs: number; readonly toMs: number }[] = [];
  readonly notes: string[] = [];

  /** It seals nothing, and only says whose it is. */
  sealOf(recordingId: string, purpose: string): ReturnType<RecordingArchive['sealOf']> {
    if (!this.kept.has(recordingId)) return Promise.reject(new TestRefusal('archive/unknown'));
    const mark = Buffer.from(`${recordingId}/${purpose}:`);
    return Promise.resolve({
      seal: (bytes) => Buffer.concat([mark, bytes]),
      open: (sealed) => {
        if (!Buffer.from(sealed.subarray(0, mark.length)).equals(mark)) throw new TestRefusal('store/sealed');
        return sealed.subarray(mark.length);
      },
    });
  }

  standing(viewer: Viewer, recordingId: string): { readonly maySee: boolean; readonly mayRename: boolean } {
    const kept = this.kept.get(recordingId);
    if (!kept) return { maySee: false, mayRename: false };
    const mayRename = viewer.kind === 'operator' || kept.organizer?.id === viewer.id;
    return { maySee: maySee(kept, viewer), mayRename };
  }

  startedMsOf(recordingId: string): number | undefined {
    return this.kept.get(recordingId)?.startedMs;
  }

  async note(viewer: Viewer, recordingId: string, did: string, detail: string = ''): Promise<void> {
    await this.get(viewer, recordingId);
    this.notes.push(`${viewer.name} ${did} ${detail}`.trim());
  }

  hearVoices(): Promise<never> {
    return Promise.reject(new TypeError('this archive keeps no sound'));
  }

  async silence(
    viewer: Viewer,
    recordingId: string,
    spans: readonly { readonly personId: string; readonly fromMs: number; readonly toMs: number }[],
  ): Promise<void> {
    const kept = await this.get(viewer, recordingId);
    if (!this.standing(viewer, recordingId).mayRename) throw new TestRefusal('archive/not-allowed');
    if (kept.hold) throw new TestRefusal('archive/held');
    this.silent.push(...spans);
  }

  begin(): never {
    throw new TestRefusal('archive/not-here');
  }

  lend(): never {
    throw new TestRefusal('archive/not-here');
  }

  hold(): Promise<void> {
    return Promise.reject(new TestRefusal('archive/not-allowed'));
  }

  release(): Promise<void> {
    return Promise.reject(new TestRefusal('archive/not-allowed'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  async #change(viewer: Viewer, recordingId: string, change: (kept: KeptRecording) => Partial<KeptRecording>): Promise<void> {
    const kept = await this.get(viewer, recordingId);
    const recording = { ...kept, ...change(kept) };
    this.kept.set(recordingId, recording);
    this.facts.tell('changed', { recording });
  }
}

function maySee({ organizer, people, grants }: KeptRecording, viewer: Viewer): boolean {
  return viewer.kind === 'operator' || [...people, ...grants, ...(organizer ? [organizer] : [])].some(({ id }) => id === viewer.id);
}

const blank: KeptRecording = {
  recordingId: 'r1',
  kind: 'recording',
  madeBy: { id: 'bot', name: 'recorder' },
  subject: 'Weekly sync',
  callId: 'c1',
  organizer: { id: 'ada', name: 'Ada' },
  state: 'saved',
  startedMs: Date.UTC(2026, 10, 23),
  endedMs: Date.UTC(2026, 10, 23, 1),
  durationMs: 3_600_000,
  people: [
    { id: 'ada', name: 'Ada' },
    { id: 'grace', name: 'Grace' },
  ],
  tracks: [
    { track: 0, info: { kind: 'mixed' } },
    { track: 1, info: { kind: 'voice', personId: 'ada', name: 'Ada' } },
  ],
  chapters: [],
  markers: [],
  pauses: [],
  files: [{ content: { kind: 'mixed' }, format: 'ogg', mime: 'audio/ogg', sizeBytes: 100, durationMs: 1_000 }],
  grants: [],
};
