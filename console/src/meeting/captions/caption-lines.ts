/** Captions as lines: what one says in a row stands under one name. */
import type { Caption } from '../../../../src/wire/live/page-event.ts';

/** `isFinal`: none of it will change any more. */
export type CaptionLine = { readonly key: string; readonly speaker: string; readonly text: string; readonly isFinal: boolean };

/** A line that is longer than this is closed, so that what is read does not move. */
const longest = 240;

export function captionLines(captions: readonly Caption[]): readonly CaptionLine[] {
  const lines: CaptionLine[] = [];
  for (const { captionId, speaker, text, isFinal } of captions) {
    if (text.trim() === '') continue;
    const last = lines.at(-1);
    if (last !== undefined && last.speaker === speaker && last.isFinal && last.text.length + text.length < longest) {
      lines[lines.length - 1] = { ...last, text: `${last.text} ${text.trim()}`, isFinal };
    } else lines.push({ key: captionId, speaker, text: text.trim(), isFinal });
  }
  return lines;
}
