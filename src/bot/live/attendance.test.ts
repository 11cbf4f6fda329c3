/** Who has been at a call, whatever comes in whatever order: against a count made from the whole story. */
import { describe, expect, test } from 'vitest';
import { Facts } from '../../base/facts.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { CallFacts, CarrierCall } from '../../call/platform.ts';
import type { Participant } from '../../call/roster.ts';
import { Attendance } from './attendance.ts';

const participant = (id: string, person: string, more: Partial<Participant> = {}): Participant => ({
  id,
  party: { kind: 'user', id: person, name: person },
  isMuted: false,
  isInLobby: false,
  isSelf: false,
  ...more,
});

function world(there: readonly Participant[] = []): {
  readonly clock: VirtualClock;
  readonly facts: Facts<CallFacts>;
  readonly attendance: Attendance;
} {
  const clock = virtualClock();
  const facts = new Facts<CallFacts>();
  const roster = { participants: there } as unknown as CarrierCall['roster'];
  const media = {} as CarrierCall['media'];
  return { clock, facts, attendance: new Attendance({ carrier: { facts, roster, state: { status: 'ringing' }, media }, clock }) };
}

describe('attendance', () => {
  test('is each person with every visit, the wait in the lobby, the role, and how long they spoke', async () => {
    const { clock, facts, attendance } = world([participant('a', 'ada', { role: 'organizer' })]);
    const begunMs = clock.wallMs();
    await clock.advance(1_000);
    const waiting = participant('g', 'grace', { isInLobby: true });
    facts.tell('participantJoined', { participant: waiting });
    await clock.advance(4_000);
    facts.tell('participantChanged', { from: waiting, to: participant('g', 'grace', { role: 'attendee' }) });
    facts.tell('speakingChanged', { participantIds: ['g', 'a'] });
    await clock.advance(2_000);
    facts.tell('speakingChanged', { participantIds: ['a'] });
    await clock.advance(1_000);
    facts.tell('participantLeft', { participant: participant('g', 'grace'), reason: 'Removed' });
    await clock.advance(1_000);
    facts.tell('participantJoined', { participant: participant('g2', 'grace', { role: 'presenter' }) });
    const ada = { party: { kind: 'user', id: 'ada', name: 'ada' }, isSelf: false, role: 'organizer', spokenMs: 4_000 };
    expect(attendance.list).toEqual([
      { ...ada, visits: [{ participantId: 'a', joinedMs: begunMs, lobbyMs: 0 }] },
      {
        party: { kind: 'user', id: 'grace', name: 'grace' },
        isSelf: false,
        role: 'presenter',
        spokenMs: 2_000,
        visits: [
          { participantId: 'g', joinedMs: begunMs + 1_000, leftMs: begunMs + 8_000, reason: 'Removed', lobbyMs: 4_000 },
          { participantId: 'g2', joinedMs: begunMs + 9_000, lobbyMs: 0 },
        ],
      },
    ]);
  });

  test('stays as it was when the call is over', async () => {
    const { clock, facts, attendance } = world([participant('a', 'ada')]);
    facts.tell('speakingChanged', { participantIds: ['a'] });
    await clock.advance(500);
    facts.tell('changed', { from: { status: 'ringing' }, to: { status: 'ended', reason: { code: 200, subcode: 0, message: 'Over.' } } });
    await clock.advance(5_000);
    facts.tell('participantJoined', { participant: participant('b', 'bob') });
    expect(attendance.list).toMatchObject([{ spokenMs: 500, visits: [{ leftMs: clock.wallMs() - 5_000 }] }]);
    expect(attendance.list).toHaveLength(1);
  });

  test('of those whom the carrier does not name is by the visit', () => {
    const { facts, attendance } = world();
    for (const id of ['x', 'y'])
      facts.tell('participantJoined', { participant: { ...participant(id, ''), party: { kind: 'unknown', id: '' } } });
    expect(attendance.list.map(({ visits }) => visits.length)).toEqual([1, 1]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('agrees with the whole story, whatever happens (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random.unit() * from.length)] as T;
    const { clock, facts, attendance } = world();
    const ids = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
    /** What held in each millisecond-long step of the story, told by nobody but the test. */
    const steps: { readonly ms: number; readonly here: ReadonlyMap<string, boolean>; readonly speaking: readonly string[] }[] = [];
    let here: ReadonlyMap<string, boolean> = new Map();
    let speaking: readonly string[] = [];
    for (let i = 0; i < 150; i++) {
      const id = pick(ids);
      const person = `person ${String(Number(id[1]) % 4)}`;
      const isInLobby = random.unit() < 0.3;
      const now = participant(id, person, { isInLobby });
      const deed = pick(['join', 'leave', 'change', 'speak'] as const);
      if (deed === 'join') {
        facts.tell('participantJoined', { participant: now });
        here = new Map([...here, [id, isInLobby]]);
      } else if (deed === 'leave') {
        facts.tell('participantLeft', { participant: now });
        here = new Map([...here].filter(([each]) => each !== id));
      } else if (deed === 'change') {
        facts.tell('participantChanged', { from: now, to: now });
        if (here.has(id)) here = new Map([...here, [id, isInLobby]]);
      } else {
        speaking = ids.filter(() => random.unit() < 0.4);
        facts.tell('speakingChanged', { participantIds: speaking });
      }
      const ms = Math.floor(random.unit() * 5) * 10;
      steps.push({ ms, here, speaking });
      await clock.advance(ms);
    }
    const sum = (person: string, counts: (id: string, step: (typeof steps)[number]) => boolean): number =>
      ids
        .filter((id) => `person ${String(Number(id[1]) % 4)}` === person)
        .flatMap((id) => steps.filter((step) => counts(id, step)))
        .reduce((total, { ms }) => total + ms, 0);
    for (const { party, visits, spokenMs } of attendance.list) {
      const presentMs = visits.reduce((total, { joinedMs, leftMs = clock.wallMs() }) => total + leftMs - joinedMs, 0);
      const lobbyMs = visits.reduce((total, visit) => total + visit.lobbyMs, 0);
      expect([presentMs, lobbyMs, spokenMs]).toEqual([
        sum(party.id, (id, step) => step.here.has(id)),
        sum(party.id, (id, step) => step.here.get(id) === true),
        sum(party.id, (id, step) => step.here.has(id) && step.speaking.includes(id)),
      ]);
    }
    expect(new Set(attendance.list.map(({ party }) => party.id)).size).toBe(attendance.list.length);
    expect(attendance.list.length).toBe(4);
  });
});
