/** What an export shows of each segment: who, when, and the text in the language that was asked for. */
import { primaryLanguage } from '../../speech/recognition/language-names.ts';
import type { Segment, SpokenWord, TranslatedSegment } from '../../speech/segment.ts';
import type { KeptTranscript } from '../port.ts';

export type SpokenLine = {
  readonly segmentId: string;
  readonly speakerId: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Without line breaks and control characters, never empty. */
  readonly text: string;
  /** BCP 47 of the text. */
  readonly language: string;
  /** Where they make up the text. */
  readonly words?: readonly SpokenWord[] | undefined;
};

/** `translated` is all there is in `language`. */
export type InLanguage = { readonly language: string; readonly translated: readonly TranslatedSegment[] };

/** Of speech that nobody could turn into text. */
const UNHEARD = '[inaudible]';
const NAMELESS = 'Unknown speaker';
/** A cue without any length is seen by nobody. */
const SHORTEST_MS = 500;

/** By time. In a translation what was said in that language anyway stays as it was, and what is not translated is left out. */
export function spokenLines(
  { segments, speakers }: Pick<KeptTranscript, 'segments' | 'speakers'>,
  other?: InLanguage,
): readonly SpokenLine[] {
  const names = new Map(speakers.map(({ speakerId, name }) => [speakerId, name]));
  const translated = other && new Map(other.translated.map((each) => [each.segmentId, each.text]));
  return segments.flatMap((segment): readonly SpokenLine[] => {
    const isAsSaid = !other || primaryLanguage(segment.language) === primaryLanguage(other.language);
    const said = segment.state === 'unheard' ? UNHEARD : isAsSaid ? segment.text : translated?.get(segment.segmentId);
    const text = oneLine(said ?? '');
    if (text === '') return [];
    const { segmentId, speaker, startMs, endMs } = segment;
    const name = oneLine(speaker.name ?? names.get(speaker.speakerId) ?? '') || NAMELESS;
    return [
      {
        segmentId,
        speakerId: speaker.speakerId,
        name,
        startMs,
        endMs: endMs > startMs ? endMs : startMs + SHORTEST_MS,
        text,
        language: isAsSaid ? segment.language : (other?.language ?? segment.language),
        words: isAsSaid ? wordsOf(segment) : undefined,
      },
    ];
  });
}

/** What has a meaning in no file: line breaks, control characters, halves of characters. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replaceAll(/\p{Cs}/gu, '\ufffd').trim(); // prettier-ignore
}

/** 1:02:03.456 in full: `01:02:03.456`. More than 99 hours stay right. */
export function clockOf(ms: number, point: '.' | ',' | ''): string {
  const whole = Math.max(0, Math.round(ms));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const toSecond = `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1_000) % 60)}`;
  return point === '' ? toSecond : `${toSecond}${point}${String(whole % 1_000).padStart(3, '0')}`;
}

function wordsOf({ state, words }: Segment): readonly SpokenWord[] | undefined {
  return state === 'unheard' ? undefined : words;
}
