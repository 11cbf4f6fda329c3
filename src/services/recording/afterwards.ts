/** What is made of a recording once its segment log is whole: files of other formats before it counts as saved, films in the background. */
import type { KeptRecording, RecordingArchive, Viewer } from '../../archive/port.ts';
import type { Log } from '../../base/log.ts';
import type { Scope } from '../../base/scope.ts';
import type { FileContent } from '../../media/files/recording-file.ts';
import type { LiveFilm } from './live-film.ts';
import type { RecordingOptions } from './port.ts';

export type AfterwardsOptions = {
  readonly archive: Pick<RecordingArchive, 'make' | 'get'>;
  readonly film: LiveFilm | undefined;
  /** Films go on in it; its end calls them off. */
  readonly scope: Scope;
  readonly log: Log;
};

/**
 * Ogg is made by the archive itself. A film that could not be made while it was recorded is made now.
 * What cannot be made is told to the log, and can be asked for in the library again.
 */
export async function afterwards(
  kept: KeptRecording,
  { formats = ['ogg'], composite }: RecordingOptions,
  { archive, film, scope, log }: AfterwardsOptions,
): Promise<KeptRecording> {
  const { recordingId } = kept;
  const viewer: Viewer = { kind: 'operator', name: kept.madeBy.name };
  const failed = (error: unknown): void => log.warn('a file of a recording could not be made', { recordingId, error });
  if (formats.includes('wav'))
    for (const content of soundsOf(kept)) await archive.make(viewer, recordingId, content, 'wav', { signal: scope.signal }).catch(failed);
  const isFilmed = film ? await film.finish().then(isDone, (error: unknown) => (failed(error), false)) : false;
  if (composite && !isFilmed) {
    const content: FileContent = { kind: 'composite', layout: composite.layout };
    const { format = 'webm' } = composite;
    scope.run(async () => void (await archive.make(viewer, recordingId, content, format, { signal: scope.signal })), failed);
  }
  return archive.get(viewer, recordingId).catch(() => kept);
}

function isDone(): true {
  return true;
}

function soundsOf({ tracks }: KeptRecording): readonly FileContent[] {
  const voices = tracks.filter(({ info }) => info.kind === 'voice');
  return [{ kind: 'mixed' }, ...voices.map(({ track }) => ({ kind: 'track', track }) as const)];
}
