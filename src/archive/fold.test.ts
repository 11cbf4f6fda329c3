import { expect, test } from 'vitest';
import { next, type Kept } from './fold.ts';
import type { KeptFact } from './kept-fact.ts';
import { keptUntilOf } from './retention.ts';

const words = { madeBy: { id: 'bot', name: 'Bot' }, subject: 'Budget', callId: 'c' };
const started: KeptFact = { type: 'recordingStarted', atMs: 1_000, data: { kind: 'recording', startedMs: 1_000, keepMs: 500 }, words };
const ended: KeptFact = { type: 'recordingEnded', atMs: 3_000, data: { endedMs: 3_000 }, words: { why: 'over' } };
const saved: KeptFact = { type: 'recordingSaved', atMs: 4_000, data: { durationMs: 2_000, logs: [] }, words: {} };
const failed: KeptFact = { type: 'recordingFailed', atMs: 4_000, data: {}, words: { problem: 'full' } };
const putOff: KeptFact = { type: 'finishingPutOff', atMs: 4_000, data: {}, words: { problem: 'away' } };
const erasing: KeptFact = { type: 'erasingBegan', atMs: 5_000, data: { why: 'asked' }, words: undefined };
const erased: KeptFact = { type: 'recordingErased', atMs: 6_000, data: { why: 'asked', auditHash: 'h' }, words: undefined };

function folded(...facts: readonly KeptFact[]): Kept | undefined {
  return facts.reduce<Kept | undefined>((kept, fact) => next(kept, 'r', fact), undefined);
}

test.each([
  ['started → recording', [started], 'recording'],
  ['ended → finishing', [started, ended], 'finishing'],
  ['put off → finishing', [started, ended, failed, putOff], 'finishing'],
  ['failed → failed', [started, ended, failed], 'failed'],
  ['failed, then saved → saved', [started, ended, failed, saved], 'saved'],
  ['cut off, then saved → saved', [started, saved], 'saved'],
  ['erasing → erasing, whatever comes late', [started, ended, erasing, saved], 'erasing'],
  ['erased → erased', [started, ended, saved, erasing, erased], 'erased'],
] as const)('%s', (_, facts, state) => {
  expect(folded(...facts)?.state).toBe(state);
});

test('facts of a recording that never began change nothing', () => {
  expect(folded(ended, saved)).toBeUndefined();
});

test('failures are counted until it is saved', () => {
  expect(folded(started, failed, failed)?.failures).toBe(2);
  expect(folded(started, failed, failed, saved)?.failures).toBe(0);
});

test('it is kept from its end on, unless somebody says otherwise', () => {
  const until = (...facts: readonly KeptFact[]): number | undefined => keptUntilOf(folded(started, ...facts) as Kept);
  expect(until()).toBeUndefined();
  expect(until(ended)).toBe(3_500);
  expect(until(saved)).toBe(3_500);
  expect(until(ended, { type: 'retentionSet', atMs: 1, data: { untilMs: 9_000 }, words: undefined })).toBe(9_000);
  expect(until(ended, { type: 'retentionSet', atMs: 1, data: { untilMs: null }, words: undefined })).toBeUndefined();
});

test('nothing of what it said is left when its deletion has begun', () => {
  const granted: KeptFact = { type: 'accessGranted', atMs: 1, data: {}, words: { id: 'x', name: 'X' } };
  expect(folded(started, granted, ended, erasing)).toMatchObject({ about: undefined, grants: [], files: [], problem: undefined });
});

test('an outline in pieces is there when it is whole', () => {
  const json = JSON.stringify({ people: [{ id: 'a', name: 'A' }], tracks: [], chapters: [], markers: [], pauses: [] });
  const piece = (part: number): KeptFact => ({
    type: 'recordingOutlined',
    atMs: 1,
    data: { part, parts: 2 },
    words: part === 0 ? json.slice(0, 20) : json.slice(20),
  });
  expect(folded(started, piece(0))?.outlined.people).toEqual([]);
  expect(folded(started, piece(0), piece(0), piece(1))?.outlined.people).toEqual([{ id: 'a', name: 'A' }]);
});

test('without its key it is still known what it is, how long it stays, and that it is held', () => {
  const bare = (fact: KeptFact): KeptFact => ({ ...fact, words: undefined });
  const held: KeptFact = { type: 'recordingHeld', atMs: 7, data: {}, words: { reason: 'court', by: { id: '', name: 'Olga' } } };
  const kept = folded(...[started, ended, held, failed].map(bare));
  expect(kept).toMatchObject({ state: 'failed', about: undefined, hold: { reason: '', sinceMs: 7 }, keepMs: 500 });
});
