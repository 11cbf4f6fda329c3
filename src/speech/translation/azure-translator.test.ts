import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { azureTranslator } from './azure-translator.ts';
import { translatorConformance } from './conformance/translator.ts';
import { JsonServer, type JsonAnswer, type JsonRequest } from './test-json-server.ts';
import { wordByWord } from './test-word-by-word.ts';

const clock = realClock();
const LANGUAGES = ['en', 'es', 'fr', 'fr-ca', 'pt', 'pt-pt', 'zh-Hans', 'zh-Hant', 'nb'];

const refusing = (status: number, code: number, message: string, headers: Record<string, string> = {}): JsonAnswer => ({
  status,
  headers,
  body: { error: { code, message } },
});

/** Checks what the service checks, in its order; a made-up word that its dictionary names stays. */
function answer({ method, path, query, headers, body }: JsonRequest): JsonAnswer {
  if (query.get('api-version') !== '3.0') return refusing(400, 400_021, 'The API version parameter is missing or invalid.');
  if (method === 'GET' && path === '/languages') {
    if (headers['ocp-apim-subscription-key'] !== undefined) return refusing(400, 400_000, 'a key is of no use here');
    return { status: 200, body: { translation: Object.fromEntries(LANGUAGES.map((code) => [code, { name: code, dir: 'ltr' }])) } };
  }
  if (method !== 'POST' || path !== '/translate') return refusing(404, 404_000, 'The requested resource is not found.');
  if (headers['ocp-apim-subscription-key'] !== 'right' || headers['ocp-apim-subscription-region'] !== 'westeurope')
    return refusing(401, 401_000, 'The request is not authorized because credentials are missing or invalid.');
  if (!headers['content-type']?.startsWith('application/json')) return refusing(415, 415_000, 'The media type is not supported.');
  const [from, to] = [query.get('from') ?? '', query.getAll('to')];
  if (!LANGUAGES.includes(from)) return refusing(400, 400_035, 'The source language is not valid.');
  if (to.length === 0 || !to.every((code) => LANGUAGES.includes(code))) return refusing(400, 400_036, 'The target language is not valid.');
  const [{ Text = '' } = {}] = body as { Text?: string }[];
  const plain = Text.replaceAll(/<mstrans:dictionary translation="([^"]*)">[^<]*<\/mstrans:dictionary>/gu, '$1');
  // It spells the codes in its own way.
  return {
    status: 200,
    body: [
      { translations: to.map((code) => ({ text: wordByWord(plain, code) ?? `[${code}] ${plain}`, to: code.replace('fr-ca', 'fr-CA') })) },
    ],
  };
}

const server = await JsonServer.start(answer);
afterAll(() => server[Symbol.asyncDispose]());
const options = { clock, endpoint: server.url, key: 'right', region: 'westeurope' };
const translate = (text: string, to: readonly string[] = ['es'], more: object = {}): Promise<readonly string[]> =>
  azureTranslator({ ...options, ...more }).translate(text, { from: 'en', to });

translatorConformance('Azure AI Translator', { make: () => azureTranslator(options), unknown: 'tlh' });

describe('Azure AI Translator', () => {
  test('one request for all languages, in its own codes', async () => {
    server.requests.length = 0;
    const texts = await translate('hello Bob', ['es-ES', 'fr-CA', 'pt-BR', 'pt-PT', 'zh-TW', 'no', 'es']);
    expect(texts).toEqual([
      'hola Bob',
      'bonjour Bob',
      '[pt] hello Bob',
      '[pt-pt] hello Bob',
      '[zh-Hant] hello Bob',
      '[nb] hello Bob',
      'hola Bob',
    ]);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /languages', 'POST /translate']);
    expect(server.requests[1]?.query.toString()).toBe('api-version=3.0&from=en&to=es&to=fr-ca&to=pt&to=pt-pt&to=zh-Hant&to=nb');
  });

  test('it is told of made-up words by its own dictionary', async () => {
    await azureTranslator(options).translate('hello Contoso', { from: 'en', to: ['es'], glossary: [{ word: 'contoso' }] });
    expect(server.requests.at(-1)?.body).toEqual([{ Text: 'hello <mstrans:dictionary translation="qxzaa">qxzaa</mstrans:dictionary>' }]);
  });

  test('its languages are asked for once an hour, not once a text', async () => {
    server.requests.length = 0;
    const translator = azureTranslator(options);
    for (const text of ['hello', 'good morning', 'everybody']) await translator.translate(text, { from: 'en', to: ['es'] });
    expect(await translator.targets('en')).toEqual(LANGUAGES.slice(1));
    expect(server.requests.filter(({ path }) => path === '/languages')).toHaveLength(1);
  });

  test('a list of languages that did not come is asked for again', async () => {
    const translator = azureTranslator(options);
    server.next.push('cut');
    await expect(translator.targets('en')).rejects.toMatchObject({ code: 'speech/provider-failed' });
    expect(await translator.targets('en')).toContain('es');
  });

  test.each<[string, JsonAnswer, object]>([
    ['a wrong key', refusing(401, 401_000, 'credentials are missing or invalid'), { code: 'speech/not-allowed', isRecoverable: false }],
    ['a free share that is used up', refusing(403, 403_001, 'exceeded its free quota'), { code: 'speech/throttled', isRecoverable: false }],
    [
      'too many requests',
      refusing(429, 429_001, 'exceeded request limits', { 'retry-after': '3' }),
      { code: 'speech/throttled', isRecoverable: true, retryAfterMs: 3_000 },
    ],
    ['a pair that it does not have', refusing(400, 400_023, 'language pair is not valid'), { code: 'speech/unknown-language' }],
    ['a bad request', refusing(400, 400_074, 'not valid JSON'), { code: 'speech/provider-failed', isRecoverable: false }],
    ['a failure of its own', refusing(503, 503_000, 'temporarily unavailable'), { code: 'speech/provider-failed', isRecoverable: true }],
    ['a cut', 'cut', { code: 'speech/provider-failed', isRecoverable: true }],
    ['an answer that is none', { status: 200, body: [] }, { code: 'speech/provider-failed' }],
    ['a language left out', { status: 200, body: [{ translations: [] }] }, { code: 'speech/provider-failed' }],
  ])('%s', async (_, mischief, error) => {
    const translator = azureTranslator(options);
    await translator.targets('en');
    server.next.push(mischief);
    await expect(translator.translate('hello', { from: 'en', to: ['es'] })).rejects.toMatchObject(error);
  });

  test('a key that is wrong, and a region that is missing', async () => {
    await expect(translate('hello', ['es'], { key: 'wrong' })).rejects.toMatchObject({ code: 'speech/not-allowed' });
    await expect(translate('hello', ['es'], { region: undefined })).rejects.toMatchObject({ code: 'speech/not-allowed' });
  });

  test('a resource of its own is asked below its path', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = (url) => {
      asked.push(String(url instanceof Request ? url.url : url));
      return Promise.resolve(Response.json({ translation: { en: {}, es: {} } }));
    };
    const translator = azureTranslator({ clock, fetch, key: 'right', endpoint: 'https://ada.cognitiveservices.azure.com/' });
    expect(await translator.targets('en')).toEqual(['es']);
    expect(asked).toEqual(['https://ada.cognitiveservices.azure.com/translator/text/v3.0/languages?api-version=3.0&scope=translation']);
    expect(translator).toMatchObject({ leavesMachine: true, sendsTo: 'ada.cognitiveservices.azure.com' });
  });
});
