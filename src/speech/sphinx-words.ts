/**
 * Hears words with the pocketsphinx program (BSD-like licence): English, offline. It is started once for each short utterance and gets
 * the sound by a pipe, so silence costs nothing and no sound touches the disk.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { onceDone } from '../base/once-done.ts';
import { FRAME_MS, SAMPLE_RATE } from '../media/frame.ts';
import { SpeechError } from './errors.ts';
import { textOf } from './program.ts';
import { BY_PIPE, SPHINX, sphinxDictionary } from './sphinx-program.ts';
import { Utterances } from './utterances.ts';
import { waysToSay, wordGrammar, wordOf, type WordGrammar } from './word-grammar.ts';
import type { WordListener } from './word-listener.ts';

export type SphinxWordsOptions = {
  readonly clock: Clock;
  readonly command?: string;
  /** Where the grammar lies while it is listened for it, never the sound. */
  readonly temporaryFolder?: string;
};

/** The price of a further word, and beams wide enough for it. Speech was found already: what the program takes for noise are soft words. */
const TUNING = ['-wip', '1e-4', '-beam', '1e-80', '-wbeam', '1e-60', '-pbeam', '1e-80', '-remove_noise', 'no', '-remove_silence', 'no'];
/** Of silence, before and after: words begin and end in it. */
const REST = new Int16Array(SAMPLE_RATE / 4);
/** Brought to this height, so that a quiet voice is heard as well. */
const PEAK = 20_000;

/** Looks for the program when a word is listened for the first time. */
export function sphinxWords({ clock, command = SPHINX, temporaryFolder = tmpdir() }: SphinxWordsOptions): WordListener {
  const known = onceDone(() => dictionaryOf(command, clock));
  return {
    name: 'pocketsphinx',
    leavesMachine: false,
    missing: () =>
      known().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
    async wordIn(sound, words, { withinMs, signal }) {
      signal?.throwIfAborted();
      const { grammar, dictionary: sounds } = grammarOf(words, await known());
      const folder = await clock.hold(() => mkdtemp(join(temporaryFolder, 'rollcall-words-')));
      const [rules, pronounced] = [join(folder, 'words.gram'), join(folder, 'words.dict')];
      try {
        await clock.hold(() => Promise.all([writeFile(rules, grammar), writeFile(pronounced, sounds)]));
        const args = ['-infile', '/dev/stdin', '-jsgf', rules, '-dict', pronounced, ...TUNING, '-logfn', '/dev/null'];
        const recognise = async (utterance: Int16Array): Promise<string | undefined> => {
          const input = raised(utterance);
          return wordOf(await textOf('sh', [...BY_PIPE, command, ...args], { clock, input, deed: 'listen', signal }), words);
        };
        return await firstIn(sound, recognise, { withinMs, signal });
      } finally {
        await clock.hold(() => rm(folder, { recursive: true, force: true }));
      }
    },
  };
}

async function firstIn(
  sound: AsyncIterable<{ readonly samples: Int16Array }>,
  recognise: (utterance: Int16Array) => Promise<string | undefined>,
  { withinMs, signal }: Cancel & { readonly withinMs: number },
): Promise<string | undefined> {
  const utterances = new Utterances();
  let heardMs = 0;
  for await (const { samples } of sound) {
    signal?.throwIfAborted();
    const utterance = utterances.push(samples);
    const word = utterance && (await recognise(utterance));
    if (word !== undefined) return word;
    heardMs += FRAME_MS;
    if (heardMs >= withinMs && !utterances.isOpen) return undefined;
  }
  signal?.throwIfAborted();
  return undefined;
}

function grammarOf(words: readonly string[], dictionary: string): WordGrammar {
  const ways = words.map((word) => waysToSay(word, dictionary));
  const unknown = words.filter((_, at) => ways[at]?.length === 0);
  if (unknown.length > 0) {
    const which = unknown.map((word) => `"${word}"`).join(', ');
    throw new SpeechError('speech/unknown-word', `the English dictionary of pocketsphinx does not have ${which}; listen for other words`);
  }
  return wordGrammar(ways);
}

async function dictionaryOf(command: string, clock: Clock): Promise<string> {
  const path = await sphinxDictionary(command, clock);
  return clock.hold(() => readFile(path, 'utf8'));
}

/** With rests around it, as bytes. */
function raised(utterance: Int16Array): Uint8Array {
  const all = new Int16Array(utterance.length + 2 * REST.length);
  let peak = 1;
  for (const sample of utterance) peak = Math.max(peak, Math.abs(sample));
  const factor = PEAK / peak;
  for (let i = 0; i < utterance.length; i++) all[REST.length + i] = (utterance[i] ?? 0) * factor;
  return new Uint8Array(all.buffer);
}
