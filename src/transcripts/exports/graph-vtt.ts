/**
 * A transcript as Graph serves it: WebVTT with nothing but voices, and the same with an object of what is known of each cue.
 * Source: Graph docs, api/calltranscript-get (content, metadataContent).
 */
import type { KeptTranscript } from '../port.ts';
import { clockOf, spokenLines } from './spoken-line.ts';
import { cuesOf } from './cues.ts';
import { voiceCue } from './web-vtt.ts';

type Spoken = Pick<KeptTranscript, 'segments' | 'speakers' | 'startedMs'>;

/** `…/content?$format=text/vtt` */
export function graphVtt(transcript: Pick<Spoken, 'segments' | 'speakers'>): string {
  return `${['WEBVTT', ...cuesOf(spokenLines(transcript)).map(voiceCue)].join('\n\n')}\n`;
}

/** `…/metadataContent`: one cue for each segment, whose text is JSON on one line. */
export function graphMetadataVtt(transcript: Spoken): string {
  const { startedMs } = transcript;
  const cues = spokenLines(transcript).map(({ startMs, endMs, name, text, language }) => {
    const told = {
      startDateTime: new Date(startedMs + startMs).toISOString(),
      endDateTime: new Date(startedMs + endMs).toISOString(),
      speakerName: name,
      spokenText: text,
      spokenLanguage: language.toLowerCase(),
    };
    // Angle brackets as JSON escapes them, so that no text is taken for an arrow.
    const json = JSON.stringify(told).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
    return `${clockOf(startMs, '.')} --> ${clockOf(endMs, '.')}\n${json}`;
  });
  return `${['WEBVTT', ...cues].join('\n\n')}\n`;
}
