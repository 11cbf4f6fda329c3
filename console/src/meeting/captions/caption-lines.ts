/** Captions as lines: each keeps its own, so that nothing that is read moves when more is said, or two speak at once. */
import type { Caption } from '../../../../src/wire/live/page-event.ts';

/** `isFinal`: none of it will change any more. `isNewSpeaker`: somebody else spoke before. */
export type CaptionLine = {
  readonly key: string;
  readonly speaker: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly isNewSpeaker: boolean;
  readonly language?: string | undefined;
};

export function captionLines(captions: readonly Caption[]): readonly CaptionLine[] {
  const lines: CaptionLine[] = [];
  for (const { captionId, speaker, text, isFinal, language } of captions) {
    if (text.trim() === '') continue;
    const isNewSpeaker = lines.at(-1)?.speaker !== speaker;
    lines.push({ key: captionId, speaker, text: text.trim(), isFinal, isNewSpeaker, language });
  }
  return lines;
}

const saidAloud = 3;

/** Those a screen reader is told: what will not change any more, the latest few. */
export function linesForEars(lines: readonly CaptionLine[]): readonly CaptionLine[] {
  return lines.filter(({ isFinal }) => isFinal).slice(-saidAloud);
}
