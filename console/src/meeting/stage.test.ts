/** Where a window stands in a meeting. */
import { describe, expect, test } from 'vitest';
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import { mayHavePictures, stageOf, type StageFacts } from './stage.ts';
import { lineWith } from './test-line.ts';

const facts = (more: Partial<StageFacts> = {}): StageFacts => ({
  isJoining: false,
  hasLeft: false,
  isSoundLost: false,
  isLinkOpen: true,
  arePicturesLost: false,
  ...more,
});
const up = (more: Partial<StageFacts> = {}): StageFacts => facts({ legId: 'leg', line: lineWith(), ...more });

test.each<[string, StageFacts, string]>([
  ['nothing was done yet', facts(), 'preview'],
  ['joining', facts({ isJoining: true }), 'connecting'],
  ['the leg is there, its line not yet', facts({ legId: 'leg' }), 'connecting'],
  ['sound is being set up', up({ line: lineWith({ state: 'connecting' }) }), 'connecting'],
  ['waiting to be let in', up({ line: lineWith({ isInLobby: true }) }), 'lobby'],
  ['let in', up(), 'in'],
  ['the sound was interrupted', up({ isSoundLost: true }), 'reconnecting'],
  ['the switchboard wants the line connected anew', up({ line: lineWith({ mustReconnect: true }) }), 'reconnecting'],
  ['the page has no connection to the switchboard', up({ isLinkOpen: false }), 'reconnecting'],
  ['pictures are being connected anew', up({ arePicturesLost: true }), 'reconnecting'],
  ['the line ended', up({ line: lineWith({ state: 'ended' }) }), 'left'],
  ['it was left', facts({ hasLeft: true }), 'left'],
  ['joining again', facts({ hasLeft: true, isJoining: true }), 'connecting'],
])('%s', (_, told, stage) => {
  expect(stageOf(told)).toBe(stage);
});

describe('pictures', () => {
  test('may be connected in a meeting, once let in', () => {
    expect(mayHavePictures(lineWith())).toBe(true);
  });

  test.each<[string, PhoneLine | undefined]>([
    ['before the line is there', undefined],
    ['before its sound is up', lineWith({ state: 'connecting' })],
    ['in the lobby', lineWith({ isInLobby: true })],
    ['while the sound has to be connected anew', lineWith({ mustReconnect: true })],
    ['between two', lineWith({ group: undefined })],
  ])('may not %s', (_, told) => {
    expect(mayHavePictures(told)).toBe(false);
  });
});
