/** The words after `rollcall lab run`, read and checked. */
import { parseArgs } from 'node:util';

export type LabWords = {
  readonly files: readonly string[];
  readonly seed: number | undefined;
  readonly repeat: number;
  readonly callers: number | undefined;
  readonly everyMs: number | undefined;
  readonly only: string | undefined;
  readonly junit: string | undefined;
  readonly page: string | undefined;
  readonly keep: string | undefined;
  readonly voice: 'built-in' | 'local' | 'auto' | undefined;
};

/** What is wrong with them in sentences, none where help was asked for. Throws what `parseArgs` throws: see `wrongWord`. */
export function labWords(words: readonly string[]): LabWords | { readonly wrong: readonly string[] } {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      repeat: { type: 'string' },
      callers: { type: 'string' },
      every: { type: 'string' },
      only: { type: 'string' },
      junit: { type: 'string' },
      page: { type: 'string' },
      keep: { type: 'string' },
      voice: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { wrong: [] };
  const { only, junit, page, keep, voice } = values;
  const wrong: string[] = [];
  const whole = (name: 'seed' | 'repeat' | 'callers' | 'every', least: number): number | undefined => {
    const word = values[name];
    if (word === undefined) return undefined;
    const value = /^-?\d+$/.test(word) ? Number(word) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    wrong.push(`--${name} is a whole number${least > Number.MIN_SAFE_INTEGER ? ` from ${String(least)} on` : ''}, and not “${word}”.`);
    return undefined;
  };
  const [seed, repeat] = [whole('seed', Number.MIN_SAFE_INTEGER), whole('repeat', 1) ?? 1];
  const [callers, everyMs] = [whole('callers', 1), whole('every', 0)];
  if (voice !== undefined && !isVoice(voice)) wrong.push(`--voice is built-in, local or auto, and not “${voice}”.`);
  if (everyMs !== undefined && values.callers === undefined) wrong.push('--every says how fast callers come, and wants --callers.');
  if (values.callers !== undefined && values.repeat !== undefined)
    wrong.push('--callers is many at once, --repeat one after the other: give one of them.');
  if (positionals.length === 0) wrong.push('Name at least one file with scenarios.');
  if (wrong.length > 0) return { wrong };
  return { files: positionals, seed, repeat, callers, everyMs, only, junit, page, keep, voice: isVoice(voice) ? voice : undefined };
}

/** The sentence about a word that `parseArgs` does not know; anything else is thrown again. */
export function wrongWord(error: unknown): string {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message;
  throw error;
}

function isVoice(word: string | undefined): word is 'built-in' | 'local' | 'auto' {
  return word === 'built-in' || word === 'local' || word === 'auto';
}
