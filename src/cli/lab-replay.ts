/** `rollcall lab replay`: plays a captured call again against bots of today, and shows where they do otherwise. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bundle } from '../bundles/bundle.ts';
import { BundleError } from '../bundles/errors.ts';
import { readBundle } from '../bundles/read-bundle.ts';
import { loadBot } from '../server/bot-file.ts';
import { ServerError } from '../server/errors.ts';
import { LabError } from '../testing/errors.ts';
import { replay, type Replayed } from '../testing/replay/replay.ts';
import type { LabOutput } from './lab-output.ts';
import { wrongWord } from './lab-words.ts';

export const replayHelp: string = `  rollcall lab replay <call.json> <number>=<bot file> …
                             Plays a call again that was saved, with these bots; shows the first difference
      --seed <n>             With this seed instead of 1
      --voice <which>        built-in (the same everywhere), local, or auto
`;

/** 0 when the bots did as before, 1 when they did not, 2 when the words are wrong or a file cannot be used. */
export async function labReplay(words: readonly string[], { out, error }: LabOutput): Promise<number> {
  const parsed = parsedWords(words);
  if (typeof parsed === 'string') return told(error, `${parsed}\n\n${replayHelp}`, 2);
  const { values, positionals } = parsed;
  if (values.help) return told(out, replayHelp, 0);
  const [file, ...pairs] = positionals;
  const { voice } = values;
  const seed = Number(values.seed ?? 1);
  const wrong = [
    ...(file === undefined || pairs.length === 0
      ? ['Name a saved call, and each bot with its number: rollcall lab replay call.json 100=bot.ts']
      : []),
    ...(Number.isSafeInteger(seed) ? [] : [`--seed is a whole number, and not “${values.seed ?? ''}”.`]),
    ...(voice === undefined || isVoice(voice) ? [] : [`--voice is built-in, local or auto, and not “${voice}”.`]),
    ...pairs.filter((pair) => !/^\d+=./.test(pair)).map((pair) => `“${pair}” is no number and bot: write it as 100=bot.ts.`),
  ];
  if (wrong.length > 0 || file === undefined) return told(error, `${wrong.join('\n')}\n\n${replayHelp}`, 2);
  const text = await readFile(resolve(file), 'utf8').catch((cause: unknown) => cause);
  if (typeof text !== 'string')
    return told(
      error,
      `${file} cannot be read: ${text instanceof Error ? text.message : String(text)}\n→ Name a call that was saved on the page of the calls.\n`,
      2,
    );
  let done: { readonly bundle: Bundle; readonly replayed: Replayed };
  try {
    const bundle = readBundle(text);
    const bots: Record<string, Awaited<ReturnType<typeof loadBot>>> = {};
    for (const pair of pairs) bots[pair.slice(0, pair.indexOf('='))] = await loadBot(pair.slice(pair.indexOf('=') + 1));
    done = { bundle, replayed: await replay(bundle, { bots, seed, ...(isVoice(voice) && { voice }) }) };
  } catch (cause) {
    return told(error, `${unusable(file, cause)}\n`, 2);
  }
  const { bundle, replayed } = done;
  const { difference, heardDifference, notCompared, missed } = replayed;
  for (const sentence of missed) out(`${sentence}\n`);
  if (difference) out(`${difference.sentence}\n\n${difference.shown}\n`);
  if (heardDifference) out(`${heardDifference.sentence}\n`);
  const isAlike = !difference && !heardDifference && missed.length === 0;
  for (const sentence of notCompared) out(`${sentence}\n`);
  const count = String(bundle.messages.length);
  return told(
    out,
    isAlike
      ? `${basename(file)}: ${notCompared.length > 0 ? 'as far as it was compared ' : ''}as before, all ${count} messages of it.\n`
      : `${basename(file)}: not as before.\n`,
    isAlike ? 0 : 1,
  );
}

type Parsed = {
  readonly values: { readonly seed?: string; readonly voice?: string; readonly help?: boolean };
  readonly positionals: string[];
};

function parsedWords(words: readonly string[]): Parsed | string {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { seed: { type: 'string' }, voice: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch (error) {
    return wrongWord(error);
  }
}

/** Why nothing could be replayed; a fault of the program itself is thrown again. */
function unusable(file: string, cause: unknown): string {
  if (cause instanceof BundleError) return `${file}: ${cause.message}\n→ Name a call that was saved on the page of the calls.`;
  if (cause instanceof ServerError) return `${cause.message}\n→ ${cause.remedy}`;
  if (cause instanceof LabError && cause.code === 'testing/no-replay') return `${file}: ${cause.message}`;
  throw cause;
}

function isVoice(word: string | undefined): word is 'built-in' | 'local' | 'auto' {
  return word === 'built-in' || word === 'local' || word === 'auto';
}

function told(to: (text: string) => unknown, text: string, code: number): number {
  to(text);
  return code;
}
