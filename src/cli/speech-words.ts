/** The words after `rollcall speech`, read and checked. */
import { parseArgs } from 'node:util';
import type { ConfigWords } from './config-words.ts';

export type SpeechWords = {
  readonly isJson: boolean;
  readonly where: ConfigWords;
  readonly asked:
    | { readonly do: 'list' }
    | { readonly do: 'try'; readonly file: string; readonly recogniser: string | undefined; readonly language: string | undefined }
    /** `text` is undefined where it comes by standard input. */
    | { readonly do: 'translate'; readonly text: string | undefined; readonly from: string | undefined; readonly to: readonly string[] }
    | { readonly do: 'fetch'; readonly source: string; readonly folder: string | undefined };
};

/** What is wrong with them in sentences, none where help was asked for. Throws what `parseArgs` throws: see `wrongWord`. */
export function speechWords(words: readonly string[]): SpeechWords | { readonly wrong: readonly string[] } {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      recogniser: { type: 'string' },
      language: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string', multiple: true },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [verb = 'list', ...rest] = positionals;
  if (values.help || verb === 'help') return { wrong: [] };
  const fitting = FITTING[verb];
  if (!fitting) return { wrong: [`There is no “rollcall speech ${verb}”.`] };
  const { recogniser, language, from, folder, json, ...where } = values;
  const given = Object.entries({ recogniser, language, from, to: values.to, folder });
  const wrong = given.flatMap(([name, value]) =>
    value === undefined || fitting.includes(name) ? [] : [`--${name} means nothing to “rollcall speech ${verb}”.`],
  );
  const to = (values.to ?? []).flatMap((each) => each.split(',')).filter((each) => each.trim() !== '');
  const [first, ...more] = rest;
  if (verb === 'list' && first !== undefined) wrong.push(`“${first}” means nothing here.`);
  if (verb === 'try' && (first === undefined || more.length > 0)) wrong.push('Name one WAV file.');
  if (verb === 'fetch' && (first === undefined || more.length > 0)) wrong.push('Name one manifest: a file, or its address.');
  if (verb === 'translate' && to.length === 0) wrong.push('Say into which language: --to es.');
  if (wrong.length > 0) return { wrong };
  const text = rest.length === 0 ? undefined : rest.join(' ');
  const asked: SpeechWords['asked'] =
    verb === 'try'
      ? { do: verb, file: first ?? '', recogniser, language }
      : verb === 'translate'
        ? { do: verb, text, from, to }
        : verb === 'fetch'
          ? { do: verb, source: first ?? '', folder }
          : { do: 'list' };
  return { isJson: json, where, asked };
}

/** Which words go with which. */
const FITTING: Readonly<Record<string, readonly string[]>> = {
  list: [],
  try: ['recogniser', 'language'],
  translate: ['from', 'to'],
  fetch: ['folder'],
};
