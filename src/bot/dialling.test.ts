/** Meetings that a bot goes to and calls to several, in the lab: when the bot is in, and when it is not. */
import { describe, expect, test } from 'vitest';
import type { LabMeeting } from '../testing/people/lab-meeting.ts';
import { alan, doing, grace } from '../testing/test-stage.ts';
import type { JoinOptions } from './bot.ts';
import type { Call } from './call.ts';

const others = (call: Call): string[] =>
  call.participants
    .filter(({ isSelf }) => !isSelf)
    .map(({ party }) => party.name ?? '')
    .toSorted();

describe('a meeting', () => {
  test('is joined by a link, and left when the bot is done', () => {
    let meeting: LabMeeting | undefined;
    return doing(
      async (_, { join }) => {
        const joined = await join(meeting?.link ?? '');
        if (joined.kind === 'notJoined') return joined.reason.message;
        await joined.call.say('Hello, everybody.');
        return others(joined.call);
      },
      async ({ lab, came }) => {
        const { line } = lab.person('Grace');
        await line.hears('Hello, everybody.');
        expect(await came()).toEqual(['Grace Hopper']);
        await lab.pass(100);
        expect(line.handset.call?.legs.filter(({ kind }) => kind === 'app')).toMatchObject([{ state: 'ended' }]);
        expect(line.ended).toBeUndefined();
      },
      {
        before: async (lab) => {
          meeting = await lab.meeting({ organizer: 'Grace' });
          await lab.person('Grace').joins(meeting);
        },
      },
    );
  });

  /** Grace's meeting, into which nobody comes whom she does not let in. */
  const waiting = <T>(
    work: (id: string, join: (meeting: { id: string }, options?: JoinOptions) => Promise<{ kind: string }>) => Promise<T>,
    story: Parameters<typeof doing<T>>[1],
    isRosterLate = false,
  ): Promise<void> => {
    let id = '';
    return doing((_, { join }) => work(id, join), story, {
      before: async (lab) => {
        const meeting = await lab.meeting({ organizer: 'Grace', lobby: 'organizer' });
        id = meeting.number;
        await (await lab.person('Grace').joins(meeting)).isLetIn();
        if (!isRosterLate) return;
        lab.house.wire.intercept(async (request, next) => {
          if (!request.url.endsWith('/calls') || !(await request.clone().text()).includes('#microsoft.graph.participant'))
            return next(request);
          const deliver = async (): Promise<void> => {
            await lab.house.time.clock.sleep(500);
            await next(request);
          };
          // What is under way is taken for delivered.
          void deliver();
          return new Response(undefined, { status: 202 });
        });
      },
    });
  };

  test('whose lobby nobody opens is not joined', () =>
    waiting(
      (id, join) => join({ id }, { timeoutMs: 30_000 }),
      async ({ lab, outcome }) => {
        await lab.pass(29_000);
        expect(outcome()).toBeUndefined();
        expect(lab.person('Grace').line.handset.call?.legs).toMatchObject([{ state: 'connected' }, { kind: 'app', isInLobby: true }]);
        await lab.pass(1_200);
        expect(outcome()).toEqual({
          kind: 'notJoined',
          reason: { code: 408, subcode: 0, message: 'Nobody let the bot into the meeting in time.' },
          why: 'lobbyTimedOut',
          waitedMs: 30_000,
        });
        expect(lab.person('Grace').line.handset.call?.legs).toMatchObject([{ state: 'connected' }, { kind: 'app', state: 'ended' }]);
      },
    ));

  test('whose lobby the bot is sent away from says so; that it waited there was told', () => {
    const waits: number[] = [];
    return waiting(
      (id, join) =>
        join({ id }, { timeoutMs: 60_000, lobbyTimeoutMs: 40_000, onLobby: ({ sinceMs, untilMs }) => waits.push(untilMs - sinceMs) }),
      async ({ lab, outcome, came }) => {
        await lab.pass('10 s');
        expect([waits, outcome()]).toEqual([[40_000], undefined]);
        const { handset } = lab.person('Grace').line;
        const participantIds = handset.call?.legs.filter(({ kind }) => kind === 'app').map(({ participantId }) => participantId) ?? [];
        handset.ask('send the bot away', (switchboard, mine) => switchboard.denyPerson({ ...mine, participantIds }));
        expect(await came()).toMatchObject({
          kind: 'notJoined',
          why: 'lobbyDenied',
          waitedMs: expect.toSatisfy((ms: number) => ms > 9_000 && ms < 12_000),
        });
        expect(waits).toHaveLength(1);
      },
    );
  });

  test('whose lobby is waited in no longer than the bot says', () =>
    waiting(
      (id, join) => join({ id }, { timeoutMs: 60_000, lobbyTimeoutMs: 5_000 }),
      async ({ lab, outcome, came }) => {
        await lab.pass('4 s');
        expect(outcome()).toBeUndefined();
        expect(await came()).toMatchObject({ kind: 'notJoined', why: 'lobbyTimedOut', waitedMs: 5_000 });
        expect(lab.person('Grace').line.handset.call?.legs).toMatchObject([{ state: 'connected' }, { kind: 'app', state: 'ended' }]);
      },
    ));

  test('tells its details, and who was there', () => {
    let meeting: LabMeeting | undefined;
    return doing(
      async (_, { join }) => {
        const joined = await join(meeting?.link ?? '');
        if (joined.kind === 'notJoined') return joined;
        const { call } = joined;
        await call.facts.next('participantLeft', { signal: call.signal });
        return { details: await call.meeting(), who: call.attendance() };
      },
      async ({ lab, came }) => {
        const { line } = lab.person('Grace');
        await lab.pass('3 s');
        await lab.person('Alan').joins(meeting!);
        await lab.pass('5 s');
        await lab.person('Alan').line.hangsUp();
        expect(await came()).toEqual({
          details: expect.objectContaining({
            subject: 'Compilers',
            organizer: { id: grace.user, name: 'Grace Hopper' },
            joinMeetingId: meeting?.number,
            joinUrl: meeting?.link,
          }) as object,
          who: expect.arrayContaining([
            expect.objectContaining({ isSelf: true }),
            expect.objectContaining({ party: { kind: 'user', id: grace.user, name: 'Grace Hopper' }, role: 'organizer' }),
            expect.objectContaining({
              party: { kind: 'user', id: alan.user, name: 'Alan Turing' },
              visits: [expect.objectContaining({ leftMs: expect.any(Number) as number, lobbyMs: 0 })],
            }),
          ]) as object,
        });
        expect(line.ended).toBeUndefined();
      },
      {
        before: async (lab) => {
          meeting = await lab.meeting({ organizer: 'Grace', subject: 'Compilers' });
          await lab.person('Grace').joins(meeting);
        },
      },
    );
  });

  test('that is not there is an outcome, and what is broken is an error', () => {
    let asked = 0;
    return doing(
      async (_, { join }) => [
        await join('Meeting ID: 123 456 789'),
        await join({ id: '1234567890' }).catch((error: Error) => error.message),
      ],
      async ({ came }) => {
        expect(await came()).toEqual([
          {
            kind: 'notJoined',
            reason: { code: 404, subcode: 0, message: 'There is no such meeting, or it is over.' },
            why: 'noMeeting',
            waitedMs: 0,
          },
          expect.stringContaining('broken today'),
        ]);
        expect(asked).toBe(2);
      },
      {
        before: ({ house: { wire } }) =>
          void wire.intercept(async (request, next) => {
            if (!request.url.endsWith('/communications/calls') || ++asked < 2) return next(request);
            return Response.json({ error: { code: '7000', message: 'broken today' } }, { status: 400 });
          }),
      },
    );
  });

  test('whose lobby the roster tells of after sound flows is not joined until somebody opens it', () =>
    waiting(
      async (id, join) => (await join({ id })).kind,
      async ({ lab, outcome, came }) => {
        await lab.pass('1 min');
        expect(outcome()).toBeUndefined();
        await lab.person('Grace').line.admits();
        expect(await came()).toBe('joined');
      },
      true,
    ));

  test('whose lobby somebody opens is', () =>
    waiting(
      async (id, join) => (await join({ id })).kind,
      async ({ lab, outcome, came }) => {
        await lab.pass('1 min');
        expect(outcome()).toBeUndefined();
        await lab.person('Grace').line.admits();
        expect(await came()).toBe('joined');
      },
    ));
});

describe('a call to several', () => {
  test('begins with the first who answers', () =>
    doing(
      async (_, { dialGroup }) => {
        const dialled = await dialGroup([grace, alan], { subject: 'Lunch' });
        if (dialled.kind !== 'answered') return dialled.reason.message;
        await dialled.call.say('Is everybody hungry? Then let us go and have lunch.');
        return others(dialled.call);
      },
      async ({ lab, came }) => {
        const first = await lab.person('Grace').answers({ after: '1 s' });
        await first.hears(/hungry/, { toTheEnd: false });
        const second = await lab.person('Alan').answers();
        await first.hears('Then let us go and have lunch.');
        await second.hears('Then let us go and have lunch.');
        expect(await came()).toEqual(['Alan Turing', 'Grace Hopper']);
        expect(first.handset.call?.group).toMatchObject({ subject: 'Lunch' });
      },
    ));

  test('is answered when the first has come and not before, however soon sound flows', () =>
    doing(
      async (_, { dialGroup }) => {
        const dialled = await dialGroup([grace, alan]);
        return dialled.kind === 'answered' ? others(dialled.call) : dialled.reason.message;
      },
      async ({ lab, outcome, came }) => {
        await lab.person('Grace').declines();
        await lab.pass('8 s');
        expect(outcome()).toBeUndefined();
        await lab.person('Alan').answers();
        await lab.pass(200);
        expect(outcome()).toEqual(['Alan Turing']);
        await came();
      },
    ));

  test('that nobody takes within the time that the bot gives is hung up', () =>
    doing(
      (_, { dialGroup }) => dialGroup([grace, alan], { timeoutMs: 5_000 }),
      async ({ lab, outcome }) => {
        await lab.pass(4_500);
        expect([outcome(), lab.person('Grace').isRinging, lab.person('Alan').isRinging]).toEqual([undefined, true, true]);
        await lab.pass(600);
        expect(outcome()).toMatchObject({ kind: 'notAnswered', reason: { code: 408, message: 'Nobody answered in time.' } });
        expect([lab.person('Grace').isRinging, lab.person('Alan').isRinging]).toEqual([false, false]);
      },
    ));

  test('that nobody takes says so', () =>
    doing(
      (_, { dialGroup }) => dialGroup([grace, alan]),
      async ({ lab, came }) => {
        await lab.group('Grace', 'Alan').declines();
        expect(await came()).toMatchObject({ kind: 'notAnswered', reason: { code: 200, subcode: 5013, message: 'Nobody joined.' } });
      },
    ));
});
