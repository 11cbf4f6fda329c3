/** Files of recordings as they are served: in ranges, piece by piece, under a good name. */
import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { libraryRoute } from '../library-route.ts';
import { TestArchive } from './test-archive.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
let ours: TestArchive;
let ask: (path: string, init?: RequestInit) => Promise<Response>;

beforeEach(() => {
  ours = new TestArchive();
  ours.put({ recordingId: 'r1' }, { 'mixed.ogg': bytes });
  const route = libraryRoute({
    archives: [ours],
    ledgerOf: () => Promise.resolve([]),
    webhooks: { deliveries: () => Promise.resolve({ hooks: [], deliveries: [] }), sendAgain: () => Promise.resolve(false) },
    directory: { people: [{ userId: 'ada', tenantId: 't', name: 'Ada', number: '201' }] },
    tell: () => undefined,
    clock: virtualClock(),
    log: silentLog,
    signal: new AbortController().signal,
  });
  ask = (path, init) => route(new Request(new URL(path, 'http://localhost:4400'), init));
});

const bytesOf = async (response: Response): Promise<number[]> => [...new Uint8Array(await response.arrayBuffer())];

describe('a file', () => {
  const file = '/kept/r1/files/mixed.ogg?as=ada';
  const ranged = (range: string, more: Record<string, string> = {}): Promise<Response> => ask(file, { headers: { range, ...more } });

  test.each([undefined, 'bytes=-', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=a-b'])('comes whole for the range %s', async (range) => {
    const response = range === undefined ? await ask(file) : await ranged(range);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/ogg');
    expect(response.headers.get('content-length')).toBe('100');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await bytesOf(response)).toEqual([...bytes]);
  });

  test.each([
    ['bytes=0-9', 0, 9],
    ['bytes=90-', 90, 99],
    ['Bytes=95-2000', 95, 99],
    ['bytes=-5', 95, 99],
    ['bytes=-500', 0, 99],
    ['bytes=99-99', 99, 99],
  ])('of %s is %i to %i', async (range, from, to) => {
    const response = await ranged(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${String(from)}-${String(to)}/100`);
    expect(response.headers.get('content-length')).toBe(String(to - from + 1));
    expect(await bytesOf(response)).toEqual([...bytes.subarray(from, to + 1)]);
  });

  test.each(['bytes=100-', 'bytes=5-4', 'bytes=-0', 'bytes=99999999999999999999-'])('has nothing at %s', async (range) => {
    const response = await ranged(range);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */100');
  });

  test('a range holds for the version that it was asked of', async () => {
    const etag = (await ask(file)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect((await ranged('bytes=0-1', { 'if-range': etag })).status).toBe(206);
    expect((await ranged('bytes=0-1', { 'if-range': '"other"' })).status).toBe(200);
    expect((await ranged('bytes=0-1', { 'if-range': 'Mon, 23 Nov 2026 00:00:00 GMT' })).status).toBe(200);
    ours.put({ recordingId: 'r1' }, { 'mixed.ogg': bytes.subarray(0, 50) });
    expect((await ranged('bytes=0-1', { 'if-range': etag })).status).toBe(200);
  });

  test('is asked about without being read', async () => {
    const response = await ask(file, { method: 'HEAD', headers: { range: 'bytes=0-1' } });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '100']);
    expect(await bytesOf(response)).toEqual([]);
    expect(ours.reads).toEqual([]);
  });

  test('is read piece by piece, as it is taken, and no further when nobody listens', async () => {
    const mebibyte = new Uint8Array(2 ** 20).fill(7);
    ours.put({ recordingId: 'r1' }, { 'mixed.ogg': mebibyte });
    const reader = (await ask(file)).body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(2 ** 18);
    await reader?.cancel();
    expect(ours.reads.length).toBeLessThan(3);
    ours.reads.length = 0;
    expect(await bytesOf(await ask(file))).toHaveLength(2 ** 20);
    expect(ours.reads).toHaveLength(4);
  });

  test('that cannot be opened is refused in words; one that is shorter than it says breaks off', async () => {
    ours.bytes.delete('r1/mixed.ogg');
    expect((await ask(file)).status).toBe(409);
    ours.put({ recordingId: 'r1' }, { 'mixed.ogg': new Uint8Array(2 ** 19) });
    const response = await ask(file);
    ours.bytes.set('r1/mixed.ogg', new Uint8Array());
    ours.claimedBytes = 10;
    await expect(bytesOf(await ask(file))).rejects.toThrow('ended at byte 0');
    expect(await bytesOf(response)).toHaveLength(2 ** 19);
  });

  test('is saved under a name that says what it is', async () => {
    ours.put({ recordingId: 'r1', subject: 'Größe: "A/B" \u202e🎉 \ud800' }, { 'mixed.ogg': bytes });
    const saved = (await ask(`${file}&download`)).headers.get('content-disposition') ?? '';
    expect(saved).toMatch(/^attachment; filename="Gro_e A B _ 2026-11-23 Everyone, one track\.ogg"; filename\*=UTF-8''/);
    expect(decodeURIComponent(saved.split("UTF-8''")[1] ?? '')).toBe('Größe A B 🎉 2026-11-23 Everyone, one track.ogg');
    expect((await ask(file)).headers.get('content-disposition')).toMatch(/^inline; /);
  });
});
