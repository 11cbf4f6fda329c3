/** A transcript as a file, in the format and the language that was asked for. */
import type { TranslatedSegment } from '../../speech/segment.ts';
import type { ExportFormat, KeptTranscript } from '../port.ts';
import { plainText, TEXT_MIME } from './plain-text.ts';
import { spokenLines, type InLanguage } from './spoken-line.ts';
import { subRip, SRT_MIME } from './sub-rip.ts';
import { JSON_MIME, transcriptJson } from './transcript-json.ts';
import { webVtt, VTT_MIME } from './web-vtt.ts';

export type Exporting = {
  readonly subject: string;
  /** Undefined for what was said, as it was said. */
  readonly other?: InLanguage | undefined;
  readonly translationInto: (language: string) => readonly TranslatedSegment[];
};

export function exported(
  transcript: KeptTranscript,
  format: ExportFormat,
  { subject, other, translationInto }: Exporting,
): { readonly mime: string; readonly text: string } {
  switch (format) {
    case 'vtt':
      return { mime: VTT_MIME, text: webVtt(spokenLines(transcript, other), { language: other?.language ?? transcript.language }) };
    case 'srt':
      return { mime: SRT_MIME, text: subRip(spokenLines(transcript, other)) };
    case 'txt':
      return { mime: TEXT_MIME, text: plainText(spokenLines(transcript, other)) };
    case 'json': {
      const languages = other ? [other.language] : transcript.translations;
      const translations = languages.map((language) => ({ language, translated: translationInto(language) }));
      return { mime: JSON_MIME, text: transcriptJson(transcript, { subject, translations }) };
    }
  }
}
