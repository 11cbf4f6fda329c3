/** Why a second pass failed, in words that may lie where nobody seals them and be shown to everybody: no name is in them, and nothing that was said. */
import type { Archive } from '../../archive/archive.ts';
import type { Viewer } from '../../archive/port.ts';
import type { PassFailure } from '../../transcripts/pass-register.ts';
import { wordsOf, type FoundWord } from '../../transcripts/search/words.ts';
import type { Transcripts } from '../../transcripts/transcripts.ts';

/** What must not be in the words. */
export type Unsayable = { readonly names: readonly string[]; readonly said: readonly string[] };

const LONGEST = 240;
/** What is longer is a page of somebody's server. */
const LOOKED_AT = 2_000;
/** So many words in a row, as somebody said them, are no chance. */
const ROW = 3;
const COVERED = '…';
/** Providers quote what they were asked; a command that mends it stays. */
const quoted = /(["“`])(?!(?:sudo )?(?:apt(?:-get)?|npm|npx|brew|pip3?|rollcall) )[^"”`]*["”`]|(?<!\w)'[^']*'(?!\w)/gu;
const mail = /[^\s@:,;]+@[^\s@:,;]+/gu;
const address = /(https?:\/\/[^\s/?#]+)[^\s;,)]*/gu;
/** The folder of somebody's own is often called by their name. */
const folder = /(?<![\w/:.])~?(?:\/[\w.@-]+)+(?=\/[\w.@-])/gu;
const digits = /\d(?:[ -]?\d){5,}/gu;
/** Words of names that are in every sentence. */
const usual: ReadonlySet<string> = new Set(['and', 'the', 'for']);

/** `unsayable` is undefined where that is not known: then there is the code alone. */
export function failureOf(error: unknown, unsayable: Unsayable | undefined): PassFailure {
  const code = codeOf(error);
  if (code === undefined || unsayable === undefined) return { code: code ?? 'unknown' };
  return { code, words: sayable((error as Error).message, unsayable) };
}

/** Resolves with undefined where it cannot be read. */
export async function unsayableOf(
  { archive, transcripts }: { readonly archive: Pick<Archive, 'get'>; readonly transcripts: Pick<Transcripts, 'get'> },
  viewer: Viewer,
  recordingId: string,
): Promise<Unsayable | undefined> {
  try {
    const [kept, transcript] = await Promise.all([archive.get(viewer, recordingId), transcripts.get(viewer, recordingId)]);
    const { people, organizer, madeBy, tracks } = kept;
    const speakers = transcript?.speakers ?? [];
    const named = [...people, ...speakers, madeBy, ...(organizer ? [organizer] : [])].map(({ name }) => name);
    const names = [...named, ...tracks.flatMap(({ info }) => ('name' in info ? info.name : []))];
    return { names, said: (transcript?.segments ?? []).map(({ text }) => text) };
  } catch {
    return undefined;
  }
}

export function sayable(message: string, { names, said }: Unsayable): string {
  const plain = message
    .slice(0, LOOKED_AT)
    .replace(/\s+/gu, ' ')
    .replace(quoted, COVERED)
    .replace(mail, COVERED)
    .replace(address, '$1')
    .replace(folder, '')
    .replace(digits, COVERED);
  const words = wordsOf(plain);
  const own = new Set(names.flatMap((name) => wordsOf(name).map(({ word }) => word)).filter((word) => word.length > 2 && !usual.has(word)));
  const isCovered = words.map(({ word }) => own.has(word));
  const spoken = new Set(said.flatMap((text) => rowsOf(wordsOf(text))));
  for (const [at, row] of rowsOf(words).entries()) if (spoken.has(row)) isCovered.fill(true, at, at + ROW);
  let left = '';
  let from = 0;
  for (const [at, word] of words.entries()) {
    if (isCovered[at] !== true) continue;
    if (isCovered[at - 1] !== true) left += plain.slice(from, word.from) + COVERED;
    from = word.to;
  }
  return shortened(left + plain.slice(from));
}

/** Of each place, what stands there in a row. */
function rowsOf(words: readonly FoundWord[]): readonly string[] {
  return words.slice(ROW - 1).map((_, at) => words.slice(at, at + ROW).map(({ word }) => word).join(' ')); // prettier-ignore
}

function shortened(words: string): string {
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).replace(/\s+\S*$/u, '')}${COVERED}`;
}

/** What is none of the house's errors may say anything. */
function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w/-]{1,60}$/.test(code) ? code : undefined;
}
