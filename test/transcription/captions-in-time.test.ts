/**
 * Captions within the recogniser's own time: how long after a word it stands on somebody else's page, and with whoever follows the transcript, in
 * both halves. The recogniser's own time is known, so that all the rest is ours: voice activity, pieces, pacing, and the way through engine,
 * bridge and bot. In virtual time: what is asserted is what the design gives, and no machine makes it longer.
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { Clock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { silentLog } from '../../src/base/log.ts';
import { LiveTranscripts } from '../../src/server/library/live-transcripts.ts';
import { heardHouse } from '../../src/server/transcription/test-heard-house.ts';
import { SpokenCall } from '../../src/services/transcription/test-transcription.ts';
import { TranscriptionService } from '../../src/services/transcription/transcription-service.ts';
import { directory } from '../../src/switchboard/test-house.ts';
import { newDesk, operator, type Desk } from '../../src/transcripts/test-transcripts.ts';
import type { TranscriptNews } from '../../src/wire/live/library.ts';
import { measuredDelays, type Delays, type TimedText } from './measured-delays.ts';
import { TimedPages } from './timed-page.ts';
import { FINAL_MS, timedRecogniser } from './timed-recogniser.ts';

/** The silence that ends an utterance. */
const CLOSING_MS = 400;
/** A frame at whoever speaks, one in the engine, and two that are made up where packets stop coming. */
const HOUSE_WAY_MS = 80;
/** In place of those: silence that is not sent at all is noticed by looking. */
const BOT_WAY_MS = 130;
/** What a recogniser is given at a time: the house has pieces from the media process, a bot each 20 ms. */
const HOUSE_PIECE_MS = 200;
const BOT_PIECE_MS = 100;
const FRAMES_MS = 40;
/** One caption changes so often at most. */
const PACE_MS = 200;

/**
 * Silence that is sent as it is, silence that the codec leaves out (DTX), and nothing after the last word. `everyMs`: how often the recogniser has
 * something that may still change; more often than the pace, and what is newer waits for that.
 */
const ways = [
  { codec: 'l16', sendsSilence: true, everyMs: 200 },
  { codec: 'opus', sendsSilence: true, everyMs: 200 },
  { codec: 'opus', sendsSilence: false, everyMs: 200 },
  { codec: 'l16', sendsSilence: true, everyMs: 100 },
] as const;
type Way = (typeof ways)[number];

let desk: Desk;
beforeEach(async () => {
  desk = await newDesk({ which: 'switchboard' });
});
afterEach(() => desk[Symbol.asyncDispose]());

/** What comes over the web socket of whoever follows a transcript. */
async function followed(recordingId: string): Promise<TimedText[]> {
  const { archive, transcripts, place } = desk;
  const live = new LiveTranscripts({ archives: [archive], transcripts: [transcripts], viewerOf: () => operator, log: silentLog });
  const taken = await live.upgrade(`/kept/${recordingId}/transcript/live`, new URLSearchParams());
  if (!taken || !('open' in taken)) throw new Error('it was not taken');
  const told: TimedText[] = [];
  const send = (text: string): void => {
    const news = JSON.parse(text) as TranscriptNews;
    if (news.kind !== 'segment') return;
    told.push({ text: news.segment.text, isFinal: news.segment.state === 'final', atMs: place.clock.now() });
  };
  taken.open({ bufferedAmount: 0, send, close: () => undefined, on: () => undefined } as unknown as WebSocket);
  await place.clock.advance(1_000);
  return told;
}

function expectInTime(
  delays: Delays,
  {
    pieceMs,
    wayMs,
    everyMs,
    paceMs,
  }: { readonly pieceMs: number; readonly wayMs: number; readonly everyMs: number; readonly paceMs: number },
): void {
  // prettier-ignore
  const { firstWordsMs, firstShownMs, interimMs, behindMs, finalMs } = delays;
  // While it is being said.
  expect(firstWordsMs).toBeLessThanOrEqual(pieceMs + FRAMES_MS);
  expect(firstShownMs).toBeLessThanOrEqual(Math.max(pieceMs, everyMs) + FRAMES_MS);
  expect(interimMs).toBeLessThanOrEqual(pieceMs - BOT_PIECE_MS + paceMs + FRAMES_MS);
  expect(behindMs).toBeLessThanOrEqual(Math.max(pieceMs, everyMs) + 2 * paceMs + FRAMES_MS);
  // Not before, either: then it would not be what is measured.
  expect(finalMs[0]).toBeGreaterThanOrEqual(CLOSING_MS + FINAL_MS);
  expect(finalMs[1]).toBeLessThanOrEqual(CLOSING_MS + FINAL_MS + wayMs);
}

test.for(ways)(
  'the house captions and keeps in time: %o',
  { timeout: 60_000 },
  async ({ codec, sendsSilence, everyMs }: Way, { annotate }) => {
    const { clock } = desk.place;
    const recogniser = timedRecogniser(() => clock, everyMs);
    await using house = await heardHouse({ clock, recognisers: [recogniser], places: desk });
    await using pages = new TimedPages({ ...house, directory });
    const ada = await pages.open('ada', '5550100', codec);
    const grace = await pages.open('grace', '5550100');
    await clock.advance(1_000);
    await grace.ask({ kind: 'captions', legId: grace.legId(), isOn: true });
    await ada.ask({ kind: 'startTranscript', legId: ada.legId() });
    await clock.advance(1_000);
    const told = await followed(house.switchboard.calls()[0]?.group?.transcribing?.recordingId ?? '');
    const speaking = {
      say: (sound: Int16Array) => void ada.person.say(sound),
      recogniser,
      pass: (ms: number) => clock.advance(ms),
      nowMs: () => clock.now(),
      sendsSilence,
    };
    const page = await measuredDelays({ ...speaking, shown: () => grace.captions });
    const socket = await measuredDelays({ ...speaking, shown: () => told });
    await annotate(JSON.stringify({ page, socket }));
    await ada.ask({ kind: 'stopTranscript', legId: ada.legId() });
    await clock.advance(1_000);
    expectInTime(page, { pieceMs: HOUSE_PIECE_MS, wayMs: HOUSE_WAY_MS, everyMs, paceMs: everyMs < PACE_MS ? PACE_MS : 0 });
    expectInTime(socket, { pieceMs: HOUSE_PIECE_MS, wayMs: HOUSE_WAY_MS, everyMs, paceMs: 0 });
  },
);

describe('a bot', () => {
  const bot = defineBot({
    name: 'captioner',
    needs: ['soundApart'],
    async onCall(call) {
      await call.answer();
      await call.transcribe();
      await call.facts.next('messagePosted', { signal: call.signal });
    },
  });

  test.for(ways)('captions in time: %o', { timeout: 60_000 }, async ({ codec, sendsSilence, everyMs }: Way, { annotate }) => {
    let clockOf = (): Clock => desk.place.clock;
    const recogniser = timedRecogniser(() => clockOf(), everyMs);
    const speech = { recognisers: [recogniser], translators: [] };
    await withLab({ bots: [bot], voice: 'built-in', graph: { profile: 'documents' }, speech }, async (lab) => {
      const { house } = lab;
      const { clock } = house.time;
      clockOf = () => clock;
      const planned = await lab.meeting();
      await using pages = new TimedPages({ ...house.carrier, clock, directory: house.people.directory });
      const alan = await lab.person('Alan').joins(planned);
      const ada = await pages.open(lab.person('Ada').id, planned.number, codec);
      const grace = await pages.open(lab.person('Grace').id, planned.number);
      await lab.pass('1 s');
      await alan.invites('captioner');
      await lab.pass('2 s');
      await grace.ask({ kind: 'captions', legId: grace.legId(), isOn: true });
      await lab.pass('1 s');
      const page = await measuredDelays({
        say: (sound) => void ada.person.say(sound),
        shown: () => grace.captions,
        recogniser,
        pass: (ms) => lab.pass(ms),
        nowMs: () => clock.now(),
        sendsSilence,
      });
      await annotate(JSON.stringify({ page }));
      expectInTime(page, { pieceMs: BOT_PIECE_MS, wayMs: BOT_WAY_MS, everyMs, paceMs: everyMs < PACE_MS ? PACE_MS : 0 });
      for (const each of [grace, ada]) await each.ask({ kind: 'hangUp', legId: each.legId() });
      await alan.posts('enough');
      await lab.pass('2 s');
      await alan.leaves();
    });
  });

  test('keeps in time: whoever follows the transcript has it as soon as it is text', async ({ annotate }) => {
    const { clock } = desk.place;
    const recogniser = timedRecogniser(() => clock, 200);
    const { archive, transcripts } = desk;
    await using service = new TranscriptionService({ providers: [recogniser], archive, transcripts, clock, random: seededRandom(7) });
    const call = new SpokenCall(clock);
    const visitId = call.join('Ada');
    const transcription = await service.transcribe(call, { keep: true });
    const told = await followed(transcription.recordingId ?? '');
    const socket = await measuredDelays({
      // A carrier hands on frames as they are spoken.
      say: (sound) => void call.hands(sound, visitId),
      shown: () => told,
      recogniser,
      pass: (ms) => clock.advance(ms),
      nowMs: () => clock.now(),
      sendsSilence: true,
    });
    await annotate(JSON.stringify({ socket }));
    expectInTime(socket, { pieceMs: BOT_PIECE_MS, wayMs: BOT_WAY_MS, everyMs: 200, paceMs: 0 });
    call.end();
    await clock.advance(1_000);
  });
});
