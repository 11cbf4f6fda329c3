/** What works of transcripts, captions and languages. */
import type { Feature } from './feature.ts';

export const transcriptionFeatures: readonly Feature[] = [
  {
    what: 'What is said becomes captions in three languages on three pages, each under the right name; without a bot the house makes them',
    proof: [
      'test/walks/captioned-meeting.test.ts',
      'src/server/transcription/real-captions.test.ts',
      'test/transcription/captions-in-time.test.ts',
    ],
    against: 'Chromium, three browsers that speak known sentences; pocketsphinx, apertium',
  },
  {
    what: 'call.transcribe: segments with speakers and revisions; a provider that dies in the middle of a sentence loses nothing',
    proof: [
      'src/speech/transcriber/transcriber.test.ts',
      'src/speech/transcriber/real-speech.test.ts',
      'test/lab/two-hundred-turns.test.ts',
      'test/transcription/three-hours.test.ts',
    ],
    against: 'pocketsphinx; 200 turns in the lab; three hours in virtual time',
  },
  {
    what: 'Recognisers: pocketsphinx, OpenAI-compatible, Azure Speech, Deepgram; sherpa-onnx with a model that you bring',
    proof: [
      'src/speech/recognition/pocketsphinx-recogniser.test.ts',
      'src/speech/recognition/openai-compatible.test.ts',
      'src/speech/recognition/azure-speech.test.ts',
      'src/speech/recognition/deepgram.test.ts',
      'src/speech/recognition/sherpa-onnx.test.ts',
    ],
    against:
      "pocketsphinx; sherpa-onnx with models of tones, none of speech; small servers that speak each protocol, Microsoft's and Deepgram's clients; no account",
  },
  {
    what: 'Translation with a glossary, interims that do not flicker; a spoken interpreter with the original lower under it',
    proof: ['src/speech/translation/translations.test.ts', 'src/engine/duck.test.ts', 'test/walks/captioned-meeting.test.ts'],
    against: 'apertium, Chromium; small servers for OpenAI-compatible and Azure Translator',
  },
  {
    what: 'Card, account and health numbers and listed words are taken out of text, logs, exports and, on request, of the sound',
    proof: ['src/speech/redaction/redactor-properties.test.ts', 'test/transcription/canary.test.ts', 'src/archive/silencing.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Transcripts in the library: search, corrections, speakers, second pass; WebVTT, SRT, JSON, text',
    proof: [
      'src/transcripts/transcripts.test.ts',
      'src/transcripts/exports/exports.test.ts',
      'src/server/library/library-transcript.test.ts',
    ],
    against: "W3C's WebVTT parser, subtitle (npm), ffprobe, Chromium",
  },
  {
    what: 'Meeting notes: decisions, tasks and a recap, each with a link to its moment',
    proof: ['bots/meeting-notes.test.ts', 'src/services/notes/extractive-notes.test.ts', 'src/services/notes/model-notes.test.ts'],
    against: 'our own parties; a small server for OpenAI-compatible models',
  },
];
