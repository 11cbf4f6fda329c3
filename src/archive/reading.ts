/** How recordings are found, looked at and played, and files are had of them. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { FileContent, FileFormat, FileSummary, Waveform } from '../media/files/recording-file.ts';
import { voiceFrames, type VoiceFrame } from '../media/files/voice-frames.ts';
import type { Admission, Admitted } from './admission.ts';
import { ArchiveError, unknownRecording } from './errors.ts';
import { isSameFile } from './fold.ts';
import type { FilesOfLog } from './files-of-log.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KeptLogs } from './kept-logs.ts';
import { nameOfFile } from './places.ts';
import type { KeptRecording, LibraryQuery, OpenFile, TrailEntry, Viewer } from './port.ts';
import { pageOf } from './query.ts';
import { isGone, type Entry, type Shelf } from './shelf.ts';
import type { Trail } from './trail.ts';

export type ReadingOptions = {
  readonly shelf: Shelf;
  readonly admission: Admission;
  readonly trail: Trail;
  readonly files: KeptFiles;
  readonly logs: KeptLogs;
  readonly clock: Clock;
  readonly makers: FilesOfLog;
  /** Makes it and puts it on record. */
  readonly make: (entry: Entry, content: FileContent, format: FileFormat, cancel: Cancel) => Promise<FileSummary>;
};

export class Reading {
  readonly #options: ReadingOptions;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  async list(viewer: Viewer, query: LibraryQuery = {}): Promise<readonly KeptRecording[]> {
    const { admission, shelf, trail } = this.#options;
    const before = query.before === undefined ? undefined : shelf.get(query.before)?.kept;
    const page = query.before !== undefined && !before ? [] : pageOf(await admission.visibleTo(viewer), query, before);
    await trail.noteApart('listed', viewer);
    return page;
  }

  async get(viewer: Viewer, recordingId: string): Promise<KeptRecording> {
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'see');
    await this.#options.admission.noteOnce(admitted, 'looked');
    return admitted.recording;
  }

  async openFile(viewer: Viewer, recordingId: string, content: FileContent, format: FileFormat): Promise<OpenFile> {
    const { admission, files, makers, make, shelf } = this.#options;
    const admitted = await admission.admit(viewer, recordingId, 'see');
    const { entry, recording } = admitted;
    const name = nameOfFile(content, format);
    let file = fileOf(entry, content, format);
    if (!file) {
      makers.check(recording, content, format);
      if (!makers.isQuick(content, format))
        throw new ArchiveError('archive/cannot', `${name} of the recording ${recordingId} has not been made yet: have it made first`);
    }
    await admission.noteOnce(admitted, 'opened', name);
    file ??= await make(entry, content, format, {});
    const key = await shelf.keyOf(entry);
    const { edition } = entry.kept;
    const open = await this.#orNoted(admitted, name, () => files.open({ recordingId, key, edition }, file));
    return {
      ...open,
      read: (from, to) => {
        if (isGone(entry.kept)) return Promise.reject(unknownRecording(recordingId));
        if (entry.kept.edition !== edition) return Promise.reject(madeAnew(recordingId, name));
        return this.#orNoted(admitted, name, () => open.read(from, to));
      },
    };
  }

  async waveforms(viewer: Viewer, recordingId: string): Promise<readonly Waveform[]> {
    const { admission, files, shelf } = this.#options;
    const admitted = await admission.admit(viewer, recordingId, 'see');
    if (admitted.recording.state !== 'saved' || admitted.recording.kind === 'transcript') return [];
    await admission.noteOnce(admitted, 'looked');
    const key = await shelf.keyOf(admitted.entry);
    return this.#orNoted(admitted, 'waveforms', () => files.waveforms({ recordingId, key, edition: admitted.entry.kept.edition }));
  }

  async hearVoices<T>(viewer: Viewer, recordingId: string, work: (voices: AsyncIterable<VoiceFrame>) => Promise<T>): Promise<T> {
    const { admission, shelf, logs, clock } = this.#options;
    const admitted = await admission.admit(viewer, recordingId, 'rename');
    const { entry, recording } = admitted;
    if (recording.state !== 'saved' || entry.kept.logs.length === 0)
      throw new ArchiveError('archive/cannot', `the recording ${recordingId} cannot be listened to again: no sound of it is saved`);
    await admission.note(admitted, 'heardAgain');
    const of = { recordingId, key: await shelf.keyOf(entry), edition: entry.kept.edition };
    return this.#orNoted(admitted, 'sound', () =>
      logs.fetched(of, entry.kept.logs, (log, summary) => work(voiceFrames(log, { summary, clock }))),
    );
  }

  async make(viewer: Viewer, recordingId: string, content: FileContent, format: FileFormat, cancel: Cancel): Promise<FileSummary> {
    const { admission, make } = this.#options;
    const admitted = await admission.admit(viewer, recordingId, 'make');
    const known = fileOf(admitted.entry, content, format);
    if (known) return known;
    await admission.note(admitted, 'made', nameOfFile(content, format));
    return make(admitted.entry, content, format, cancel);
  }

  /** What is done with something else that belongs to it. */
  async note(viewer: Viewer, recordingId: string, did: string, detail: string | undefined): Promise<void> {
    const admitted = await this.#options.admission.admit(viewer, recordingId, 'see');
    await this.#options.admission.note(admitted, did, detail);
  }

  async trail(viewer: Viewer, recordingId: string): Promise<readonly TrailEntry[]> {
    const { admission, shelf, trail } = this.#options;
    const entry = shelf.get(recordingId);
    // Of what is deleted there is nothing left but that, and operators answer for it.
    if (viewer.kind === 'operator' && entry && isGone(entry.kept)) return trail.of(recordingId, undefined);
    const admitted = await admission.admit(viewer, recordingId, 'trail');
    await admission.noteOnce(admitted, 'readTrail');
    return trail.of(recordingId, admitted.entry.key);
  }

  /** Whoever meets damage is told, and so is the trail. */
  async #orNoted<T>(admitted: Admitted, name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // What is deleted meanwhile is not damaged.
      if (isGone(admitted.entry.kept)) throw unknownRecording(admitted.entry.recordingId);
      if (error instanceof ArchiveError && error.code === 'archive/damaged')
        await this.#options.admission.noteOnce(admitted, 'damageFound', name);
      throw error;
    }
  }
}

function madeAnew(recordingId: string, name: string): ArchiveError {
  return new ArchiveError('archive/busy', `${name} of the recording ${recordingId} was made anew: open it again`);
}

function fileOf(entry: Entry, content: FileContent, format: FileFormat): FileSummary | undefined {
  return entry.kept.files.find((file) => isSameFile(file, { content, format }));
}
