/** SubRip (SRT), which has no way to name a speaker: the name stands before what is said. Nobody has ever specified it; players agree on this much. */
import { cuesOf } from './cues.ts';
import { clockOf, type SpokenLine } from './spoken-line.ts';

export const SRT_MIME = 'application/x-subrip; charset=utf-8';

export function subRip(lines: readonly SpokenLine[]): string {
  const cues = cuesOf(lines, { lead: ({ name }) => `${name}: ` });
  const all = cues.map(
    ({ startMs, endMs, lines: rows }, index) =>
      `${String(index + 1)}\n${clockOf(startMs, ',')} --> ${clockOf(endMs, ',')}\n${rows.map(plain).join('\n')}\n`,
  );
  return all.join('\n');
}

/** It knows no escapes: what a player would take for a tag is parted by a space of no width. */
function plain(text: string): string {
  return text
    .replaceAll(/<(?=[a-z/!])/giu, '<\u200b')
    .replaceAll(/\{(?=\\)/gu, '{\u200b')
    .replaceAll('-->', '->');
}
