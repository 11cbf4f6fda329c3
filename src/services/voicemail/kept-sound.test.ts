/** Messages in the archive: played as they were left, sealed on the disk, gone when they are deleted; and old ones that are moved there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from '../../archive/archive.ts';
import { newPlace, type Place } from '../../archive/test-archive.ts';
import { seededRandom } from '../../base/random.ts';
import type { Party } from '../../call/platform.ts';
import { toneDb } from '../../media/goertzel.ts';
import { joined, sine } from '../../media/tones.ts';
import { readWav, writeWav } from '../../media/wav.ts';
import { Voicemail, type VoicemailOptions } from './voicemail.ts';

const ada: Party = { kind: 'user', id: 'ada', name: 'Ada Lovelace' };
const silence = (ms: number): Int16Array => new Int16Array(ms * 16);
const said = joined([sine({ hertz: [440], ms: 1_000 }, 0.3), silence(500), sine({ hertz: [880], ms: 1_010 }, 0.3)]);
const wav = writeWav(said);
const left = { for: 'grace', from: ada, wav, durationMs: 2_510 };

let place: Place;
let archive: Archive;
beforeEach(async () => {
  place = await newPlace();
  archive = await place.open();
});
afterEach(() => place[Symbol.asyncDispose]());

function voicemail(options: Partial<VoicemailOptions> = {}): Voicemail {
  const { clock, blobs, facts } = place;
  return new Voicemail({ blobs, facts, clock, random: seededRandom(3), tenantId: 't1', archive, ...options });
}

function isAsSaid(sound: Int16Array): void {
  const second = (from: number): Int16Array => sound.subarray(from * 16, (from + 800) * 16);
  expect(toneDb(second(100), 440)).toBeGreaterThan(-20);
  expect(toneDb(second(100), 880)).toBeLessThan(-50);
  expect(toneDb(second(1_600), 880)).toBeGreaterThan(-20);
  expect(Math.max(...sound.subarray(1_100 * 16, 1_400 * 16))).toBeLessThan(50);
}

test('a message is kept for whom it is for, and played as a WAV file as it was said, pause and all', async () => {
  const service = voicemail();
  const messageId = await service.leave(left);
  expect(await service.list('grace')).toMatchObject([{ messageId, from: ada, durationMs: 2_510, isHeard: false }]);
  const sound = readWav(await service.wav('grace', messageId));
  expect(sound.length).toBe(2_520 * 16);
  isAsSaid(sound);
  expect(await archive.list({ kind: 'person', id: 'grace', name: '' })).toMatchObject([
    {
      kind: 'voicemail',
      state: 'saved',
      subject: 'Message from Ada Lovelace',
      organizer: { id: 'grace' },
      durationMs: 2_520,
      problem: undefined,
    },
  ]);
  expect(await archive.list({ kind: 'person', id: 'ada', name: 'Ada Lovelace' })).toEqual([]);
  await expect(service.wav('linus', messageId)).rejects.toMatchObject({ code: 'voicemail/unknown-message' });
  expect(await place.filesWith('WAVEfmt ', 'OpusHead')).toEqual([]);
});

test('whoever is told of a message can play it at once, while it is still being finished', async () => {
  const service = voicemail();
  const played: Promise<Uint8Array>[] = [];
  service.facts.on('changed', () => {
    played.push(service.list('grace').then(([message]) => service.wav('grace', message?.messageId ?? '')));
  });
  await service.leave(left);
  expect(played).toHaveLength(1);
  for (const sound of await Promise.all(played)) isAsSaid(readWav(sound));
});

test('a message that is deleted is erased, also by a second try; one that must be kept is gone from the list alone', async () => {
  const service = voicemail();
  const first = await service.leave(left);
  const second = await service.leave(left);
  const [newest] = await archive.list({ kind: 'operator', name: 'o' });
  await archive.hold({ kind: 'operator', name: 'o' }, newest?.recordingId ?? '', 'a lawsuit');
  await service.delete('grace', first);
  await service.delete('grace', first);
  await service.delete('grace', second);
  expect(await service.list('grace')).toEqual([]);
  expect(await archive.list({ kind: 'operator', name: 'o' })).toMatchObject([{ hold: { reason: 'a lawsuit' } }]);
});

test('what is not put on record leaves nothing, neither message nor sound', async () => {
  const { facts } = place;
  const failing = { append: () => Promise.reject(new Error('disk full')), read: facts.read.bind(facts) };
  await expect(voicemail({ facts: failing }).leave(left)).rejects.toThrow('disk full');
  expect(await voicemail().list('grace')).toEqual([]);
  expect(await archive.list({ kind: 'operator', name: 'o' })).toEqual([]);
});

test('a program that dies before the file is made: the message is there, and its sound after the next start', async () => {
  const dies = { begin: archive.begin.bind(archive), openFile: archive.openFile.bind(archive), erase: archive.erase.bind(archive) };
  const service = voicemail({
    archive: {
      ...dies,
      async begin(about) {
        const recording = await archive.begin(about);
        return {
          recordingId: recording.recordingId,
          dropped: 0,
          signal: recording.signal,
          write: (record) => recording.write(record),
          flush: () => recording.flush(),
          discard: () => recording.discard(),
          finish: () => Promise.reject(new Error('killed')),
        };
      },
    },
  });
  const messageId = await service.leave(left);
  await expect(service.wav('grace', messageId)).rejects.toMatchObject({ code: 'voicemail/no-sound' });
  archive = await place.open();
  await archive.recover();
  isAsSaid(readWav(await voicemail().wav('grace', messageId)));
});

test('old messages stay to be heard, and are moved into the archive with their times', async () => {
  const old = voicemail({ archive: undefined });
  const messageId = await old.leave(left);
  await old.markHeard('grace', messageId);
  const broken = await old.leave({ ...left, wav: new Uint8Array([1, 2, 3]) });
  const leftMs = place.clock.wallMs();
  await place.clock.advance(60_000);
  const service = voicemail();
  expect(await service.wav('grace', messageId)).toEqual(wav);
  expect(await service.moveOld('grace')).toBe(1);
  expect(await service.moveOld('grace')).toBe(0);
  expect(await service.list('grace')).toMatchObject([
    { messageId: broken, leftMs },
    { messageId, leftMs, isHeard: true },
  ]);
  isAsSaid(readWav(await service.wav('grace', messageId)));
  expect(await service.wav('grace', broken)).toEqual(new Uint8Array([1, 2, 3]));
  await service.delete('grace', messageId);
  expect(await archive.list({ kind: 'operator', name: 'o' })).toEqual([]);
});

test('a message of which nothing is to be heard is a message all the same', async () => {
  const service = voicemail();
  const messageId = await service.leave({ ...left, wav: writeWav(silence(1_000)) });
  expect(readWav(await service.wav('grace', messageId)).every((sample) => sample === 0)).toBe(true);
});
