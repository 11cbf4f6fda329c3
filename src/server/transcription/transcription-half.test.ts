/** What a house begins with for speech: the second passes that an earlier run owes are gone on with, and those that were given up are counted at home. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { Facts } from '../../base/facts.ts';
import type { EngineFacts } from '../../engine/port.ts';
import { seededRandom } from '../../base/random.ts';
import { said } from '../../transcripts/test-transcripts.ts';
import type { PassNews } from './second-passes.ts';
import { SecondLook, writeInto } from './test-second-look.ts';
import { openTranscription, type TranscriptionHalf } from './transcription-half.ts';

const MINUTES = 60_000;

let look: SecondLook;
let changes: number;
beforeEach(async () => {
  [look, changes] = [await SecondLook.open(), 0];
});
afterEach(() => look[Symbol.asyncDispose]());

/** The better recogniser cannot even be made. */
async function open(): Promise<TranscriptionHalf> {
  const { archives, stores } = await look.means();
  const { scope } = look;
  const { clock } = look.place;
  return openTranscription(
    { recognisers: [], translators: [], secondPass: [{ kind: 'sherpa', manifest: 'nowhere.json' }] },
    { archives, stores, tenantId: 't1', engine: { facts: new Facts<EngineFacts>() }, onChanged: () => changes++, clock, random: seededRandom(7), log: silentLog, scope }, // prettier-ignore
  );
}

test('second passes are gone on with where they failed before, until they are given up, and that is counted at home', async () => {
  // As if the program was killed right after the recording was saved.
  const first = await open();
  const recording = await look.recording();
  await writeInto(first.transcripts, recording.recordingId, said('s0', 'my cart', { startMs: 100, endMs: 1_200 }));
  await recording.finish('over');
  await look.restart('by a kill');

  const second = await open();
  const told: PassNews[] = [];
  second.transcripts.passes.facts.on('changed', (news) => told.push(news));
  await look.over(second.begin());
  await look.place.clock.advance(2 * MINUTES);
  expect(told).toMatchObject([{ done: 0 }, { recordingId: recording.recordingId, problem: expect.stringContaining('1 of 3 tries') }]);
  expect(second.home.now).not.toHaveProperty('passesGivenUp');
  const before = changes;
  await look.place.clock.advance(120 * MINUTES);
  expect(second.home.now.passesGivenUp).toBe(1);
  expect(changes).toBeGreaterThan(before);
});
