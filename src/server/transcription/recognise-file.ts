/** Turns a sound file into text with what is configured, as the house would: its recognisers in their order, its words, its rules of redaction. */
import type { Cancel } from '../../base/cancel.ts';
import { FRAME_MS } from '../../media/frame.ts';
import type { Random } from '../../base/random.ts';
import { makeRedactor } from '../../speech/redaction/redactor.ts';
import type { Segment, Speaker } from '../../speech/segment.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import { secondPass } from '../../speech/transcriber/second-pass.ts';
import { ServerError } from '../errors.ts';
import { ConfiguredSpeech, problemOf, type MeansOfSpeech } from './configured-speech.ts';
import type { TranscriptionConfig } from './transcription-config.ts';
import { openWav } from './wav-of-any-kind.ts';

export type RecogniseFileOptions = Cancel &
  MeansOfSpeech & {
    readonly random: Random;
    readonly file: string;
    /** This one alone, by its name. */
    readonly recogniser?: string | undefined;
    /** BCP 47, instead of what is spoken in the house. */
    readonly language?: string | undefined;
    /** A share, 0 … 1. */
    readonly onProgress?: ((done: number, durationMs: number) => void) | undefined;
  };

export type RecognisedFile = {
  /** In order of time; times are ms from the beginning of the file. `problem`: that nobody could turn into text. */
  readonly lines: readonly RecognisedLine[];
  readonly language: string;
  readonly durationMs: number;
  readonly tookMs: number;
  /** Those that could be asked, in order. */
  readonly asked: readonly Asked[];
};
export type RecognisedLine = Pick<Segment, 'startMs' | 'endMs' | 'text' | 'confidence' | 'isRedacted' | 'problem'> & {
  /** Who recognised it. */
  readonly by: string;
  readonly leftMachine: boolean;
};
type Asked = Pick<SpeechToText, 'name' | 'leavesMachine' | 'sendsTo'>;

const SPEAKER: Speaker = { speakerId: 'file', isUnknown: true };

/** Rejects with `server/not-done` where there is no such file, it is no WAV file, or nobody is there who recognises. */
export async function recogniseFile(config: TranscriptionConfig, options: RecogniseFileOptions): Promise<RecognisedFile> {
  const { clock, file, random, signal, onProgress } = options;
  await using wav = await openWav(file, clock);
  await using speech = new ConfiguredSpeech(config, options);
  const providers = await thoseThere(speech, options.recogniser);
  const { durationMs } = wav;
  const { redact = {}, hints } = config;
  const language = options.language ?? speech.language;
  const from = clock.now();
  const { added } = await secondPass({
    clock,
    random,
    providers,
    hints,
    language,
    durationMs,
    signal,
    redactor: redact === false ? undefined : makeRedactor(redact),
    sound: onTrack(wav.frames()),
    speakerOf: () => SPEAKER,
    live: [],
    onProgress: (done) => onProgress?.(done, durationMs),
  });
  const lines = added.toSorted((one, other) => one.startMs - other.startMs).map(lineOf);
  const asked = providers.map(({ name, leavesMachine, sendsTo }) => ({ name, leavesMachine, sendsTo }));
  return { lines, language, durationMs, tookMs: clock.now() - from, asked };
}

async function thoseThere(speech: ConfiguredSpeech, name: string | undefined): Promise<readonly SpeechToText[]> {
  const { recognisers } = speech;
  const meant = recognisers.filter((each) => name === undefined || each.name === name || each.config.kind === name);
  if (meant.length === 0) {
    const names = recognisers.map((each) => each.name).join(', ');
    throw name === undefined || names === ''
      ? new ServerError('server/not-done', 'No recogniser is configured.', 'Name one under transcription.recognisers, or leave that out.')
      : new ServerError('server/not-done', `No recogniser “${name}” is configured.`, `There is: ${names}.`);
  }
  const looked = await Promise.all(
    meant.map(async (each) => ({ ...each, problem: each.recogniser ? await problemOf(each.recogniser) : each.problem })),
  );
  const there = looked.flatMap(({ recogniser, problem }) => (recogniser && problem === undefined ? [recogniser] : []));
  if (there.length > 0) return there;
  const problems = looked.map((each) => `  ${each.name}: ${each.problem ?? ''}`).join('\n');
  throw new ServerError(
    'server/not-done',
    `Nobody is there who turns speech into text:\n${problems}`,
    'Install or set up one of them; rollcall speech tells of all.',
  );
}

async function* onTrack(frames: AsyncIterable<Int16Array>): AsyncGenerator<{ track: number; samples: Int16Array; atMs: number }> {
  let atMs = 0;
  for await (const samples of frames) {
    yield { track: 0, samples, atMs };
    atMs += FRAME_MS;
  }
}

function lineOf({ startMs, endMs, text, confidence, isRedacted, problem, made }: Segment): RecognisedLine {
  const by = made.by === 'recogniser' ? made.provider : made.name;
  return { startMs, endMs, text, confidence, isRedacted, problem, by, leftMachine: made.by === 'recogniser' && made.leftMachine };
}
