/** The library over HTTP, as pages ask for it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dayEnd, dayStart } from './days.ts';
import { Kept, KeptError } from './kept.ts';

let asked: { readonly href: string; readonly init: RequestInit }[];
let answer: () => Promise<Response>;
const kept = new Kept('ada & co');

beforeEach(() => {
  asked = [];
  answer = () => Promise.resolve(Response.json({}));
  vi.stubGlobal('fetch', (href: string, init: RequestInit) => (asked.push({ href, init }), answer()));
});
afterEach(() => void vi.unstubAllGlobals());

test('days are asked for as moments of the viewer’s own zone, and what is not looked for is left out', async () => {
  await kept.list({ text: 'a b', from: '2026-11-01', to: '2026-11-23', kind: 'voicemail' }, '5.r1', {});
  const query = new URL(asked[0]?.href ?? '', 'http://house').searchParams;
  expect(Object.fromEntries(query)).toEqual({
    as: 'ada & co',
    text: 'a b',
    kind: 'voicemail',
    before: '5.r1',
    from: String(dayStart('2026-11-01')),
    to: String(dayEnd('2026-11-23')),
  });
});

test('a file has an address to be played from, and one to be saved from', () => {
  expect(kept.fileHref('r/1', 'mixed.ogg')).toBe('/kept/r%2F1/files/mixed.ogg?as=ada+%26+co');
  expect(kept.fileHref('r/1', 'mixed.ogg', { isSaved: true })).toMatch(/&download$/);
});

test('names cannot turn the words around them', async () => {
  answer = () => Promise.resolve(Response.json({ subject: 'a\u202eb' }));
  expect(await kept.detail('r1', {})).toEqual({ subject: 'ab' });
});

test('a command goes as JSON', async () => {
  await kept.command('r1', { kind: 'rename', subject: 'Retro' });
  expect(asked[0]).toMatchObject({ init: { method: 'POST', body: '{"kind":"rename","subject":"Retro"}' } });
});

test.each([
  [404, '{"message":"Gone."}', 'Gone.', true],
  [409, '{"message":"Held."}', 'Held.', false],
  [500, 'plain words', 'plain words', false],
  [502, '', 'status 502', false],
])('a refusal with %i says why', async (status, body, words, isGone) => {
  answer = () => Promise.resolve(new Response(body, { status }));
  const error: unknown = await kept.detail('r1', {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KeptError);
  expect(error).toMatchObject({ isGone, message: expect.stringContaining(words) as string });
});

test('a house that cannot be reached is told in words, one that is not asked any more in none', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(kept.detail('r1', {})).rejects.toThrow('cannot be reached');
  await expect(kept.detail('r1', { signal: AbortSignal.abort() })).rejects.toThrow('Failed to fetch');
});
