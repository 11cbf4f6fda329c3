/**
 * Translates with Azure AI Translator, version 3.0 of its text API: all languages in one request.
 * https://learn.microsoft.com/azure/ai-services/translator/text-translation/reference/v3/translate
 */
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { providerHost } from '../recognition/provider-host.ts';
import { askJson } from './ask-json.ts';
import type { PlainTranslate } from './glossary.ts';
import { fittingLanguage, isSameLanguage } from './language-names.ts';
import { translated } from './translatable.ts';
import type { Translator } from './translator.ts';

export type AzureTranslatorOptions = {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly key: string;
  /** Of the resource, `westeurope`; a global one needs none. */
  readonly region?: string | undefined;
  /** The global one, one of a geography, or the resource's own (`https://NAME.cognitiveservices.azure.com`). */
  readonly endpoint?: string | undefined;
};

const GLOBAL = 'https://api.cognitive.microsofttranslator.com';
const LANGUAGES_FOR_MS = 60 * 60_000;
/** "… language … is missing, invalid, or not supported", by its list of error codes. */
const UNKNOWN_LANGUAGE: ReadonlySet<number> = new Set([400_003, 400_019, 400_023, 400_035, 400_036, 400_075]);
/** The free share of the month is used up. */
const USED_UP = 403_001;

export function azureTranslator({ clock, key, region, endpoint = GLOBAL, ...options }: AzureTranslatorOptions): Translator {
  const fetch = options.fetch ?? globalThis.fetch;
  const base = new URL(endpoint);
  const name = 'azure';
  let known: { readonly codes: Promise<readonly string[]>; readonly untilMs: number } | undefined;

  const languages = (): Promise<readonly string[]> => {
    if (known && known.untilMs > clock.now()) return known.codes;
    const url = urlOf(base, 'languages', [['scope', 'translation']]);
    // It is told to everybody: no key goes with it. Several may wait for it, so that nobody's signal ends it.
    const codes = askJson({ clock, fetch, name, url }).then((answer) => codesIn(answer, base));
    known = { codes, untilMs: clock.now() + LANGUAGES_FOR_MS };
    codes.catch(() => (known = undefined));
    return codes;
  };
  const codeOf = async (tag: string): Promise<string> => {
    const code = fittingLanguage(tag, await languages());
    if (code !== undefined) return code;
    throw new SpeechError('speech/unknown-language', `Azure AI Translator does not have the language ${tag}`);
  };
  const translate: PlainTranslate = async (text, { from, to, standIns, signal }) => {
    const [source = '', ...targets] = await Promise.all([from, ...to].map(codeOf));
    const distinct = [...new Set(targets)];
    const url = urlOf(base, 'translate', [['from', source], ...distinct.map((code) => ['to', code] as const)]);
    const headers = {
      'ocp-apim-subscription-key': key,
      ...(region === undefined ? {} : { 'ocp-apim-subscription-region': region }),
    };
    const answer = await askJson({ clock, fetch, name, url, headers, body: [{ Text: marked(text, standIns) }], meaning, signal });
    const texts = textsIn(answer, base);
    return targets.map((code) => texts.get(code.toLowerCase()) ?? nothingIn(code, base));
  };
  return {
    name,
    ...providerHost(base),
    missing: () => Promise.resolve(undefined),
    targets: async (from) => {
      const codes = await languages();
      return fittingLanguage(from, codes) === undefined ? [] : codes.filter((code) => !isSameLanguage(code, from));
    },
    translate: (text, given) => translated(text, given, translate),
  };
}

/** A resource of its own serves the API below a path; the shared hosts at the root. */
function urlOf(base: URL, what: 'translate' | 'languages', query: readonly (readonly [string, string])[]): URL {
  const isOwn = /\.cognitiveservices\.azure\./u.test(base.hostname) && base.pathname === '/';
  const path = isOwn ? '/translator/text/v3.0' : base.pathname.replace(/\/+$/u, '');
  const url = new URL(`${path}/${what}`, base);
  url.searchParams.set('api-version', '3.0');
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url;
}

/** Its dynamic dictionary is told that a made-up word is translated by itself. */
function marked(text: string, standIns: readonly string[]): string {
  return standIns.reduce((all, word) => all.replace(word, `<mstrans:dictionary translation="${word}">${word}</mstrans:dictionary>`), text);
}

function meaning(status: number, body: unknown): SpeechError | undefined {
  const { code = 0, message = '' } = errorSchema.safeParse(body).data?.error ?? {};
  if (status === 400 && UNKNOWN_LANGUAGE.has(code))
    return new SpeechError('speech/unknown-language', `Azure AI Translator refused: ${message}`);
  if (code === USED_UP)
    return new SpeechError('speech/throttled', `Azure AI Translator: ${message}; the month's free share is used up`, {
      isRecoverable: false,
    });
  return undefined;
}

type Refused = { readonly error: { readonly code: number; readonly message: string } };
const errorSchema: z.ZodType<Refused> = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

type Answer = readonly { readonly translations: readonly { readonly text: string; readonly to: string }[] }[];
const answerSchema: z.ZodType<Answer> = z.array(z.object({ translations: z.array(z.object({ text: z.string(), to: z.string() })) })).min(1);

/** By their codes, as it spells them but in small letters. */
function textsIn(answer: unknown, { host }: URL): ReadonlyMap<string, string> {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success)
    throw new SpeechError('speech/provider-failed', `azure at ${host} answered with something that is no translation`, {
      cause: parsed.error,
    });
  return new Map(parsed.data[0]?.translations.map(({ to, text }) => [to.toLowerCase(), text]));
}

function nothingIn(code: string, { host }: URL): never {
  throw new SpeechError('speech/provider-failed', `azure at ${host} gave no translation into ${code}`);
}

type Languages = { readonly translation: Readonly<Record<string, unknown>> };
const languagesSchema: z.ZodType<Languages> = z.object({ translation: z.record(z.string(), z.unknown()) });

function codesIn(answer: unknown, { host }: URL): readonly string[] {
  const parsed = languagesSchema.safeParse(answer);
  if (parsed.success) return Object.keys(parsed.data.translation);
  throw new SpeechError('speech/provider-failed', `azure at ${host} answered with something that is no list of languages`, {
    cause: parsed.error,
  });
}
