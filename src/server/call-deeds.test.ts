import { expect, test } from 'vitest';
import type { CallFact, CallNews } from '../switchboard/call-fact.ts';
import type { Party } from '../switchboard/directory.ts';
import { deedsOfFacts } from './call-deeds.ts';

const person = (id: string, number: string): Party => ({ kind: 'person', id, tenantId: 't', name: id, number });
const [ada, grace, linus] = [person('ada', '201'), person('grace', '202'), person('linus', '203')];
const desk: Party = { kind: 'app', id: 'desk', tenantId: 't', name: 'desk', number: '100' };
const weekly: Party = { kind: 'nobody', id: 'weekly', tenantId: 't', name: 'Every week', number: '5550100' };

const told = (news: readonly CallNews[]): readonly string[] => {
  const facts = news.map((one, at): CallFact => ({ version: 1, callId: 'c', atMs: 1_000 + at * 10, ...one }));
  return deedsOfFacts(facts).map(({ wallMs, deed }) => {
    const what = deed.kind === 'dial' ? ` ${deed.number}` : deed.kind === 'join' ? ` ${deed.meeting}` : '';
    return `${String(wallMs)} ${deed.who} ${deed.kind}${what}`;
  });
};

test('who dials, and who answers or declines', () => {
  expect(
    told([
      { type: 'callStarted', from: ada, to: grace },
      { type: 'legRang', legId: '2', party: grace, because: 'dial' },
      { type: 'legAnswered', legId: '2', party: grace },
      { type: 'legConnected', legId: '1', party: ada },
      { type: 'legEnded', legId: '2', party: grace, as: 'otherHungUp', because: '' },
      { type: 'legEnded', legId: '1', party: ada, as: 'hungUp', because: '' },
    ]),
  ).toEqual(['1020 grace answer', '1000 ada dial 202', '1050 ada hangUp']);
  expect(
    told([
      { type: 'callStarted', from: desk, to: grace },
      { type: 'legRang', legId: '2', party: grace, because: 'create' },
      { type: 'legEnded', legId: '2', party: grace, as: 'declined', because: '' },
    ]),
  ).toEqual(['1020 grace decline']);
});

test('who joins a meeting, comes again, waits in the lobby, or is lost', () => {
  expect(
    told([
      { type: 'callStarted', from: ada, to: weekly },
      { type: 'legConnected', legId: '1', party: ada },
      { type: 'legInLobby', legId: '2', party: linus, isInLobby: true },
      { type: 'legConnected', legId: '2', party: linus },
      { type: 'legEnded', legId: '1', party: ada, as: 'pageLost', because: '' },
      { type: 'legConnected', legId: '3', party: ada },
    ]),
  ).toEqual(['1000 ada dial 5550100', '1040 ada lost', '1020 linus join 5550100', '1050 ada join 5550100']);
});

test('who is brought over from another call, or removed, did nothing', () => {
  expect(
    told([
      { type: 'callStarted', from: ada, to: grace },
      { type: 'legMoved', legId: '1', party: ada, otherCallId: 'b', isHere: true },
      { type: 'legRang', legId: '2', party: grace, because: 'transfer' },
      { type: 'legEnded', legId: '2', party: grace, as: 'removed', because: '' },
    ]),
  ).toEqual([]);
});
