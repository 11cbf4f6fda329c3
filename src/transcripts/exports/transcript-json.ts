/**
 * A transcript as JSON, with all that is known of it:
 *
 *     { version: 1, recordingId, subject, language, startedAt, durationMs, state,
 *       speakers: [{ speakerId, name, spokenMs, words }],
 *       segments: [{ segmentId, revision, state, speakerId, speaker, startMs, endMs, text, language, confidence, isRedacted, problem,
 *                    words: [{ text, startMs, endMs, confidence }], made: { by: 'recogniser', provider, pass, leftMachine } | { by: 'person', name } }],
 *       translations: [{ language, segments: [{ segmentId, revision, text, provider, leftMachine }] }] }
 *
 * Times are milliseconds since `startedAt`, which is UTC (ISO 8601). What is not known is absent.
 */
import type { TranslatedSegment } from '../../speech/segment.ts';
import type { KeptTranscript } from '../port.ts';

export const JSON_MIME = 'application/json; charset=utf-8';

export type JsonOptions = {
  readonly subject: string;
  readonly translations: readonly { readonly language: string; readonly translated: readonly TranslatedSegment[] }[];
};

export function transcriptJson(transcript: KeptTranscript, { subject, translations }: JsonOptions): string {
  const { recordingId, language, startedMs, durationMs, state, speakers, segments } = transcript;
  const names = new Map(speakers.map(({ speakerId, name }) => [speakerId, name]));
  const whole = {
    version: 1,
    recordingId,
    subject,
    language,
    startedAt: new Date(startedMs).toISOString(),
    durationMs,
    state,
    speakers,
    segments: segments.map(({ speaker, made, ...segment }) => ({
      ...segment,
      speakerId: speaker.speakerId,
      speaker: speaker.name ?? names.get(speaker.speakerId),
      // An id of a person is nobody's business who reads an exported file.
      made: made.by === 'person' ? { by: made.by, name: made.name } : made,
    })),
    translations: translations.map(({ language: into, translated }) => ({
      language: into,
      segments: translated.map(({ segmentId, revision, text, provider, leftMachine }) => ({
        segmentId,
        revision,
        text,
        provider,
        leftMachine,
      })),
    })),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}
