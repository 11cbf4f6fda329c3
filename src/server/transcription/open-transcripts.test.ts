/** The second look at recordings: by hand and by itself, over a real archive with real speech in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from '../../archive/archive.ts';
import type { OpenRecording } from '../../archive/port.ts';
import { about, ada, asViewer, newPlace, operator, type Place } from '../../archive/test-archive.ts';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { opusEncoder } from '../../media/opus.ts';
import { readWav } from '../../media/wav.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Segment } from '../../speech/segment.ts';
import { said, scribe } from '../../transcripts/test-transcripts.ts';
import type { HouseStores } from '../house-stores.ts';
import type { Archives } from '../recordings/open-archives.ts';
import { openTranscripts, type BothTranscripts, type OpenTranscriptsOptions } from './open-transcripts.ts';

let place: Place;
let scope: Scope;
let archive: Archive;
let heard: number;
let text: string;
beforeEach(async () => {
  [place, scope, heard, text] = [await newPlace(), new Scope(), 0, 'my card is 4111 1111 1111 1111 at acme'];
  archive = await place.open();
});
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

/** Reads what was said, and understands what the test says: `text` for each utterance. An empty one: it fails. */
const better: SpeechToText = {
  name: 'better',
  leavesMachine: false,
  languages: 'any',
  gives: { interims: false, words: false, confidence: false },
  atOnce: 1,
  missing: () => Promise.resolve(undefined),
  async *recognise(sound) {
    let samples = 0;
    for await (const piece of sound) samples += piece.length;
    heard++;
    if (text === '') throw new SpeechError('speech/provider-failed', 'it was killed');
    yield { kind: 'final', text, startMs: 0, endMs: (samples / FRAME_SAMPLES) * FRAME_MS };
  },
};

async function opened(changed: Partial<OpenTranscriptsOptions> = {}): Promise<BothTranscripts> {
  const other = await place.open({ which: 'switchboard', folder: join(place.path, 'other') });
  const archives = { bots: archive, switchboard: other, archives: [archive, other], vault: place.vault } as unknown as Archives;
  const stores = { path: place.path, bots: place.facts, calls: place.facts } as unknown as HouseStores;
  const { clock } = place;
  return openTranscripts({
    archives,
    stores,
    tenantId: 't1',
    better: [better],
    translators: [],
    isLookedAtAgain: false,
    language: 'en',
    clock,
    random: seededRandom(7),
    log: silentLog,
    scope,
    ...changed,
  });
}

/** Ada says one thing, from the first moment on. */
async function recording(): Promise<OpenRecording> {
  const open = await archive.begin(about);
  const samples = readWav(await readFile(new URL('../../../test/fixtures/speech/ada-hello.wav', import.meta.url)));
  const encoder = await opusEncoder();
  const packet = new Uint8Array(1_000);
  open.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: ada.id, name: ada.name } });
  open.write({ kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: ada.id, name: ada.name } });
  for (let from = 0, atMs = 0; from + FRAME_SAMPLES <= samples.length; from += FRAME_SAMPLES, atMs += FRAME_MS) {
    const length = encoder.encode(samples.subarray(from, from + FRAME_SAMPLES), packet, 0);
    open.write({ kind: 'sound', atMs, track: 1, packet: packet.slice(0, length), levelDb: -12 });
  }
  encoder.free();
  return open;
}

/** What a pass waits for is the clock's. */
async function over<T>(work: Promise<T>): Promise<T> {
  const ended: boolean[] = [];
  const end = (): void => void ended.push(true);
  work.then(end, end);
  for (let i = 0; i < 1_000 && ended.length === 0; i++) await place.clock.advance(500);
  return work;
}

const segments = async ({ bots }: BothTranscripts, id: string): Promise<readonly Segment[]> =>
  (await bots.get(operator, id))?.segments ?? [];

async function written({ bots }: BothTranscripts, recordingId: string, ...all: Segment[]): Promise<void> {
  const open = await bots.begin({ recordingId, madeBy: scribe, redact: false });
  for (const each of all) open.write(each);
  await open.finish();
}

test('where there was no transcript there is one, in the name of whoever asked, and what was taken out of it is known', async () => {
  const both = await opened({ redact: { words: ['acme'] } });
  const { recordingId } = await (await recording()).finish('over');
  await over(both.again(recordingId, asViewer(ada)));
  const kept = await both.bots.get(operator, recordingId);
  expect(kept).toMatchObject({ state: 'done', madeBy: ada, language: 'en', redact: { words: ['acme'] } });
  expect(kept?.segments).toHaveLength(1);
  expect(kept?.segments[0]).toMatchObject({ text: 'my card is ••• at •••', speaker: { speakerId: ada.id, name: ada.name }, made: { pass: 'second' } }); // prettier-ignore
  const spans = await both.bots.redactedSpans(operator, recordingId);
  expect(spans.map(({ speakerId, rule }) => [speakerId, rule])).toEqual(expect.arrayContaining([[ada.id, 'card'], [ada.id, 'word']])); // prettier-ignore
});

test('what was understood live is replaced, and redacted as its bot asked rather than as the house does', async () => {
  const both = await opened({ redact: { words: ['acme'] } });
  const { recordingId } = await (await recording()).finish('over');
  await written(both, recordingId, said('s0', 'my cart', { startMs: 100, endMs: 1_200 }));
  await over(both.again(recordingId, operator));
  expect((await segments(both, recordingId)).map(({ segmentId, text: now }) => [segmentId, now])).toEqual([['s0', text]]);
  expect(await both.bots.redactedSpans(operator, recordingId)).toEqual([]);
  expect((await both.bots.get(operator, recordingId))?.madeBy).toEqual(scribe);
});

test('a gap is filled', async () => {
  const both = await opened();
  const { recordingId } = await (await recording()).finish('over');
  await written(both, recordingId, said('s0', '', { startMs: 100, endMs: 1_200, state: 'unheard', problem: 'nobody listened' }));
  await over(both.again(recordingId, operator));
  expect((await segments(both, recordingId)).map(({ segmentId, state }) => [segmentId, state])).toEqual([['s0', 'final']]);
});

test('one that fails leaves no transcript where there was none, and can be tried again', async () => {
  const both = await opened();
  const open = await recording();
  await expect(both.again(open.recordingId, operator)).rejects.toMatchObject({ code: 'archive/cannot' });
  expect(both.bots.has(open.recordingId)).toBe(false);
  await open.finish('over');
  const spoken = text;
  text = '';
  await expect(over(both.again(open.recordingId, operator))).rejects.toMatchObject({ code: 'speech/provider-failed' });
  expect(both.bots.has(open.recordingId)).toBe(false);
  text = spoken;
  await over(both.again(open.recordingId, operator));
  expect(both.bots.has(open.recordingId)).toBe(true);
});

test.each(['words', 'sound'] as const)(
  'where it is wanted it comes by itself, once, also when the last to be done is: %s',
  async (last) => {
    const both = await opened({ isLookedAtAgain: true });
    const open = await recording();
    const { recordingId } = open;
    const words = (): Promise<void> => written(both, recordingId, said('s0', 'my cart', { startMs: 100, endMs: 1_200 }));
    if (last === 'words') await open.finish('over');
    else await words();
    await place.clock.advance(5_000);
    expect(heard).toBe(0);
    if (last === 'words') await words();
    else await open.finish('over');
    await place.clock.advance(60_000);
    expect([heard, (await segments(both, recordingId)).map(({ text: now }) => now)]).toEqual([1, [text]]);

    // Neither what is taken out of its sound nor more words bring it back.
    await archive.silence(operator, recordingId, [{ personId: ada.id, fromMs: 0, toMs: 200 }]);
    await written(both, recordingId);
    await place.clock.advance(60_000);
    expect(heard).toBe(1);

    // Nor a further run of the program.
    await scope[Symbol.asyncDispose]();
    scope = new Scope();
    archive = await place.open();
    await archive.recover();
    const later = await opened({ isLookedAtAgain: true });
    await written(later, recordingId);
    await place.clock.advance(60_000);
    expect(heard).toBe(1);
  },
);

test('a recording of which nobody keeps a transcript is not looked at by itself, and one that was made by hand is not made twice', async () => {
  const both = await opened({ isLookedAtAgain: true });
  const { recordingId } = await (await recording()).finish('over');
  await place.clock.advance(60_000);
  expect([heard, both.bots.has(recordingId)]).toEqual([0, false]);
  await over(both.again(recordingId, operator));
  await place.clock.advance(60_000);
  expect(heard).toBe(1);
});
