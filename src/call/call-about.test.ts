import { expect, test } from 'vitest';
import { aboutCall, type CallAbout } from './call-about.ts';
import type { MeetingDetails } from './meeting.ts';
import type { Party } from './party.ts';

type Known = Parameters<typeof aboutCall>[0];

const ADA: Party = { kind: 'user', id: 'ada', name: 'Ada' };
const BOT: Party = { kind: 'app', id: 'bot', name: 'Scribe' };

function callOf(
  other: Party,
  { meeting, there = [] }: { readonly meeting?: MeetingDetails; readonly there?: readonly Party[] } = {},
): Known {
  const participants = there.map((party) => ({ id: `visit-${party.id}`, party, isMuted: false, isInLobby: false, isSelf: false }));
  return {
    info: { chainId: 'chain', direction: 'incoming', from: other, to: BOT },
    roster: { participants },
    meeting: () => Promise.resolve(meeting),
  };
}

const about = (call: Known, subject?: string): Promise<CallAbout> => aboutCall(call, subject, new AbortController().signal);

test('a call between a bot and somebody is theirs, and has its subject from both, whoever rang', async () => {
  const own = { callId: 'chain', organizer: { id: 'ada', name: 'Ada' } };
  const call = callOf(ADA);
  expect(await about(call)).toEqual({ ...own, subject: 'Ada and Scribe' });
  const rung = { ...call, info: { ...call.info, direction: 'outgoing', from: BOT, to: ADA } } as const;
  expect(await about(rung, 'Renewal')).toEqual({ ...own, subject: 'Renewal' });
});

test.each([
  ['an app', { kind: 'app', id: 'other', name: 'Other' }, 'Other and Scribe'],
  ['nobody known', { kind: 'phone', id: '' }, 'somebody and Scribe'],
] as const)('a call with %s is nobody’s', async (_, other, subject) =>
  expect(await about(callOf(other))).toEqual({ callId: 'chain', subject }),
);

test('a meeting has its own subject, number, chat and organizer, who has a name in the roster where the carrier tells none', async () => {
  const meeting: MeetingDetails = { subject: 'Weekly', joinMeetingId: '123', threadId: 'thread', organizer: { id: 'ada', name: '' } };
  const known = { callId: 'chain', subject: 'Weekly', joinMeetingId: '123', threadId: 'thread' };
  expect(await about(callOf(BOT, { meeting, there: [ADA] }))).toEqual({ ...known, organizer: { id: 'ada', name: 'Ada' } });
  expect(await about(callOf(BOT, { meeting }))).toEqual({ ...known, organizer: { id: 'ada', name: 'ada' } });
  expect(await about(callOf(ADA, { meeting: { subject: 'Weekly' }, there: [ADA] }))).toEqual({ callId: 'chain', subject: 'Weekly' });
});

test('a carrier that tells nothing is no reason to fail, an abort is', async () => {
  const silent: Known = { ...callOf(ADA), meeting: () => Promise.reject(new Error('it cannot be reached')) };
  expect(await about(silent)).toMatchObject({ subject: 'Ada and Scribe' });
  const gone = new Error('the call is over');
  await expect(aboutCall(silent, undefined, AbortSignal.abort(gone))).rejects.toBe(gone);
});
