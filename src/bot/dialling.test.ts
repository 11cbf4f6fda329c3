/** Meetings that a bot goes to and calls to several, on the scripted carrier: when the bot is in, and when it is not. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../call/errors.ts';
import type { Party } from '../call/platform.ts';
import { stage } from '../testing/scripted-stage.ts';
import type { Behaviour } from '../testing/scripted-roster.ts';
import type { Bot, BotContext } from './bot.ts';
import type { Call } from './call.ts';

const grace = { user: 'grace' };
const answers = (): Behaviour => ({ does: 'answer', afterMs: 2_000 });
const others = (call: Call): string[] => call.participants.filter(({ isSelf }) => !isSelf).map(({ party }) => party.id);

/** A bot that answers and does one thing with what calls give it. */
function running<T>(
  work: (call: Call, context: BotContext) => Promise<T>,
  options: Parameters<typeof stage>[1] = {},
): ReturnType<typeof stage> & { outcome: () => T | undefined } {
  let outcome: T | undefined;
  const bot: Bot = {
    name: 'test',
    async onCall(call, context) {
      await call.answer();
      outcome = await work(call, context);
    },
  };
  return { ...stage(bot, options), outcome: () => outcome };
}

describe('a meeting', () => {
  const people: readonly Party[] = [{ kind: 'user', id: 'grace', name: 'Grace Hopper' }];

  test('is joined by a link, and left when the bot is done', async () => {
    let asked: unknown;
    const { ring, clock, carrier, outcome } = running(
      async (_, { join }) => {
        const joined = await join('https://teams.microsoft.com/meet/2345678901234?p=abc');
        if (joined.kind === 'notJoined') return joined.reason.message;
        await joined.call.say('Hello, everybody.');
        return others(joined.call);
      },
      {
        meetings: (meeting) => {
          asked = meeting;
          return people;
        },
      },
    );
    await ring();
    await clock.advance(5_000);
    expect(asked).toEqual({ link: 'https://teams.microsoft.com/meet/2345678901234?p=abc' });
    expect(outcome()).toEqual(['grace']);
    expect(carrier.dialled[0]?.heard).toEqual(['Hello, everybody.']);
    expect(carrier.dialled[0]?.state.status).toBe('ended');
  });

  test('whose lobby nobody opens is not joined', async () => {
    const { ring, clock, carrier, outcome } = running(async (_, { join }) => join({ id: '123' }, { timeoutMs: 30_000 }));
    const waiting = ring();
    await waiting;
    const [meeting] = carrier.dialled;
    meeting?.roster.becomeGroup([meeting.info.from]);
    meeting?.roster.changes(meeting.roster.participants[0]?.id ?? '', { isInLobby: true });
    await clock.advance(29_000);
    expect(outcome()).toBeUndefined();
    await clock.advance(1_000);
    expect(outcome()).toEqual({
      kind: 'notJoined',
      reason: { code: 408, subcode: 0, message: 'Nobody let the bot into the meeting in time.' },
    });
    expect(meeting?.state.status).toBe('ended');
  });

  test('that is not there is an outcome, and what is broken is an error', async () => {
    const { ring, clock, carrier, outcome } = running(async (_, { join }) => [
      await join('Meeting ID: 123 456 789'),
      await join({ id: '1' }).catch((error: Error) => error.message),
    ]);
    let asked = 0;
    carrier.join = () => Promise.reject(asked++ === 0 ? new CallError('call/no-meeting', 'no') : new Error('broken'));
    await ring();
    await clock.settle();
    expect(outcome()).toEqual([
      { kind: 'notJoined', reason: { code: 404, subcode: 0, message: 'There is no such meeting, or it is over.' } },
      'broken',
    ]);
  });

  test('whose lobby the roster tells of after sound flows is not joined until somebody opens it', async () => {
    const { ring, clock, carrier, outcome } = running(async (_, { join }) => (await join({ id: '123' })).kind, { people: answers });
    carrier.join = () => carrier.dial(grace);
    await ring();
    await clock.advance(2_300);
    const [meeting] = carrier.dialled;
    expect(meeting?.state).toMatchObject({ status: 'connected', hasSound: true });
    meeting?.roster.becomeGroup([meeting.info.from]);
    const self = meeting?.roster.participants[0]?.id ?? '';
    meeting?.roster.changes(self, { isInLobby: true });
    await clock.advance(60_000);
    expect(outcome()).toBeUndefined();
    meeting?.roster.changes(self, { isInLobby: false });
    await clock.settle();
    expect(outcome()).toBe('joined');
  });

  test('whose lobby somebody opens is', async () => {
    const { ring, clock, carrier, outcome } = running(async (_, { join }) => (await join({ id: '123' })).kind);
    await ring();
    const [meeting] = carrier.dialled;
    meeting?.roster.becomeGroup([meeting.info.from]);
    const self = meeting?.roster.participants[0]?.id ?? '';
    meeting?.roster.changes(self, { isInLobby: true });
    await clock.advance(60_000);
    meeting?.roster.changes(self, { isInLobby: false });
    await clock.settle();
    expect(outcome()).toBe('joined');
  });
});

describe('a call to several', () => {
  test('begins with the first who answers', async () => {
    const { ring, clock, outcome } = running(
      async (_, { dialGroup }) => {
        const dialled = await dialGroup([grace, { user: 'linus' }], { subject: 'Lunch' });
        if (dialled.kind !== 'answered') return dialled.reason.message;
        await dialled.call.say('Is everybody hungry?');
        return others(dialled.call);
      },
      { people: (target) => ({ does: 'answer', afterMs: 'user' in target && target.user === 'grace' ? 1_000 : 1_500 }) },
    );
    await ring();
    await clock.advance(10_000);
    expect(outcome()).toEqual(['grace', 'linus']);
  });

  test('is answered when the first has come and not before, however soon sound flows', async () => {
    const { ring, clock, outcome } = running(
      async (_, { dialGroup }) => {
        const dialled = await dialGroup([grace, { user: 'linus' }]);
        return dialled.kind === 'answered' ? others(dialled.call) : dialled.reason.message;
      },
      { people: (target) => ({ does: 'user' in target && target.user === 'grace' ? 'decline' : 'answer', afterMs: 8_000 }) },
    );
    await ring();
    await clock.advance(7_900);
    expect(outcome()).toBeUndefined();
    await clock.advance(200);
    expect(outcome()).toEqual(['linus']);
  });

  test('that nobody takes within the time that the bot gives is hung up', async () => {
    const { ring, clock, carrier, outcome } = running(
      async (_, { dialGroup }) => dialGroup([grace, { user: 'linus' }], { timeoutMs: 5_000 }),
      { people: () => ({ does: 'answer', afterMs: 8_000 }) },
    );
    await ring();
    await clock.advance(10_000);
    expect(outcome()).toMatchObject({ kind: 'notAnswered', reason: { code: 408, message: 'Nobody answered in time.' } });
    expect(carrier.dialled[0]?.state.status).toBe('ended');
  });

  test('that nobody takes says so', async () => {
    const { ring, clock, outcome } = running(async (_, { dialGroup }) => dialGroup([grace, { user: 'linus' }]), {
      people: () => ({ does: 'decline', afterMs: 1_000 }),
    });
    await ring();
    await clock.advance(5_000);
    expect(outcome()).toMatchObject({ kind: 'notAnswered', reason: { code: 603 } });
  });
});
