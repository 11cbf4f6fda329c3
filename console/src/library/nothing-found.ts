/** What is said where a search finds nothing: what was looked in, what was not, and what to do. */
import type { LibraryFind } from '../app/route.ts';

/** How the search in what was said ended, beside the one in subjects and people. */
export type SaidBeside = 'searching' | 'found' | 'nowhere' | 'failed';

/** Sentences for the list; without words it was only chosen from. */
export function nothingListed({ text, person, from, to, kind }: LibraryFind, said: SaidBeside): readonly string[] {
  const what = kind ?? 'recording';
  const chosen = chosenWords({ person, from, to });
  if (text === undefined) {
    const fits = chosen === undefined ? `There is no ${what} that you may see.` : `No ${what} that you may see is of ${chosen}.`;
    return [fits, 'Choose less, or press “Show all”.'];
  }
  const isFiltered = chosen !== undefined || kind !== undefined;
  const beside = chosen === undefined ? '' : `, of ${chosen}`;
  return [
    `No ${what} that you may see has “${text}” in its subject or in the names of its people${beside}.`,
    kind === 'voicemail' ? 'What is said in voicemail is not written down, so that cannot be searched.' : saidWords[said],
    ...(said === 'found' && kind !== 'voicemail'
      ? []
      : [isFiltered ? 'Try fewer words or a part of one, or choose less beside them.' : 'Try fewer words, or a part of one.']),
  ];
}

/** Sentences for the search in what was said. */
export function nobodySaid({ text = '', person, from, to }: LibraryFind): readonly string[] {
  const chosen = chosenWords({ person, from, to });
  return [
    `Nobody said “${text}” in a transcript that you may see${chosen === undefined ? '' : `, of ${chosen}`}.`,
    'Subjects and names were not searched, nor were recordings that have no transcript: open one to have it transcribed.',
    'All words must be in one sentence. Try fewer, or the beginning of the last one.',
  ];
}

const saidWords: Readonly<Record<SaidBeside, string>> = {
  searching: 'What was said is still being searched.',
  found: 'It was said, though: “Show what was said” leads there.',
  nowhere: 'Nor did anybody say it where there is a transcript. Without a transcript, what was said cannot be searched.',
  failed: 'What was said could not be searched just now.',
};

function chosenWords({ person, from, to }: LibraryFind): string | undefined {
  const isOfDays = from !== undefined || to !== undefined;
  const days = from !== undefined && from === to ? 'day' : 'days';
  if (person === undefined) return isOfDays ? `the ${days} that you chose` : undefined;
  return isOfDays ? `the person and the ${days} that you chose` : 'the person that you chose';
}
