/** All recordings of an archive that are asked for, page by page. */
import type { KeptRecording, LibraryQuery, RecordingArchive, Viewer } from '../../archive/port.ts';

/** The most that an archive gives at once. */
const PAGE = 500;

/** Newest first. */
export async function allKept(
  archive: Pick<RecordingArchive, 'list'>,
  viewer: Viewer,
  query: Omit<LibraryQuery, 'atMost' | 'before'> = {},
): Promise<readonly KeptRecording[]> {
  const all: KeptRecording[] = [];
  for (let before: string | undefined; ;) {
    const page = await archive.list(viewer, { ...query, atMost: PAGE, before });
    all.push(...page);
    before = page.at(-1)?.recordingId;
    if (page.length < PAGE) return all;
  }
}
