/**
 * WebVTT: each cue is a voice span with the speaker's name, its id that of the segment (`id.2` for the second of a long one).
 * Source: W3C WebVTT, https://www.w3.org/TR/webvtt1/
 */
import { cuesOf, type Cue } from './cues.ts';
import { clockOf, type SpokenLine } from './spoken-line.ts';

export const VTT_MIME = 'text/vtt; charset=utf-8';

export function webVtt(lines: readonly SpokenLine[], { language }: { readonly language?: string | undefined } = {}): string {
  const note = language === undefined ? [] : [`NOTE language: ${escaped(language)}`];
  return `${['WEBVTT', ...note, ...cuesOf(lines).map(cueText)].join('\n\n')}\n`;
}

/** `00:00:01.000 --> 00:00:02.500` and the voice span under it. */
export function voiceCue({ startMs, endMs, name, lines }: Pick<Cue, 'startMs' | 'endMs' | 'name' | 'lines'>): string {
  return `${clockOf(startMs, '.')} --> ${clockOf(endMs, '.')}\n<v ${escaped(name)}>${lines.map(escaped).join('\n')}</v>`;
}

function cueText(cue: Cue): string {
  const id = cue.part === 1 ? cue.segmentId : `${cue.segmentId}.${String(cue.part)}`;
  return `${id.replaceAll('-->', '→')}\n${voiceCue(cue)}`;
}

/** §4.2.2: what would begin a tag or an arrow. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
