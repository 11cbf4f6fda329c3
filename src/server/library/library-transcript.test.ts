/** Transcripts over HTTP and over a web socket, of a real archive. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { ada, asViewer, grace, mallory, operator, twoSpeak, about } from '../../archive/test-archive.ts';
import { Facts } from '../../base/facts.ts';
import { silentLog } from '../../base/log.ts';
import { newDesk, said, scribe, type Desk } from '../../transcripts/test-transcripts.ts';
import type { OpenTranscript } from '../../transcripts/port.ts';
import type {
  LibraryNews,
  LibraryPage,
  RecordingDetail,
  SaidPage,
  SegmentHistory,
  TranscriptNews,
  TranscriptView,
  TranslationView,
} from '../../wire/live/library.ts';
import { libraryRoute, viewerOf } from '../library-route.ts';
import type { PassAnswer, PassNews } from '../transcription/second-passes.ts';
import { LiveTranscripts } from './live-transcripts.ts';

const people = [ada, grace, mallory].map(({ id, name }) => ({ userId: id, name, tenantId: 't1', number: id }));
let desk: Desk;
let other: Desk;
let recordingId: string;
let open: OpenTranscript;
let passes: string[];
/** What is answered to whoever asks for a second pass. */
let passing: PassAnswer;
let newsTold: LibraryNews[];
let passesTold: Facts<{ changed: PassNews }>;
let ask: (path: string, as?: string, init?: RequestInit) => Promise<Response>;

beforeEach(async () => {
  [desk, other] = [await newDesk(), await newDesk()];
  passes = [];
  passing = { isOwed: true };
  newsTold = [];
  passesTold = new Facts();
  const recording = await desk.archive.begin(about);
  await twoSpeak(recording);
  recordingId = (await recording.finish('over')).recordingId;
  open = await desk.transcripts.begin({ recordingId, language: 'en', madeBy: scribe });
  open.write(said('s0', 'Good morning', { endMs: 300, words: [{ text: 'Good', startMs: 0, endMs: 100 }, { text: 'morning', startMs: 100, endMs: 300 }] })); // prettier-ignore
  open.write(
    said('s1', 'My card is •••', { startMs: 400, endMs: 800, isRedacted: true, speaker: { speakerId: grace.id, name: grace.name } }),
  );
  open.writeTranslation({
    segmentId: 's0',
    revision: 1,
    language: 'es',
    text: 'Buenos días',
    isFinal: true,
    provider: 'p',
    leftMachine: false,
  });
  await open.flush();
  const route = libraryRoute({
    archives: [desk.archive, other.archive],
    transcripts: [desk.transcripts, other.transcripts],
    secondPass: (id) => (passes.push(id), Promise.resolve(passing)),
    passes: passesTold,
    ledgerOf: () => Promise.resolve([]),
    webhooks: { deliveries: () => Promise.resolve({ hooks: [], deliveries: [] }), sendAgain: () => Promise.resolve(false) },
    directory: { people },
    tell: (news) => void newsTold.push(news),
    clock: desk.place.clock,
    log: silentLog,
    signal: new AbortController().signal,
  });
  ask = (path, as = ada.id, init = {}) =>
    route(new Request(new URL(`/kept${path}${path.includes('?') ? '&' : '?'}as=${as}`, 'http://localhost'), init));
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

const jsonOf = async <T>(path: string, as?: string): Promise<T> => (await ask(path, as)).json() as Promise<T>;
const command = async (body: object, as?: string): Promise<number> =>
  (await ask(`/${recordingId}/transcript`, as, { method: 'POST', body: JSON.stringify(body) })).status;

test('it is read by who may see the recording, with what they may do', async () => {
  await open.finish();
  const view = await jsonOf<TranscriptView>(`/${recordingId}/transcript`);
  expect(view).toMatchObject({ state: 'done', language: 'en', translations: ['es'], may: ['correct', 'renameSpeaker', 'again'] });
  expect(view.segments[0]).toMatchObject({
    segmentId: 's0',
    text: 'Good morning',
    words: [{ text: 'Good' }, { startMs: 100 }],
    isRedacted: false,
  });
  expect((await jsonOf<TranscriptView>(`/${recordingId}/transcript`, grace.id)).may).toEqual(['correct']);
  expect(await jsonOf<TranslationView>(`/${recordingId}/transcript?language=es`)).toEqual({ language: 'es', lines: [{ segmentId: 's0', text: 'Buenos días' }] }); // prettier-ignore
  for (const path of ['transcript', 'transcript.vtt', 'transcript/s0'])
    expect((await ask(`/${recordingId}/${path}`, mallory.id)).status).toBe(404);
  expect((await ask(`/${recordingId}/transcript/nothing`)).status).toBe(404);
  expect((await ask(`/${recordingId}/transcript.vtt?language=fr`)).status).toBe(404);
  expect((await jsonOf<LibraryPage>('')).recordings.map(({ hasTranscript }) => hasTranscript)).toEqual([true]);
  expect((await jsonOf<RecordingDetail>(`/${recordingId}`)).hasTranscript).toBe(true);
});

test('it is had as a file, under a name that says what it is', async () => {
  const vtt = await ask(`/${recordingId}/transcript.vtt?download`);
  expect(vtt.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
  expect(vtt.headers.get('content-disposition')).toMatch(
    /^attachment; filename="Canary quarterly figures \d{4}-\d\d-\d\d transcript\.vtt"/,
  );
  expect(await vtt.text()).toContain('<v Grace Canary Hopper>My card is •••</v>');
  expect(await (await ask(`/${recordingId}/transcript.txt?language=es`)).text()).toContain('Buenos días');
  expect((await desk.archive.trail(operator, recordingId)).map(({ did, detail }) => `${did} ${detail ?? ''}`)).toContain(
    'exportedTranscript txt, es',
  );
});

test('it is corrected and its speakers are named, by who may', async () => {
  expect(await command({ kind: 'correct', segmentId: 's0', text: 'Good evening' })).toBe(200);
  expect(await command({ kind: 'correct', segmentId: 's0', text: 'Nonsense' }, grace.id)).toBe(403);
  expect(await command({ kind: 'correct', segmentId: 's1', text: 'My words' }, grace.id)).toBe(200);
  expect(await command({ kind: 'renameSpeaker', speakerId: grace.id, name: 'G. Hopper' }, grace.id)).toBe(403);
  expect(await command({ kind: 'renameSpeaker', speakerId: grace.id, name: 'G. Hopper' })).toBe(200);
  const named = async (): Promise<number> => (await desk.archive.trail(operator, recordingId)).filter(({ did }) => did === 'namedSpeaker').length; // prettier-ignore
  const before = await named();
  expect([await command({ kind: 'renameSpeaker', speakerId: 'nobody', name: 'Nobody' }), await named()]).toEqual([404, before]);
  expect(await command({ kind: 'nonsense' })).toBe(400);
  const { segments, speakers } = await jsonOf<TranscriptView>(`/${recordingId}/transcript`);
  expect(segments.map(({ text, correctedBy }) => [text, correctedBy])).toEqual([['Good evening', ada.name], ['My words', grace.name]]); // prettier-ignore
  expect(speakers.map(({ name }) => name)).toEqual([ada.name, 'G. Hopper']);
  const { revisions } = await jsonOf<SegmentHistory>(`/${recordingId}/transcript/s0`);
  expect(revisions.map(({ text, by }) => [text, by])).toEqual([['Good morning', 'test'], ['Good evening', ada.name]]); // prettier-ignore
});

test('what it has lost is taken out of the sound, and the recording is listened to again, by who may', async () => {
  expect(await command({ kind: 'redactSound' })).toBe(409);
  open.writeSpans([{ speakerId: grace.id, startMs: 500, endMs: 700, rule: 'card' }]);
  await open.finish();
  expect((await jsonOf<TranscriptView>(`/${recordingId}/transcript`)).may).toContain('redactSound');
  expect(await command({ kind: 'redactSound' }, grace.id)).toBe(403);
  expect(await command({ kind: 'redactSound' })).toBe(200);
  expect((await desk.archive.trail(operator, recordingId)).map(({ did }) => did)).toContain('silenced');
  expect([await command({ kind: 'again' }, grace.id), passes.length]).toEqual([403, 0]);
  expect([await command({ kind: 'again' }), passes]).toEqual([200, [recordingId]]);
});

test('why a recording is not listened to again is answered in words', async () => {
  await open.finish();
  passing = { isOwed: false, why: 'This recording is being listened to already.' };
  const answer = await ask(`/${recordingId}/transcript`, ada.id, { method: 'POST', body: '{"kind":"again"}' });
  expect([answer.status, await answer.json()]).toEqual([409, { message: 'This recording is being listened to already.' }]);
});

test('it is not offered where the recording is held', async () => {
  await open.finish();
  await desk.archive.hold(operator, recordingId, 'court');
  expect((await jsonOf<TranscriptView>(`/${recordingId}/transcript`)).may).not.toContain('again');
});

test('a second pass is seen to go on, and to fail with the reason, by whoever opens the page and by who has it open', async () => {
  const making = async (): Promise<RecordingDetail['making']> => (await jsonOf<RecordingDetail>(`/${recordingId}`)).making;
  passesTold.tell('changed', { recordingId, done: 0 });
  expect(await making()).toEqual([{ name: 'transcript', done: 0 }]);
  passesTold.tell('changed', { recordingId, done: 0, problem: 'the recogniser is gone' });
  expect(await making()).toEqual([{ name: 'transcript', done: 0, problem: 'the recogniser is gone' }]);
  await desk.place.clock.advance(1_000);
  expect(newsTold.at(-1)).toMatchObject({ recordingIds: [recordingId], making: [{ problem: 'the recogniser is gone' }] });
  passesTold.tell('changed', { recordingId, done: 0 });
  passesTold.tell('changed', { recordingId, done: 1 });
  await desk.place.clock.advance(1_000);
  expect(await making()).toEqual([]);
  expect(newsTold.at(-1)).toMatchObject({ recordingIds: [recordingId], making: [{ name: 'transcript', done: 1 }] });
});

test('pages learn that a transcript is done, whoever made it', async () => {
  await desk.place.clock.advance(1_000);
  newsTold = [];
  await open.finish();
  await desk.place.clock.advance(1_000);
  expect(newsTold).toEqual([{ recordingIds: [recordingId], making: [] }]);
});

test('what is taken out of the sound of a visitor is taken out of their own track as well', async () => {
  const asked: unknown[] = [];
  desk.archive.silence = (_viewer, _recordingId, spans) => Promise.resolve(void asked.push(...spans));
  open.writeSpans([{ speakerId: 'participant:p7', startMs: 500, endMs: 700, rule: 'card' }]);
  await open.finish();
  expect(await command({ kind: 'redactSound' })).toBe(200);
  expect(asked).toEqual([{ personId: 'visit p7', fromMs: 350, toMs: 850 }]);
});

test('what was said is found over both halves, the newest first, each once', async () => {
  for (const [index, each] of [desk, other, desk, other].entries()) {
    await desk.place.clock.advance(120_000);
    await other.place.clock.advance(120_000);
    const id = await each.entry([ada]);
    const more = await each.transcripts.begin({ recordingId: id, madeBy: scribe });
    for (let i = 0; i < 9; i++) more.write(said(`s${String(i)}`, `figures ${String(index)} ${String(i)}`));
    await more.finish();
  }
  const texts: string[] = [];
  const sizes: number[] = [];
  for (let after: string | undefined = '', turns = 0; after !== undefined && turns < 5; turns++) {
    const page: SaidPage = await jsonOf<SaidPage>(`/said?text=figures${after === '' ? '' : `&after=${after}`}`);
    sizes.push(page.hits.length);
    texts.push(...page.hits.map(({ text }) => text));
    after = page.next;
  }
  expect(sizes).toEqual([20, 16]);
  expect(texts).toEqual([3, 2, 1, 0].flatMap((index) => Array.from({ length: 9 }, (_, i) => `figures ${String(index)} ${String(i)}`)));
  expect((await jsonOf<SaidPage>('/said?text=figures', grace.id)).hits).toEqual([]);
  for (const bad of ['/said', '/said?text=a&after=nonsense', '/said?text=a&from=x']) expect((await ask(bad)).status).toBe(400);
});

test('it is followed while it is made, until it is not open to one any more', async () => {
  const live = new LiveTranscripts({
    archives: [desk.archive],
    transcripts: [desk.transcripts],
    viewerOf: (as) => viewerOf(as, { people }),
    log: silentLog,
  });
  expect(live.upgrade('/live', new URLSearchParams())).toBeUndefined();
  const path = `/kept/${recordingId}/transcript/live`;
  expect(await live.upgrade(path, new URLSearchParams({ as: mallory.id }))).toMatchObject({ status: 404 });
  await desk.archive.grant(operator, recordingId, { id: mallory.id, name: mallory.name });
  const taken = await live.upgrade(path, new URLSearchParams({ as: mallory.id }));
  if (!taken || !('open' in taken)) throw new Error('it was not taken');
  const told: TranscriptNews[] = [];
  const closed: number[] = [];
  const socket = { bufferedAmount: 0, send: (text: string) => told.push(JSON.parse(text) as TranscriptNews), close: (code: number) => closed.push(code), on: () => undefined }; // prettier-ignore
  taken.open(socket as unknown as WebSocket);
  open.write(said('s2', 'wor', { state: 'interim' }));
  await desk.place.clock.advance(100);
  open.write(said('s2', 'Words', { revision: 2 }));
  open.write(said('s0', '', { revision: 2, state: 'removed' }));
  await desk.transcripts.renameSpeaker(operator, recordingId, ada.id, 'A.');
  await open.finish();
  expect(told.map(({ kind }) => kind)).toEqual(['transcript', 'segment', 'segment', 'removed', 'speakerRenamed', 'done']);
  expect(told[0]).toMatchObject({ transcript: { segments: [{ text: 'Good morning' }, { text: 'My card is •••' }], may: [] } });
  expect(told[2]).toMatchObject({ segment: { segmentId: 's2', revision: 2, text: 'Words', speaker: ada.name } });
  await desk.archive.revoke(operator, recordingId, mallory.id);
  await desk.transcripts.correct(asViewer(ada), recordingId, 's2', 'Secret');
  expect([JSON.stringify(told).includes('Secret'), closed]).toEqual([false, [4404]]);
});
