/** A revision by a person: what it says, and when its words were said as far as that can be told from those before. */
import type { Viewer } from '../archive/port.ts';
import type { Segment, SpokenWord } from '../speech/segment.ts';

/** An empty text removes it. The same segment where nothing changes. */
export function corrected(before: Segment, text: string, viewer: Viewer): Segment {
  const said = text.trim().replaceAll(/\s+/gu, ' ');
  if (said === before.text && before.state !== 'unheard') return before;
  const { segmentId, revision, speaker, startMs, endMs, language, isRedacted } = before;
  const words = before.words && said !== '' ? timed(said.split(' '), before.words, { startMs, endMs }) : undefined;
  return {
    segmentId,
    revision: revision + 1,
    state: said === '' ? 'removed' : 'final',
    speaker,
    startMs,
    endMs,
    text: said,
    language,
    ...(words && { words }),
    made: { by: 'person', personId: viewer.kind === 'person' ? viewer.id : '', name: viewer.name },
    ...(isRedacted === true && { isRedacted }),
  };
}

/** Words that are still the same keep their times; those between them share what is left. */
function timed(
  texts: readonly string[],
  before: readonly SpokenWord[],
  whole: { readonly startMs: number; readonly endMs: number },
): readonly SpokenWord[] {
  const kept = alike(texts.map(plain), before.map((word) => plain(word.text))); // prettier-ignore
  const words: SpokenWord[] = [];
  for (let at = 0; at < texts.length;) {
    const same = kept.get(at);
    const word = same === undefined ? undefined : before[same];
    if (word) {
      words.push({ ...word, text: texts[at] ?? '' });
      at++;
      continue;
    }
    let next = at;
    while (next < texts.length && !kept.has(next)) next++;
    const fromMs = words.at(-1)?.endMs ?? whole.startMs;
    const toMs = Math.max(fromMs, before[kept.get(next) ?? -1]?.startMs ?? whole.endMs);
    const eachMs = (toMs - fromMs) / (next - at);
    for (let i = at; i < next; i++)
      words.push({ text: texts[i] ?? '', startMs: Math.round(fromMs + (i - at) * eachMs), endMs: Math.round(fromMs + (i - at + 1) * eachMs) }); // prettier-ignore
    at = next;
  }
  return words;
}

/** More words than that are no segment, and are not compared. */
const MOST_COMPARED = 1_000;

/** For each of `a` that is still there its place in `b`, in order (longest common subsequence). */
function alike(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (a.length > MOST_COMPARED || b.length > MOST_COMPARED) return found;
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  // What has no letters is like nothing.
  const isSame = (i: number, j: number): boolean => a[i] !== '' && a[i] === b[j];
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = isSame(i, j) ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 : 0;
      longest[i * width + j] = Math.max(here, longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const rest = longest[i * width + j] ?? 0;
    if (isSame(i, j) && rest === (longest[(i + 1) * width + j + 1] ?? 0) + 1) found.set(i++, j++);
    else if ((longest[(i + 1) * width + j] ?? 0) === rest) i++;
    else j++;
  }
  return found;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}
