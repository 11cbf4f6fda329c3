/** Who recognises and translates by a configuration, for as long as a command at a prompt needs them: also where the house is closed. */
import type { Clock } from '../../base/clock.ts';
import { makeRecogniser, type RecogniserConfig } from '../../speech/recognition/make-recogniser.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import { makeTranslator } from '../../speech/translation/make-translator.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { TranscriptionConfig } from './transcription-config.ts';

export type MeansOfSpeech = { readonly clock: Clock; readonly fetch?: typeof globalThis.fetch | undefined };

/** A recogniser, or why it could not even be made. */
export type ConfiguredRecogniser = {
  readonly config: RecogniserConfig;
  readonly name: string;
  readonly recogniser: SpeechToText | undefined;
  readonly problem: string | undefined;
};

/** English, as pocketsphinx understands it. */
const USUAL_LANGUAGE = 'en-US';

/** Starts nothing yet; ends what was started. */
export class ConfiguredSpeech implements AsyncDisposable {
  readonly recognisers: readonly ConfiguredRecogniser[];
  /** For the second pass over a recording; undefined: the same. */
  readonly secondPass: readonly ConfiguredRecogniser[] | undefined;
  readonly translators: readonly Translator[];
  readonly language: string;
  readonly #made: Partial<AsyncDisposable>[] = [];

  constructor(config: TranscriptionConfig, means: MeansOfSpeech) {
    const { recognisers = [{ kind: 'pocketsphinx' }], secondPass, translators = [{ kind: 'apertium' }] } = config;
    this.recognisers = recognisers.map((each) => this.#recogniser(each, means));
    this.secondPass = secondPass?.map((each) => this.#recogniser(each, means));
    this.translators = translators.map((each) => this.#ended(makeTranslator(each, means)));
    this.language = config.language ?? USUAL_LANGUAGE;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#made.map(async (each) => each[Symbol.asyncDispose]?.()));
  }

  #recogniser(config: RecogniserConfig, means: MeansOfSpeech): ConfiguredRecogniser {
    try {
      const recogniser = this.#ended(makeRecogniser(config, means));
      return { config, name: recogniser.name, recogniser, problem: undefined };
    } catch (error) {
      const name = ('name' in config ? config.name : undefined) ?? config.kind;
      return { config, name, recogniser: undefined, problem: messageOf(error) };
    }
  }

  #ended<T extends Partial<AsyncDisposable>>(each: T): T {
    this.#made.push(each);
    return each;
  }
}

/** Stands in the order for one that could not be made, and says why whenever it is looked at. */
export function orUnmade({ name, recogniser, problem }: ConfiguredRecogniser): SpeechToText {
  const why = problem ?? 'it could not be made';
  return (
    recogniser ?? {
      name,
      leavesMachine: false,
      languages: [],
      gives: { interims: false, words: false, confidence: false },
      atOnce: 1,
      missing: () => Promise.resolve(why),
      recognise: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new SpeechError('speech/no-provider', why)) }),
      }),
    }
  );
}

/** What the recogniser or translator needs and does not have, in words; never rejects. */
export function problemOf(each: SpeechToText | Translator): Promise<string | undefined> {
  return each.missing().catch(messageOf);
}

/** The same of the languages that it translates into: somebody else's machine may have to be asked for them. */
export async function targetsOf(
  translator: Translator,
  from: string,
): Promise<{ targets: readonly string[] | 'any'; problem?: string | undefined }> {
  try {
    return { targets: await translator.targets(from) };
  } catch (error) {
    return { targets: [], problem: messageOf(error) };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
