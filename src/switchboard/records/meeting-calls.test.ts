import { expect, test } from 'vitest';
import type { CallFact, CallNews } from '../call-fact.ts';
import type { Party } from '../directory.ts';
import { MeetingCalls } from './meeting-calls.ts';

const party = (id: string): Party => ({ kind: 'person', id, tenantId: 't', name: id, number: '' });
const leg = (legId: string, id: string): { readonly legId: string; readonly party: Party } => ({ legId, party: party(id) });

test('who is let in from the lobby has come, who is sent away never was there, and what is no meeting is not told', () => {
  const calls = new MeetingCalls();
  const told: string[] = [];
  calls.facts.on('happened', ({ type, joined, exited }) => {
    told.push([type, ...joined.map(({ id }) => `+${id}`), ...exited.map(({ id }) => `-${id}`)].join(' '));
  });
  const take = (news: CallNews, callId = 'c'): void => calls.take({ version: 1, callId, atMs: 0, ...news } satisfies CallFact);
  take({ type: 'becameGroup', threadId: 'x' }, 'group without a meeting');
  take({ type: 'legConnected', ...leg('1', 'ada') }, 'group without a meeting');
  take({ type: 'becameGroup', threadId: 'x', meetingId: 'm' });
  take({ type: 'legConnected', ...leg('1', 'ada') });
  take({ type: 'legInLobby', ...leg('2', 'grace'), isInLobby: true });
  take({ type: 'legConnected', ...leg('2', 'grace') });
  take({ type: 'legInLobby', ...leg('3', 'eve'), isInLobby: true });
  take({ type: 'legInLobby', ...leg('2', 'grace'), isInLobby: false });
  take({ type: 'legEnded', ...leg('3', 'eve'), as: 'lobbyDenied', because: '' });
  take({ type: 'legMoved', ...leg('2', 'grace'), otherCallId: 'd', isHere: false });
  take({ type: 'legEnded', ...leg('1', 'ada'), as: 'hungUp', because: '' });
  take({ type: 'callEnded', because: '' });
  take({ type: 'legConnected', ...leg('1', 'ada') });
  expect(told).toEqual([
    'CallStarted',
    'CallRosterUpdate +ada',
    'CallRosterUpdate +grace',
    'CallRosterUpdate -grace',
    'CallRosterUpdate -ada',
    'CallEnded',
  ]);
});
