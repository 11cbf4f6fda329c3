import { expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { Segment } from '../segment.ts';
import { LiveRedaction } from './live-redaction.ts';
import type { Redactor } from './redaction.ts';
import { makeRedactor } from './redactor.ts';
import { segmentOf } from './test-speech.ts';

type Live = { readonly clock: VirtualClock; readonly redaction: LiveRedaction; readonly settled: { atMs: number; texts: string[] }[] };

function live(redactor: Redactor | undefined = makeRedactor()): Live {
  const clock = virtualClock();
  const settled: Live['settled'] = [];
  const onSettled = (segments: readonly Segment[]): void =>
    void settled.push({ atMs: clock.now(), texts: segments.map(({ text }) => text) });
  return { clock, settled, redaction: new LiveRedaction({ redactor, clock, nowMs: () => clock.now(), onSettled }) };
}

const texts = (segments: readonly Segment[]): readonly string[] => segments.map(({ text }) => text);
const room = segmentOf({ text: 'it is room 40 21' });

test('what is covered only in case is shown by itself when nothing more comes, and looked at until 30 s after the last word', async () => {
  const { clock, redaction, settled } = live();
  expect(texts(redaction.take(room))).toEqual(['it is room •••']);
  await clock.advance(120_000);
  expect(settled.flatMap((each) => each.texts)).toEqual(['it is room 40 21']);
  expect(settled.find((each) => each.texts.length > 0)?.atMs).toBe(13_000);
  expect(settled.at(-1)?.atMs).toBe(30_000);
  redaction.take(segmentOf({ segmentId: 'later', startMs: 120_000, text: 'and goodbye' }));
  await clock.advance(60_000);
  expect(settled.at(-1)?.atMs).toBe(150_000);
});

test('when all was said it is shown at once; what was taken out is known', () => {
  const { redaction, settled } = live();
  redaction.take(segmentOf({ segmentId: 'card', text: 'my card is 4111 1111 1111 1111' }));
  redaction.take({ ...room, startMs: 60_000, endMs: 63_000 });
  redaction.settleAll();
  expect(settled.flatMap((each) => each.texts)).toEqual(['it is room 40 21']);
  expect(redaction.spans).toMatchObject([{ rule: 'card' }]);
});

test('nothing is looked at after the end, nor where nothing is taken out', async () => {
  const { clock, redaction, settled } = live();
  redaction.take(room);
  redaction[Symbol.dispose]();
  await clock.advance(60_000);
  const bare = new LiveRedaction({ redactor: undefined, clock, nowMs: () => clock.now(), onSettled: () => expect.unreachable() });
  expect(texts(bare.take(room))).toEqual(['it is room 40 21']);
  bare.settleAll();
  await clock.advance(60_000);
  expect(bare.spans).toEqual([]);
  expect(settled).toEqual([]);
});
