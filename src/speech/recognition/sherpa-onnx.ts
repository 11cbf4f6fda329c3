/** Recognises with sherpa-onnx and a model of your own choice, on this machine, in a process of its own. */
import { availableParallelism } from 'node:os';
import { orAborted } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { msOf, SAMPLE_RATE } from '../../media/frame.ts';
import { SpeechError } from '../errors.ts';
import { languageTag, primaryLanguage } from './language-names.ts';
import { missingFiles } from './models/fetch-model.ts';
import type { ModelManifest } from './models/manifest.ts';
import { problemOf } from './optional-package.ts';
import { eachPiece } from './read-sound.ts';
import { isStreaming, sherpaConfig, type FromSherpa } from './sherpa-messages.ts';
import { sherpaLibrary, SherpaProcess } from './sherpa-process.ts';
import { recognisedBy } from './sherpa-words.ts';
import type { RecogniseOptions, SpeechToText } from './speech-to-text.ts';
import { toldBy, type ToldResults } from './told-results.ts';

export type SherpaOptions = {
  readonly clock: Clock;
  readonly manifest: ModelManifest;
  /** Where the model's files are. */
  readonly folder: string;
  /** That one utterance may use at a time. */
  readonly threads?: number | undefined;
  readonly name?: string | undefined;
  readonly atOnce?: number | undefined;
  /** Another module than `sherpa-onnx-node` that does what it does. */
  readonly library?: string | undefined;
};

/** Sent and not worked on yet; then whoever speaks is waited for. */
const MOST_AHEAD = 10 * SAMPLE_RATE;

/** The model is loaded when it is first needed, and stays; disposing of it ends the process. */
export function sherpaOnnx(options: SherpaOptions): SpeechToText & AsyncDisposable {
  const { clock, manifest, folder, threads = 1, name = 'sherpa', atOnce = availableParallelism() } = options;
  const streams = isStreaming(manifest.family);
  const library = options.library ?? sherpaLibrary();
  const child = new SherpaProcess({
    clock,
    library,
    isStreaming: streams,
    config: sherpaConfig(manifest, { folder, threads }),
    model: manifest.name,
  });
  const filesThere = async (): Promise<void> => {
    const missing = await missingFiles(manifest, folder, clock);
    if (missing.length > 0)
      throw new SpeechError(
        'speech/model-failed',
        `of the model ${manifest.name} ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in ${folder}; fetch the model first`,
      );
  };
  const known = (language: string): boolean =>
    manifest.languages === 'any' || manifest.languages.some((each) => primaryLanguage(each) === primaryLanguage(language));
  const only = manifest.languages !== 'any' && manifest.languages.length === 1 ? manifest.languages[0] : undefined;

  const utterance = async (
    sound: AsyncIterable<Int16Array>,
    language: string | undefined,
    results: ToldResults,
    until: AbortSignal,
  ): Promise<void> => {
    await orAborted(filesThere(), until);
    const failed = new AbortController();
    const signal = AbortSignal.any([until, failed.signal]);
    let [sent, taken] = [0, 0];
    let over = (): void => undefined;
    let caughtUp = (): void => undefined;
    const done = new Promise<void>((resolve) => (over = resolve));
    const heard = (message: Extract<FromSherpa, { readonly id: number }>): void => {
      if (message.kind === 'done') return over();
      if (message.kind === 'taken') {
        taken += message.samples;
        return caughtUp();
      }
      const found = message.result.language === undefined ? undefined : languageTag(message.result.language);
      const kind = message.isFinal ? 'final' : 'interim';
      const result = recognisedBy(message.result, { kind, lengthMs: Math.ceil(msOf(sent)), language: language ?? found ?? only });
      if (result) results.tell(result);
    };
    const id = child.begin(language === undefined ? undefined : primaryLanguage(language), {
      heard,
      failed: (error) => failed.abort(error),
    });
    const take = async (samples: Int16Array): Promise<void> => {
      if (samples.length === 0) return;
      sent += samples.length;
      child.send({ kind: 'sound', id, samples: new Int16Array(samples) });
      if (sent - taken < MOST_AHEAD) return;
      await clock.hold(() => orAborted(new Promise<void>((resolve) => (caughtUp = resolve)), signal));
    };
    try {
      await eachPiece(sound, take, { signal });
      if (sent === 0) return;
      child.send({ kind: 'end', id });
      await clock.hold(() => orAborted(done, signal));
    } finally {
      child.end(id);
    }
  };

  return {
    name,
    leavesMachine: false,
    languages: manifest.languages,
    gives: { interims: streams, words: manifest.family !== 'whisper', confidence: /transducer$/iu.test(manifest.family) },
    atOnce,
    missing: () => problemOf(filesThere().then(() => child.ready())),
    recognise(sound, { language, signal }: RecogniseOptions = {}) {
      const work = async (results: ToldResults, until: AbortSignal): Promise<void> => {
        if (language !== undefined && !known(language))
          throw new SpeechError(
            'speech/unknown-language',
            `the model ${manifest.name} does not recognise ${language}; configure another for it`,
          );
        await utterance(sound, language, results, until);
      };
      return toldBy(work, { signal });
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
