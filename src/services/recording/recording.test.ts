/** A recording from its first byte to its last: whose sound is in it, at which time, and whose is not. */
import { expect, test } from 'vitest';
import { toneDb, toneMs } from '../../media/goertzel.ts';
import { MIXED_TRACK, type SegmentRecord } from '../../media/segments/record.ts';
import type { FilmAbout, LiveFilm } from './live-film.ts';
import { toneFrame } from './test-call.ts';
import { recordingWorld } from './test-recording.ts';
import { FrameQueue } from '../../call/frame-queue.ts';
import type { SoundFrame } from '../../call/media.ts';

/** What a decoder makes of an edge, more or less. */
const EDGE_MS = 20;

function about(ms: number): { asymmetricMatch: (actual: number) => boolean; toString: () => string } {
  return { asymmetricMatch: (actual) => Math.abs(actual - ms) <= EDGE_MS, toString: () => `about ${String(ms)}` };
}

test('each voice is on its own track at its time, and in the mix; nobody else is on it', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const bruno = call.join('Bruno');
  const recording = await begin();
  const beganMs = recording.durationMs;
  call.sounds(adele, 500);
  await clock.advance(1_000);
  call.sounds(bruno, 1_000);
  await clock.advance(1_000);
  call.sounds(adele);
  await clock.advance(1_000);
  call.sounds(bruno);
  await clock.advance(1_000);
  const kept = await recording.stop();
  expect([kept.state, recording.state]).toEqual(['saved', 'saved']);
  const { only } = archive;
  const [one, two, mix] = [await only.heard(only.trackOf('Adele')), await only.heard(only.trackOf('Bruno')), await only.heard(MIXED_TRACK)];
  expect([toneMs(one, 500), toneMs(two, 1_000)]).toEqual([about(2_000), about(2_000)]);
  expect([toneDb(one, 1_000) < -70, toneDb(two, 500) < -70]).toEqual([true, true]);
  const both = mix.subarray((beganMs + 1_100) * 16, (beganMs + 1_900) * 16);
  expect([toneDb(both, 500) > -20, toneDb(both, 1_000) > -20]).toEqual([true, true]);
  const alone = { shareDb: 1 };
  expect([toneMs(mix, 500, alone), toneMs(mix, 1_000, alone)]).toEqual([about(1_000), about(1_000)]);
  expect(only.soundOf(only.trackOf('Adele'))[0]?.atMs).toEqual(about(beganMs));
  expect(only.soundOf(only.trackOf('Bruno'))[0]?.atMs).toEqual(about(beganMs + 1_000));
});

test('what nobody says is left out, and every time is a multiple of 20 ms that only grows', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  for (let i = 0; i < 5; i++) {
    call.sounds(adele, 500);
    await clock.advance(200);
    call.sounds(adele);
    await clock.advance(10_000);
  }
  await recording.stop();
  const times = archive.only.soundOf(archive.only.trackOf('Adele')).map(({ atMs }) => atMs);
  expect(times.every((atMs, i) => atMs % 20 === 0 && (i === 0 || atMs > (times[i - 1] ?? 0)))).toBe(true);
  // Eleven frames a turn, and one in which the last rings out.
  expect(times).toHaveLength(5 * 12);
});

test('what is said in the last moment is kept', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const recording = await begin();
  call.sounds(adele, 500);
  await clock.advance(1_000);
  await recording.stop();
  expect(toneMs(await archive.only.heard(archive.only.trackOf('Adele')), 500)).toEqual(about(1_000));
});

test('who leaves and comes again fifty times has one track, and a line in the ledger for each visit', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  let adele = call.join('Adele');
  const recording = await begin();
  for (let i = 0; i < 50; i++) {
    call.leave(adele);
    await clock.advance(100);
    adele = call.join('Adele');
    await clock.advance(100);
    call.sounds(adele, 500);
    await clock.advance(200);
  }
  await recording.stop();
  const { only } = archive;
  expect(only.tracks.filter(({ info }) => info.kind === 'voice')).toHaveLength(1);
  expect(recording.ledger.filter(({ how }) => how === 'as before')).toHaveLength(50);
  expect(only.notes.filter(({ kind }) => kind === 'joined')).toHaveLength(51);
  expect(only.notes.filter(({ kind }) => kind === 'left')).toHaveLength(50);
  expect(toneMs(await only.heard(only.trackOf('Adele')), 500)).toBeGreaterThan(50 * 180);
});

test('somebody with two devices is heard from both, on one track', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const [room, phone] = [call.join('Adele'), call.join('Adele')];
  const recording = await begin();
  call.sounds(room, 500);
  call.sounds(phone, 1_000);
  await clock.advance(1_000);
  await recording.stop();
  const heard = await archive.only.heard(archive.only.trackOf('Adele'), recording.durationMs - 900);
  expect([toneDb(heard, 500) > -20, toneDb(heard, 1_000) > -20]).toEqual([true, true]);
});

test('a call between two without a roster has a track of the other side, from the mix', async () => {
  const { clock, archive, call, begin } = recordingWorld({ between: 'two', has: ['sound'] });
  const recording = await begin();
  call.sounds(undefined, 500);
  await clock.advance(1_000);
  await recording.stop();
  expect(call.opened).toEqual(['mix']);
  expect(toneMs(await archive.only.heard(archive.only.trackOf('Adele')), 500)).toEqual(about(1_000));
  expect(toneMs(await archive.only.heard(MIXED_TRACK), 500)).toEqual(about(1_000));
});

test('what the bot says is in the mix and on a track of its own, where the call gives it', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  call.join('Adele');
  const spoken = new FrameQueue<SoundFrame>({ limit: 100 });
  call.hearSelf = () => spoken;
  const recording = await begin();
  for (let i = 0; i < 25; i++) {
    spoken.push({ samples: toneFrame(800), atMs: clock.now() + call.mediaOffsetMs - 20, isSpeech: true, isGap: false });
    await clock.advance(20);
  }
  await recording.stop();
  expect(toneMs(await archive.only.heard(archive.only.trackOf('Recorder')), 800)).toEqual(about(500));
  expect(toneMs(await archive.only.heard(MIXED_TRACK), 800)).toEqual(about(500));
});

test('whoever is in the lobby is neither asked nor recorded, until they are let in', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  call.join('Adele');
  const bruno = call.join('Bruno', { isInLobby: true });
  const recording = await begin();
  await clock.advance(500);
  expect([recording.ledger.some(({ person }) => person.name === 'Bruno'), call.opened]).toEqual([false, ['visit-1']]);
  call.change(bruno, { isInLobby: false });
  await clock.advance(500);
  call.sounds(bruno, 1_000);
  await clock.advance(1_000);
  await recording.stop();
  expect(toneMs(await archive.only.heard(archive.only.trackOf('Bruno')), 1_000)).toEqual(about(1_000));
});

test('it is known what it is of, and what is made of it', async () => {
  const { archive, call, begin, service } = recordingWorld();
  call.join('Adele');
  const recording = await begin({ formats: ['ogg', 'wav'], composite: { layout: 'gallery', when: 'after', format: 'mp4' } });
  await recording.stop();
  await service[Symbol.asyncDispose]();
  expect(archive.only.about).toEqual({
    kind: 'recording',
    madeBy: { id: 'bot-1', name: 'Recorder' },
    subject: 'Weekly',
    callId: 'chain-1',
    threadId: 'thread-1',
    organizer: { id: 'id-Olga', name: 'Olga' },
  });
  expect(archive.made).toEqual(['rec-1 mixed wav by Recorder', 'rec-1 composite mp4 by Recorder']);
});

test('an organizer whose name the carrier does not tell has that of the roster', async () => {
  const { archive, call, begin } = recordingWorld();
  call.join('Adele');
  call.meeting = () => Promise.resolve({ organizer: { id: 'id-Adele' } });
  await (await begin()).stop();
  expect(archive.only.about.organizer).toEqual({ id: 'id-Adele', name: 'Adele' });
});

test('a film that is made meanwhile gets every record, and is finished with it', async () => {
  const got: string[] = [];
  const film = { write: ({ kind }: SegmentRecord) => void got.push(kind), finish: async () => void got.push('finished'), discard: async () => void got.push('discarded') }; // prettier-ignore
  const beginFilm = ({ recordingId, layout, format }: FilmAbout): LiveFilm => {
    got.push(`${recordingId} ${layout} ${format}`);
    return film;
  };
  const { clock, archive, call, begin } = recordingWorld({}, { beginFilm });
  const adele = call.join('Adele');
  const recording = await begin({ composite: { layout: 'speaker', when: 'live' } });
  call.sounds(adele, 500);
  await clock.advance(500);
  await recording.stop();
  expect([got[0], got.at(-1), archive.made]).toEqual(['rec-1 speaker webm', 'finished', []]);
  expect(got.slice(1, -1)).toEqual(archive.only.records.map(({ kind }) => kind));
});

test('chapters, markers and who leads are notes at their time; who is not recorded does not lead', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const adele = call.join('Adele');
  const bruno = call.join('Bruno');
  const recording = await begin();
  recording.refuses(bruno, 'by chat');
  await clock.advance(1_000);
  const atMs = recording.durationMs;
  recording.chapter('Budget');
  recording.marker('Decision');
  call.lead(adele);
  call.lead(bruno);
  await recording.stop();
  const notes = archive.only.notes.filter(({ kind }) => kind === 'chapter' || kind === 'marker' || kind === 'leads');
  expect(notes).toEqual([
    { kind: 'chapter', title: 'Budget', atMs },
    { kind: 'marker', label: 'Decision', atMs },
    { kind: 'leads', personId: 'id-Adele', atMs },
    { kind: 'leads', atMs },
  ]);
});
