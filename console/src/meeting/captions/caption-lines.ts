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

/** What a page has of captions in another language than the one that is read from now on: by caption, the language that it is in. */
export type Outdated = ReadonlyMap<string, string | undefined>;

/** `wanted` is BCP 47; a caption of which nobody knows the language may be in any other. */
export function outdated(captions: readonly Caption[], wanted: string): Outdated {
  const others = captions.filter(({ language }) => language === undefined || mainOf(language) !== mainOf(wanted));
  return new Map(others.map(({ captionId, language }) => [captionId, language]));
}

/** Those from before the language was changed, and those since: one that has come again in the new language is among these. */
export function parted(
  captions: readonly Caption[],
  old: Outdated,
): { readonly before: readonly Caption[]; readonly since: readonly Caption[] } {
  const isOld = ({ captionId, language }: Caption): boolean => old.has(captionId) && old.get(captionId) === language;
  return { before: captions.filter(isOld), since: captions.filter((caption) => !isOld(caption)) };
}

function mainOf(language: string): string {
  return (language.split('-')[0] ?? '').toLowerCase();
}

const saidAloud = 3;

/** Those a screen reader is told: what will not change any more, the latest few. */
export function linesForEars(lines: readonly CaptionLine[]): readonly CaptionLine[] {
  return lines.filter(({ isFinal }) => isFinal).slice(-saidAloud);
}
