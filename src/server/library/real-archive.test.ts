/** The library over a real archive, on a real disk: what was recorded comes out of it, and what is deleted does not. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from '../../archive/archive.ts';
import { about, ada, grace, mallory, newPlace, twoSpeak, type Place } from '../../archive/test-archive.ts';
import { silentLog } from '../../base/log.ts';
import { readWav } from '../../media/wav.ts';
import type { LibraryAnswer, LibraryNews, LibraryPage, RecordingDetail, RecordingWaveforms } from '../../wire/live/library.ts';
import { libraryRoute } from '../library-route.ts';

let place: Place;
let bots: Archive;
let switchboard: Archive;
let told: LibraryNews[];
let ask: (path: string, init?: RequestInit) => Promise<Response>;

beforeEach(async () => {
  place = await newPlace();
  bots = await place.open();
  switchboard = await place.open({ which: 'switchboard' });
  told = [];
  const route = libraryRoute({
    archives: [bots, switchboard],
    ledgerOf: () => Promise.resolve([]),
    webhooks: { deliveries: () => Promise.resolve({ hooks: [], deliveries: [] }), sendAgain: () => Promise.resolve(false) },
    directory: { people: [ada, grace, mallory].map(({ id, name }) => ({ userId: id, name, tenantId: 't1', number: id })) },
    tell: (news) => told.push(news),
    clock: place.clock,
    log: silentLog,
    signal: new AbortController().signal,
  });
  ask = (path, init) => route(new Request(new URL(path, 'http://localhost:4400'), init));
});
afterEach(() => place[Symbol.asyncDispose]());

const read = async <T>(path: string): Promise<T> => (await (await ask(path)).json()) as T;
const post = (path: string, body: object): Promise<Response> => ask(path, { method: 'POST', body: JSON.stringify(body) });

test.each(['bots', 'switchboard'] as const)(
  'what the %s record is listed, looked at, heard in ranges, made into another file, and deleted',
  async (which) => {
    const recording = await (which === 'bots' ? bots : switchboard).begin(about);
    const at = `/kept/${recording.recordingId}`;
    await twoSpeak(recording);
    recording.write({ kind: 'note', atMs: 400, note: { kind: 'chapter', title: 'Grace speaks' } });
    expect(await read<LibraryPage>(`/kept?as=${ada.id}`)).toMatchObject({ recordings: [{ state: 'recording' }] });
    await recording.finish('the call ended');
    await place.clock.advance(1_000);
    expect(told.at(-1)?.recordingIds).toContain(recording.recordingId);

    const { recordings } = await read<LibraryPage>(`/kept?as=${grace.id}&text=quarterly%20hopper`);
    expect(recordings).toMatchObject([{ recordingId: recording.recordingId, state: 'saved', durationMs: 800 }]);
    const detail = await read<RecordingDetail>(`${at}?as=${ada.id}`);
    expect(detail.lanes.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['mixed Everyone', `voice ${ada.name}`, `voice ${grace.name}`]);
    expect(detail).toMatchObject({ chapters: [{ atMs: 400 }], files: [{ name: 'mixed.ogg' }] });
    const { lanes } = await read<RecordingWaveforms>(`${at}/waveforms?as=${ada.id}`);
    const [, early, late] = lanes.map(({ peaks }) => [...Buffer.from(peaks, 'base64')].map((peak) => peak > 20));
    expect(early).toEqual([true, true, true, true, false, false, false, false]);
    expect(late).toEqual([false, false, false, false, true, true, true, true]);

    const whole = new Uint8Array(await (await ask(`${at}/files/mixed.ogg?as=${grace.id}`)).arrayBuffer());
    const part = await ask(`${at}/files/mixed.ogg?as=${grace.id}`, { headers: { range: 'bytes=100-299' } });
    expect(part.status).toBe(206);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.subarray(100, 300));
    expect((await ask(`${at}?as=${mallory.id}`)).status).toBe(404);
    expect((await post(`${at}?as=${grace.id}`, { kind: 'rename', subject: 'mine' })).status).toBe(403);

    const saved = Promise.race([bots, switchboard].map(({ facts }) => facts.next('changed', { matches: (fact) => fact.recording.files.some(({ format }) => format === 'wav') }))); // prettier-ignore
    expect((await post(`${at}?as=${grace.id}`, { kind: 'make', name: 'track-2.wav' })).status).toBe(200);
    await saved;
    await place.clock.settle();
    const wav = await ask(`${at}/files/track-2.wav?as=${grace.id}&download`);
    expect(wav.headers.get('content-disposition')).toMatch(/Canary quarterly figures .* Grace Canary Hopper alone\.wav"/);
    expect(readWav(new Uint8Array(await wav.arrayBuffer()))).toHaveLength(800 * 16);

    const erased = (await (await post(`${at}?as=${ada.id}`, { kind: 'erase' })).json()) as LibraryAnswer;
    expect(erased.absent?.length).toBeGreaterThan(0);
    expect(erased.auditHash).toMatch(/\w{20}/);
    expect((await ask(`${at}?as=${ada.id}`)).status).toBe(404);
    expect(await read<LibraryPage>(`/kept?as=${ada.id}`)).toEqual({ recordings: [] });
  },
);
