/** Voicemail, on stores that live in memory. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import type { Party } from '../../call/platform.ts';
import type { ReadFacts } from '../../store/fact-log.ts';
import { memoryBlobStore } from '../../store/memory-blob-store.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { Voicemail } from './voicemail.ts';

const ada: Party = { kind: 'user', id: 'ada', name: 'Ada Lovelace' };
const wav = new Uint8Array([1, 2, 3]);
const left = { for: 'grace', from: ada, wav, durationMs: 1_500 };

function start(
  tenantId = 't1',
  [blobs, facts] = [memoryBlobStore(), memoryFactLog()],
): { voicemail: Voicemail; blobs: typeof blobs; facts: typeof facts; clock: ReturnType<typeof virtualClock> } {
  const clock = virtualClock();
  return { voicemail: new Voicemail({ blobs, facts, clock, random: seededRandom(3), tenantId }), blobs, facts, clock };
}

test('a message that was left is listed unheard, newest first, and can be played', async () => {
  const { voicemail, clock } = start();
  const first = await voicemail.leave(left);
  await clock.advance(1_000);
  const second = await voicemail.leave({ ...left, from: { kind: 'phone', id: '+4930123' } });
  expect(await voicemail.list('grace')).toEqual([
    { messageId: second, from: { kind: 'phone', id: '+4930123' }, leftMs: clock.wallMs(), durationMs: 1_500, isHeard: false },
    { messageId: first, from: ada, leftMs: clock.wallMs() - 1_000, durationMs: 1_500, isHeard: false },
  ]);
  expect(await voicemail.wav('grace', first)).toEqual(wav);
  expect(await voicemail.list('ada')).toEqual([]);
});

test('hearing and deleting are kept, the sound goes too, and each change is told', async () => {
  const { voicemail, blobs, facts } = start();
  const changes: string[] = [];
  voicemail.facts.on('changed', ({ userId }) => changes.push(userId));
  const id = await voicemail.leave(left);
  await voicemail.markHeard('grace', id);
  await voicemail.markHeard('grace', id);
  expect(await start('t1', [blobs, facts]).voicemail.list('grace')).toMatchObject([{ isHeard: true }]);
  await voicemail.delete('grace', id);
  await voicemail.delete('grace', id);
  expect(await start('t1', [blobs, facts]).voicemail.list('grace')).toEqual([]);
  expect(await blobs.list('')).toEqual([]);
  expect(changes).toEqual(['grace', 'grace', 'grace']);
  await expect(voicemail.wav('grace', id)).rejects.toMatchObject({ code: 'voicemail/unknown-message' });
  await expect(voicemail.markHeard('grace', id)).rejects.toMatchObject({ code: 'voicemail/unknown-message' });
});

test('a message is acknowledged only when it is on record', async () => {
  const { blobs, facts } = start();
  const failing = { append: () => Promise.reject(new Error('disk full')), read: (from: ReadFacts) => facts.read(from) };
  const voicemail = new Voicemail({ blobs, facts: failing, clock: virtualClock(), random: seededRandom(1), tenantId: 't1' });
  const changes: string[] = [];
  voicemail.facts.on('changed', ({ userId }) => changes.push(userId));
  await expect(voicemail.leave(left)).rejects.toThrow('disk full');
  expect(await blobs.list('')).toEqual([]);
  expect(changes).toEqual([]);
});

test('the sound that is missing is told apart from the message that is', async () => {
  const { voicemail, blobs } = start();
  const id = await voicemail.leave(left);
  for (const { key } of await blobs.list('')) await blobs.delete(key);
  await expect(voicemail.wav('grace', id)).rejects.toMatchObject({ code: 'voicemail/no-sound' });
});

test('tenants and people do not see each other, whatever their ids look like', async () => {
  const stores: [ReturnType<typeof memoryBlobStore>, ReturnType<typeof memoryFactLog>] = [memoryBlobStore(), memoryFactLog()];
  const [one, other] = [start('t1', stores).voicemail, start('t2', stores).voicemail];
  for (const id of ['../grace', '8:orgid:grace', 'gräce', '.']) {
    const messageId = await one.leave({ ...left, for: id });
    expect(await one.wav(id, messageId)).toEqual(wav);
    expect(await one.list(id)).toHaveLength(1);
    expect(await other.list(id)).toEqual([]);
  }
  expect(await one.list('grace')).toEqual([]);
});

test('more messages than one reading gives are all there', async () => {
  const { voicemail } = start();
  for (let n = 0; n < 1_005; n++) await voicemail.leave(left);
  expect(await voicemail.list('grace')).toHaveLength(1_005);
});
