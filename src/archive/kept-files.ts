/** Files of recordings: made sealed on this machine, put away sealed, and read in stretches that are opened on the way. */
import type { Clock } from '../base/clock.ts';
import type { ByteSink, FileContent, FileFormat, FileSummary, Waveform } from '../media/files/recording-file.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { StoreError } from '../store/errors.ts';
import { openSealedFile } from '../store/sealed-file-reader.ts';
import { SealedFileWriter } from '../store/sealed-file-writer.ts';
import { openedBytes, sealedBytes } from '../store/sealing.ts';
import { ArchiveError } from './errors.ts';
import type { FilesOfLog, Source } from './files-of-log.ts';
import { nameIn, nameOfFile, type Edition, type Places } from './places.ts';
import type { OpenFile } from './port.ts';

export type KeptFilesOptions = { readonly places: Places; readonly blobs: BlobStore; readonly clock: Clock; readonly makers: FilesOfLog };

/** Writes all of a file; rejects with the signal's reason. */
export type Writing = (sink: ByteSink, signal: AbortSignal) => Promise<Pick<FileSummary, 'mime' | 'durationMs'>>;

/** Whose file, and what it is sealed with. */
export type Owner = Edition & { readonly key: Uint8Array };

export class KeptFiles {
  readonly #options: KeptFilesOptions;

  constructor(options: KeptFilesOptions) {
    this.#options = options;
  }

  /** Makes a file and puts it away. Rejects with the signal's reason, and as the stores do; nothing of it is left then. */
  async make(
    owner: Owner,
    content: FileContent,
    format: FileFormat,
    source: Omit<Source, 'content' | 'format' | 'sink'>,
  ): Promise<FileSummary> {
    const { durationMs } = source.summary;
    return this.put(owner, content, format, source.signal, async (sink) => ({
      mime: await this.#options.makers.make({ ...source, content, format, sink }),
      durationMs,
    }));
  }

  /** The same for a file that somebody else writes. */
  async put(owner: Owner, content: FileContent, format: FileFormat, signal: AbortSignal, write: Writing): Promise<FileSummary> {
    const { recordingId, key } = owner;
    const { places, blobs, clock } = this.#options;
    const name = nameOfFile(content, format);
    const under = { key, context: contextOf(owner, name) };
    await using file = await SealedFileWriter.open({ ...under, folder: places.workFolder(recordingId), clock });
    const { mime, durationMs } = await write(file, signal);
    signal.throwIfAborted();
    const sizeBytes = await file.finish();
    await blobs.putStream(places.file(owner, name), unlessAborted(file.pieces(), signal));
    return { content, format, mime, sizeBytes, durationMs };
  }

  /** Rejects with `archive/damaged` where it was changed or taken away. */
  async open(owner: Owner, file: FileSummary): Promise<OpenFile> {
    const { recordingId, key } = owner;
    const name = nameOfFile(file.content, file.format);
    const blobKey = this.#options.places.file(owner, name);
    const reader = await orDamaged(recordingId, name, () =>
      openSealedFile(this.#options.blobs, blobKey, { key, context: contextOf(owner, name) }),
    );
    if (!reader) throw damaged(recordingId, name, 'it is not where it was put');
    if (reader.sizeBytes !== file.sizeBytes) throw damaged(recordingId, name, 'it has another length than when it was put away');
    return { ...file, name, read: (from, to) => orDamaged(recordingId, name, () => reader.read(from, to)) };
  }

  async putWaveforms(owner: Owner, waveforms: readonly Waveform[]): Promise<void> {
    const { key } = owner;
    const { blobs, places } = this.#options;
    const plain = waveforms.map(({ track, peaks }) => ({ track, peaks: Buffer.from(peaks).toString('base64') }));
    const context = contextOf(owner, 'waveforms');
    await blobs.put(places.waveforms(owner), sealedBytes(Buffer.from(JSON.stringify(plain)), { key, context }));
  }

  /** Rejects with `archive/damaged` where they were changed or taken away. */
  async waveforms(owner: Owner): Promise<readonly Waveform[]> {
    const { recordingId, key } = owner;
    const { blobs, places } = this.#options;
    const context = contextOf(owner, 'waveforms');
    const plain = await orDamaged(recordingId, 'waveforms', async () => {
      const bytes = await blobs.get(places.waveforms(owner));
      return bytes && openedBytes(bytes, { key, context });
    });
    if (!plain) throw damaged(recordingId, 'waveforms', 'it is not where it was put');
    const kept = JSON.parse(Buffer.from(plain).toString('utf8')) as readonly { readonly track: number; readonly peaks: string }[];
    return kept.map(({ track, peaks }) => ({ track, perSecond: 10, peaks: new Uint8Array(Buffer.from(peaks, 'base64')) }));
  }
}

/** What was sealed as one file of one recording cannot be passed off as another. */
function contextOf({ recordingId, edition }: Edition, name: string): string {
  return `${recordingId}/${nameIn(edition, name)}`;
}

async function orDamaged<T>(recordingId: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'store/sealed') throw damaged(recordingId, name, 'it was changed or cut off', cause);
    throw cause;
  }
}

function damaged(recordingId: string, name: string, what: string, cause?: unknown): ArchiveError {
  return new ArchiveError('archive/damaged', `${name} of the recording ${recordingId} cannot be opened: ${what}. Take it from a backup`, {
    cause,
  });
}

async function* unlessAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}
