/** Recognises English with Debian's pocketsphinx program (BSD-like licence): offline, no account, words in lower case without full stops. */
import { availableParallelism } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { outputOf } from '../program.ts';
import { BY_PIPE, SPHINX, sphinxDictionary } from '../sphinx-program.ts';
import { SphinxOutput } from './sphinx-output.ts';
import type { Recognised, RecogniseOptions, SpeechToText } from './speech-to-text.ts';

export type PocketsphinxOptions = {
  readonly clock: Clock;
  readonly command?: string | undefined;
  /** Left out: two for each core, as one takes a fifth of a core while somebody speaks. */
  readonly atOnce?: number | undefined;
};

const LANGUAGE = 'en-US';

/**
 * Started once for each utterance when it begins, so that the model is loaded while it is being said (a program that lives on would save that
 * work, but adapts itself to the voice before). No interims: the program tells a sentence when there is a pause after it, the last at the end.
 */
export function pocketsphinx({ clock, command = SPHINX, atOnce = 2 * availableParallelism() }: PocketsphinxOptions): SpeechToText {
  let wasThere = false;
  /** Rejects where it could not be looked at and never was: that tells nothing of what is there, and neither does it undo what was seen before. */
  const missing = async (): Promise<string | undefined> => {
    try {
      await sphinxDictionary(command, clock);
      wasThere = true;
      return undefined;
    } catch (error) {
      const isSeen = error instanceof SpeechError && error.code === 'speech/no-provider';
      if (isSeen) wasThere = false;
      if (wasThere) return undefined;
      if (isSeen) return error.message;
      throw error;
    }
  };
  return {
    name: 'pocketsphinx',
    leavesMachine: false,
    languages: [LANGUAGE],
    gives: { interims: false, words: true, confidence: true },
    atOnce,
    missing,
    async *recognise(sound, { language, signal }: RecogniseOptions = {}): AsyncGenerator<Recognised, void, undefined> {
      signal?.throwIfAborted();
      if (language !== undefined && !isEnglish(language))
        throw new SpeechError(
          'speech/unknown-language',
          `pocketsphinx recognises English alone, not ${language}; configure another recogniser for it`,
        );
      const output = new SphinxOutput();
      const decoder = new TextDecoder();
      const args = [...BY_PIPE, command, '-infile', '/dev/stdin', '-time', 'yes', '-logfn', '/dev/null'];
      try {
        for await (const bytes of outputOf('sh', args, { clock, input: bytesOf(sound), deed: 'recognise speech', mayWait: true, signal }))
          yield* output.push(decoder.decode(bytes, { stream: true }));
        yield* output.flush();
      } catch (error) {
        // Why is looked for only now, so that it costs nothing where all is well.
        const why = error instanceof SpeechError ? await missing().catch(() => undefined) : undefined;
        throw why === undefined ? error : new SpeechError('speech/no-provider', why, { cause: error });
      }
    },
  };
}

function isEnglish(language: string): boolean {
  return /^en(?:-|$)/iu.test(language);
}

/** Copied, as whoever speaks may use the same memory again. */
async function* bytesOf(sound: AsyncIterable<Int16Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const samples of sound) yield new Uint8Array(new Int16Array(samples).buffer);
}
