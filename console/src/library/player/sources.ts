/** What of a recording can be played here: films first, then the sound of everybody. */
import type { LibraryFile } from '../../../../src/wire/live/library.ts';

export type Source = {
  /** `speaker`, `gallery` or `mixed`: the same for each format that it is there in. */
  readonly part: string;
  readonly words: string;
  readonly isFilm: boolean;
  readonly file: LibraryFile;
};

const parts = [
  { part: 'speaker', words: 'Film, speaker view', isFilm: true, formats: ['mp4', 'webm'] },
  { part: 'gallery', words: 'Film, gallery view', isFilm: true, formats: ['mp4', 'webm'] },
  { part: 'mixed', words: 'Sound alone', isFilm: false, formats: ['ogg', 'wav'] },
] as const;

/** `canPlay` is asked of each kind of file, as `HTMLMediaElement.canPlayType` answers. */
export function sourcesOf(files: readonly LibraryFile[], canPlay: (mime: string) => boolean): readonly Source[] {
  return parts.flatMap(({ part, words, isFilm, formats }) => {
    const there = formats.flatMap((format) => files.filter(({ name }) => name === `${part}.${format}`));
    const file = there.find(({ mime }) => canPlay(mime)) ?? there[0];
    return file === undefined ? [] : [{ part, words, isFilm, file }];
  });
}
