/** The library over HTTP: who gets what, and in which pieces. */
import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import type { LibraryNews, LibraryPage, RecordingDetail, RecordingWaveforms, WebhookDeliveries } from '../wire/live/library.ts';
import { isLibraryPath, libraryRoute } from './library-route.ts';
import { TestArchive } from './library/test-archive.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
const people = ['ada', 'grace', 'eve'].map((userId) => ({ userId, name: userId, tenantId: 't', number: userId }));
const deliveries: WebhookDeliveries['deliveries'] = [
  { deliveryId: 'd1', url: 'https://a', event: 'recordingSaved', recordingId: 'r1', state: 'givenUp', tries: [] },
  { deliveryId: 'd2', url: 'https://a', event: 'recordingSaved', recordingId: 'of others', state: 'delivered', tries: [] },
];

let clock: VirtualClock;
let ours: TestArchive;
let theirs: TestArchive;
let told: LibraryNews[];
let sentAgain: string[];
let closing: AbortController;
let ask: (path: string, init?: RequestInit) => Promise<Response>;

beforeEach(() => {
  clock = virtualClock();
  [ours, theirs] = [new TestArchive(), new TestArchive()];
  [told, sentAgain] = [[], []];
  closing = new AbortController();
  ours.put({ recordingId: 'r1' }, { 'mixed.ogg': bytes });
  const route = libraryRoute({
    archives: [ours, theirs],
    ledgerOf: (_, known) =>
      Promise.resolve([
        { atMs: 5, person: known.find(({ id }) => id === 'grace') ?? { id: '' }, what: 'agreed', how: 'key 1' },
        { atMs: 6, person: known.find(({ id }) => id === 'eve') ?? { id: '' }, what: 'refused', how: 'key 2' },
      ]),
    webhooks: {
      deliveries: () => Promise.resolve({ hooks: [{ url: 'https://a', events: ['recordingSaved'] }], deliveries }),
      sendAgain: (id) => Promise.resolve(sentAgain.push(id) > 0),
    },
    directory: { people },
    tell: (news) => told.push(news),
    clock,
    log: silentLog,
    signal: closing.signal,
  });
  ask = (path, init) => route(new Request(new URL(path, 'http://localhost:4400'), init));
});

const listOf = async (query = ''): Promise<LibraryPage> => (await ask(`/kept?as=ada${query}`)).json() as Promise<LibraryPage>;
const detailOf = async (as = 'ada'): Promise<RecordingDetail> => (await ask(`/kept/r1?as=${as}`)).json() as Promise<RecordingDetail>;
const command = (body: unknown, as = 'ada'): Promise<Response> =>
  ask(`/kept/r1?as=${as}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

test('its paths are its own', () => {
  expect(['/kept', '/kept/r1', '/keptother', '/library'].map(isLibraryPath)).toEqual([true, true, false, false]);
});

describe('the list', () => {
  test('has recordings of both halves, newest first, a page at a time, each once', async () => {
    for (let i = 0; i < 120; i++)
      (i % 3 === 0 ? ours : theirs).put({ recordingId: `n${String(i).padStart(3, '0')}`, startedMs: Math.floor(i / 7) });
    const seen: string[] = [];
    let before = '';
    do {
      const page = await listOf(before);
      expect(page.recordings.length).toBeLessThanOrEqual(50);
      seen.push(...page.recordings.map(({ recordingId }) => recordingId));
      before = page.next === undefined ? '' : `&before=${page.next}`;
    } while (before !== '');
    expect(seen).toHaveLength(121);
    expect(new Set(seen).size).toBe(121);
    expect(seen[0]).toBe('r1');
    expect(seen.at(-1)).toBe('n000');
  });

  test('goes on after many that began in the same millisecond', async () => {
    for (let i = 0; i < 170; i++) theirs.put({ recordingId: `s${String(i)}`, startedMs: 7 });
    const first = await listOf();
    const second = await listOf(`&before=${first.next ?? ''}`);
    const third = await listOf(`&before=${second.next ?? ''}`);
    expect(new Set([first, second, third].flatMap((page) => page.recordings.map(({ recordingId }) => recordingId))).size).toBe(150);
  });

  test('is of what the person may see, and of what is looked for', async () => {
    theirs.put({
      recordingId: 'v',
      kind: 'voicemail',
      subject: 'Call me',
      startedMs: 5,
      people: [{ id: 'grace', name: 'Grace' }],
      organizer: undefined,
    });
    const ids = async (path: string): Promise<string[]> =>
      ((await (await ask(path)).json()) as LibraryPage).recordings.map(({ recordingId }) => recordingId);
    expect(await ids('/kept?as=ada')).toEqual(['r1']);
    expect(await ids('/kept?as=grace')).toEqual(['r1', 'v']);
    expect(await ids('/kept?as=grace&kind=voicemail&text=&person=')).toEqual(['v']);
    expect(await ids('/kept?as=grace&text=Weekly&person=ada&from=1&to=99999999999999')).toEqual(['r1']);
    expect(await ids('/kept?as=eve')).toEqual([]);
  });

  test.each(['from=yesterday', 'kind=film', 'before=x', 'from=-1', `text=${'a'.repeat(201)}`])(
    'cannot be searched by %s',
    async (query) => {
      expect((await ask(`/kept?as=ada&${query}`)).status).toBe(400);
    },
  );
});

describe('one recording', () => {
  test('comes with its ledger, and to its organizer with its trail', async () => {
    expect(await detailOf()).toMatchObject({
      subject: 'Weekly sync',
      consents: [
        { name: 'grace', what: 'agreed' },
        { name: 'eve', what: 'refused' },
      ],
      trail: [{ did: 'opened' }],
      may: expect.arrayContaining(['erase', 'rename']) as string[],
      files: [{ name: 'mixed.ogg', title: 'Everyone, one track (Opus)' }],
    });
    const other = await detailOf('grace');
    expect(other.trail).toBeUndefined();
    expect(other.may).toEqual(['make']);
  });

  test('comes with waveforms', async () => {
    const waveforms = (await (await ask('/kept/r1/waveforms?as=ada')).json()) as RecordingWaveforms;
    expect(waveforms.lanes.map(({ peaks }) => [...Buffer.from(peaks, 'base64')])).toEqual([[0, 0, 255], [0, 1, 255]]); // prettier-ignore
  });

  test.each([
    '/kept/r1?as=eve',
    '/kept/r1?as=nobody',
    '/kept/r1',
    '/kept/r2?as=ada',
    '/kept/r1/waveforms?as=eve',
    '/kept/r1/files/mixed.ogg?as=eve',
    '/kept/r1/files/mixed.wav?as=ada',
    '/kept/r1/files/..%2Fmixed.ogg?as=ada',
    '/kept/r1/files/track-01.ogg?as=ada',
    '/kept/r1/files?as=ada',
    '/kept/r1/other?as=ada',
    '/kept/r1/files/mixed.ogg/more?as=ada',
    '/kept/%E0%A4%A?as=ada',
  ])('%s is not there', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toHaveProperty('message');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  test('of what is unknown and what is forbidden the same is said', async () => {
    const [forbidden, missing] = await Promise.all([ask('/kept/r1?as=eve'), ask('/kept/r2?as=eve')]);
    expect(await forbidden.text()).toBe(await missing.text());
  });

  test.each([
    ['PUT', '/kept'],
    ['POST', '/kept/r1/waveforms'],
    ['DELETE', '/kept/r1'],
    ['GET', '/kept/webhooks/d1'],
  ])('%s %s is refused', async (method, path) => {
    const response = await ask(`${path}?as=ada`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).not.toBeNull();
  });
});

describe('a command', () => {
  test('is carried out, and pages hear that the recording changed', async () => {
    expect(await (await command({ kind: 'rename', subject: ' Retro ' })).json()).toEqual({ done: true });
    await command({ kind: 'grant', id: 'eve', name: 'Mallory' });
    await command({ kind: 'keepUntil', untilMs: 5 });
    expect(await detailOf()).toMatchObject({ subject: 'Retro', grants: [{ id: 'eve', name: 'eve' }], keptUntilMs: 5 });
    await command({ kind: 'revoke', id: 'eve' });
    await command({ kind: 'keepUntil', untilMs: null });
    expect(await detailOf()).toMatchObject({ grants: [] });
    await clock.advance(1_000);
    expect(told).toEqual([{ recordingIds: ['r1'], making: [] }]);
  });

  test('to delete gives the proof; a held one stays', async () => {
    ours.put({ recordingId: 'r1', hold: { reason: 'lawsuit', by: { id: 'o', name: 'Op' }, sinceMs: 1 } });
    const held = await command({ kind: 'erase' });
    expect([held.status, (await held.text()).includes('held')]).toEqual([409, true]);
    ours.put({ recordingId: 'r1' });
    expect(await (await command({ kind: 'erase' })).json()).toEqual({ done: true, absent: ['blobs', 'log'], auditHash: 'abc' });
    expect((await ask('/kept/r1?as=ada')).status).toBe(404);
  });

  test.each([
    ['{', 400],
    ['[]', 400],
    [{ kind: 'explode' }, 400],
    [{ kind: 'rename', subject: '  ' }, 400],
    [{ kind: 'rename', subject: 'a'.repeat(201) }, 400],
    [{ kind: 'grant', id: 'stranger', name: 'x' }, 400],
    [{ kind: 'make', name: 'speaker.mp4' }, 400],
    [{ kind: 'make', name: '../x' }, 400],
    [`"${'a'.repeat(20_000)}"`, 413],
  ])('%j is refused', async (body, status) => {
    const response = await command(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('message');
  });

  test('of somebody to whom the recording is not open is about nothing', async () => {
    expect((await command({ kind: 'erase' }, 'eve')).status).toBe(404);
    expect(ours.kept.size).toBe(1);
  });
});

describe('a file that is made on demand', () => {
  const wav = { content: { kind: 'mixed' }, format: 'wav', mime: 'audio/wav', sizeBytes: 9, durationMs: 9 } as const;

  test('is answered at once, shows how far it is, and is then there', async () => {
    let finish = (): void => undefined;
    ours.making = new Promise((resolve) => {
      finish = () => {
        ours.put({ ...(ours.kept.get('r1') ?? { recordingId: 'r1' }), files: [wav] });
        resolve(wav);
      };
    });
    expect((await detailOf()).canMake.map(({ name }) => name)).toContain('mixed.wav');
    expect((await command({ kind: 'make', name: 'mixed.wav' })).status).toBe(200);
    await command({ kind: 'make', name: 'mixed.wav' });
    ours.facts.tell('progress', { recordingId: 'r1', content: wav.content, format: 'wav', done: 0.4 });
    expect(await detailOf()).toMatchObject({ making: [{ name: 'mixed.wav', done: 0.4 }] });
    expect((await detailOf()).canMake.map(({ name }) => name)).not.toContain('mixed.wav');
    await clock.advance(1_000);
    finish();
    await clock.settle();
    expect(await detailOf()).toMatchObject({ making: [], files: [{ name: 'mixed.wav' }] });
    await clock.advance(1_000);
    expect(told.map(({ making }) => making.map(({ done }) => done))).toEqual([[0.4], [1]]);
    expect(told.at(-1)?.recordingIds).toEqual(['r1']);
  });

  test('and fails is told, and can be asked for again', async () => {
    ours.making = Promise.reject(new Error('ffmpeg is not installed'));
    await command({ kind: 'make', name: 'mixed.wav' });
    await clock.settle();
    expect(await detailOf()).toMatchObject({ making: [{ name: 'mixed.wav', problem: 'ffmpeg is not installed' }] });
    expect((await detailOf()).canMake.map(({ name }) => name)).toContain('mixed.wav');
  });

  test('by the recorder itself shows its progress as well, until it is there', async () => {
    ours.facts.tell('progress', { recordingId: 'r1', content: { kind: 'composite', layout: 'gallery' }, format: 'mp4', done: 0.2 });
    expect((await detailOf()).making).toMatchObject([{ name: 'gallery.mp4', done: 0.2 }]);
    ours.facts.tell('progress', { recordingId: 'r1', content: { kind: 'composite', layout: 'gallery' }, format: 'mp4', done: 1 });
    expect((await detailOf()).making).toEqual([]);
  });
});

test('the archive that has a recording is asked for it alone, once that is known', async () => {
  theirs.put({ recordingId: 'theirs', startedMs: 1 });
  await listOf();
  ours.asked.length = 0;
  expect((await ask('/kept/theirs?as=ada')).status).toBe(200);
  expect((await ask('/kept/theirs?as=eve')).status).toBe(404);
  expect(ours.asked).toEqual([]);
});

test('deliveries of web hooks are shown and sent again to those who may see the recording', async () => {
  const shown = async (as: string): Promise<string[]> =>
    ((await (await ask(`/kept/webhooks?as=${as}`)).json()) as WebhookDeliveries).deliveries.map(({ deliveryId }) => deliveryId);
  expect(await shown('ada')).toEqual(['d1']);
  expect(await shown('eve')).toEqual([]);
  expect((await ask('/kept/webhooks/d1?as=ada', { method: 'POST' })).status).toBe(200);
  expect((await ask('/kept/webhooks/d2?as=ada', { method: 'POST' })).status).toBe(404);
  expect((await ask('/kept/webhooks/d1?as=eve', { method: 'POST' })).status).toBe(404);
  expect(sentAgain).toEqual(['d1']);
});

test('when the house closes nothing is told any more', async () => {
  ours.facts.tell('recordingErased', { recordingId: 'r1', why: 'retention' });
  closing.abort();
  await clock.advance(5_000);
  expect(told).toEqual([]);
});
