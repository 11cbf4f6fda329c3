/** A transcript to be read: a paragraph for each time that somebody speaks, with the time at which it begins. */
import { clockOf, type SpokenLine } from './spoken-line.ts';

export const TEXT_MIME = 'text/plain; charset=utf-8';

/** Whoever is silent for longer begins a new paragraph, and so does whoever speaks for longer. */
const LONGEST_GAP_MS = 5_000;
const LONGEST_MS = 90_000;

export function plainText(lines: readonly SpokenLine[]): string {
  const paragraphs: { readonly head: string; readonly texts: string[] }[] = [];
  let last: SpokenLine | undefined;
  let begunMs = 0;
  for (const line of lines) {
    const goesOn = last?.speakerId === line.speakerId && last.name === line.name;
    if (last && goesOn && line.startMs - last.endMs <= LONGEST_GAP_MS && line.endMs - begunMs <= LONGEST_MS) {
      paragraphs.at(-1)?.texts.push(line.text);
    } else {
      begunMs = line.startMs;
      paragraphs.push({ head: `[${clockOf(line.startMs, '')}] ${line.name}:`, texts: [line.text] });
    }
    last = line;
  }
  return paragraphs.map(({ head, texts }) => `${head}\n${texts.join(' ')}\n`).join('\n');
}
