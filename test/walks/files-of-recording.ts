/** All files of a recording as they are fetched from its page: each is sound, as long as it is to be, and has what it has at its time. */
import { expect } from 'vitest';
import type { RecordingDetail } from '../../src/wire/live/library.ts';
import type { Part } from './kept-files.ts';
import type { LibraryPlayer } from './library-player.ts';

const codecs: Readonly<Record<string, readonly string[]>> = { ogg: ['opus'], wav: ['pcm_s16le'], webm: ['vp8', 'opus'] };

/** By the title of a file, what is in each part. */
type Found = Readonly<Record<string, readonly (readonly string[])[]>>;

/** Who is heard and which colours are seen; `never` is to be heard nowhere, not even faintly. */
export async function inFilesOf(
  { files, durationMs, subject }: Pick<RecordingDetail, 'files' | 'durationMs' | 'subject'>,
  { player, parts, never }: { readonly player: LibraryPlayer; readonly parts: readonly Part[]; readonly never: string },
): Promise<{ readonly heard: Found; readonly seen: Found }> {
  const heard: Record<string, Found[string]> = {};
  const seen: Record<string, Found[string]> = {};
  for (const { name, title } of files) {
    using kept = await player.download({ name }, subject);
    const { streams, seconds } = kept.probed();
    expect(streams, title).toEqual(codecs[name.replace(/^.*\./, '')]);
    expect(Math.abs(seconds * 1_000 - durationMs), `${title} is as long as the recording`).toBeLessThan(200);
    expect(kept.heardIn([[0, durationMs]]).join(' '), `${title}: who is to be in no file`).not.toContain(never);
    heard[title] = kept.heardIn(parts);
    if (!streams.includes('vp8')) continue;
    seen[title] = kept.coloursIn(parts);
    expect(kept.codes.size, `${title} moves`).toBeGreaterThan(5);
  }
  return { heard, seen };
}
