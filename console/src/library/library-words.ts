/** What pages say of recordings: how they stand, who was in them, how large a file is. */
import type { LibraryRecording, RecordingDetail } from '../../../src/wire/live/library.ts';

type State = Pick<LibraryRecording, 'state' | 'problem'> & { readonly kind?: LibraryRecording['kind'] };

/** `tone` of the chip; the words say it all, for whoever does not see colours. */
export function stateWords({ state, problem, kind }: State): {
  readonly words: string;
  readonly tone: 'danger' | 'informative' | 'success' | 'warning';
} {
  switch (state) {
    case 'recording':
      return { words: kind === 'transcript' ? 'Being written now' : 'Recording now', tone: 'danger' };
    case 'finishing':
      return { words: 'Being finished', tone: 'informative' };
    case 'failed':
      return { words: 'Failed', tone: 'warning' };
    case 'saved':
      return problem === undefined ? { words: 'Saved', tone: 'success' } : { words: 'Saved, with a gap', tone: 'warning' };
  }
}

/** What to do about one that is not as it should be; undefined where nothing is wrong. */
export function stateRemedy({ state, problem, kind }: State): { readonly message: string; readonly remedy: string } | undefined {
  if (state === 'failed') {
    return {
      message: `This ${kind === 'transcript' ? 'transcript' : 'recording'} could not be finished.`,
      remedy: `${problem === undefined ? '' : `${sentence(problem)} `}What was recorded is still kept, and is finished when Rollcall is started next. Make room on its disk if that is full, then start it again.`,
    };
  }
  if (state === 'saved' && problem !== undefined) {
    return {
      message: 'Something is missing.',
      remedy: `${sentence(problem)} Everything else is here${kind === 'transcript' ? '' : ' and can be played'}.`,
    };
  }
  return undefined;
}

/** "Ada", "Ada and Grace", "Ada, Grace and 3 others". */
export function peopleWords(people: readonly { readonly name: string }[], shown = 3): string {
  const names = people.map(({ name }) => name);
  if (names.length === 0) return 'Nobody';
  const [last = ''] = names.slice(-1);
  if (names.length === 1) return last;
  if (names.length <= shown) return `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${names.slice(0, shown - 1).join(', ')} and ${String(names.length - shown + 1)} others`;
}

/** "12.3 MB": a thousand bytes are a kilobyte, as file managers have it. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1)} ${units[power] ?? ''}`;
}

const deeds: Readonly<Record<string, string>> = {
  looked: 'looked at it',
  opened: 'opened',
  made: 'had a file made',
  renamed: 'renamed it',
  granted: 'shared it',
  revoked: 'took sharing back',
  retentionSet: 'set how long it is kept',
  held: 'had it held',
  released: 'let go of it',
  readTrail: 'read this trail',
  refused: 'was refused',
  damageFound: 'met damage',
  heardAgain: 'had it transcribed again',
  corrected: 'corrected the transcript',
  namedSpeaker: 'named a speaker',
  exportedTranscript: 'took the transcript away',
  silenced: 'took words out of the sound',
};

/** An entry of the audit trail as a person says it; what is not known here stands as it is there. */
export function deedWords({ did, detail }: { readonly did: string; readonly detail?: string | undefined }): string {
  const words = deeds[did] ?? did;
  // Which sentence it was is a name for programs.
  return detail === undefined || did === 'corrected' ? words : `${words}: ${detail}`;
}

/** One row of downloads: a part of the recording, and the formats that it is or could be had in. */
export type FileRow = {
  readonly part: string;
  readonly formats: readonly {
    readonly name: string;
    readonly format: string;
    readonly sizeBytes?: number | undefined;
    readonly done?: number | undefined;
    readonly problem?: string | undefined;
  }[];
};

type Files = Pick<RecordingDetail, 'files' | 'making' | 'canMake'>;

/** Files by what they are of: those that are there, those being made, those that can be. */
export function fileRows({ files, making, canMake }: Files): readonly FileRow[] {
  const rows = new Map<string, { part: string; formats: FileRow['formats'][number][] }>();
  const made = new Map(making.map((each) => [each.name, each]));
  const titles = new Map([...canMake, ...files].map(({ name, title }) => [name, title]));
  const rowOf = (name: string): FileRow['formats'][number][] => {
    const [, part = titleOf(name, titles), format = ''] = /^(.*) \(([^()]+)\)$/.exec(titles.get(name) ?? '') ?? [];
    const stem = name.replace(/\.\w+$/, '');
    const row = rows.get(stem) ?? { part, formats: [] };
    rows.set(stem, row);
    row.formats.push({ name, format: format || (/\.(\w+)$/.exec(name)?.[1] ?? '').toUpperCase() });
    return row.formats;
  };
  const amend = (formats: FileRow['formats'][number][], more: Partial<FileRow['formats'][number]>): void => {
    const last = formats.pop();
    if (last) formats.push({ ...last, ...more });
  };
  for (const { name, sizeBytes } of files) amend(rowOf(name), { sizeBytes });
  for (const { name, done, problem } of making)
    // The transcript has a place of its own on the page.
    if (name !== 'transcript' && problem === undefined && !files.some((file) => file.name === name)) amend(rowOf(name), { done });
  for (const { name } of canMake) amend(rowOf(name), { problem: made.get(name)?.problem });
  return [...rows.values()];
}

function titleOf(name: string, titles: ReadonlyMap<string, string>): string {
  const stem = name.replace(/\.\w+$/, '');
  const [, sibling] = [...titles].find(([other]) => other.startsWith(`${stem}.`)) ?? [];
  return (
    sibling?.replace(/ \([^()]+\)$/, '') ??
    (stem === 'mixed' ? 'Everyone, one track' : /^(speaker|gallery)$/.test(stem) ? `Film, ${stem} view` : stem)
  );
}

function sentence(text: string): string {
  const [first = ''] = text;
  return `${first.toUpperCase()}${text.slice(1).replace(/[.\s]+$/, '')}.`;
}
