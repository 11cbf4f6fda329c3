/** Several in a call: inviting, holding, muting, keys for a machine, asking first, and meetings, on the scripted carrier. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../call/errors.ts';
import type { Party } from '../call/platform.ts';
import { doing, stage } from '../testing/scripted-stage.ts';
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

describe('invite', () => {
  test('makes a group call, in which who comes and goes is told', async () => {
    const told: string[] = [];
    const { ring, clock, outcome } = doing(
      async (call) => {
        call.facts.on('participantJoined', ({ participant }) => told.push(`+${participant.party.id}`), { signal: call.signal });
        call.facts.on('participantLeft', ({ participant }) => told.push(`-${participant.party.id}`), { signal: call.signal });
        const invited = await call.invite(grace);
        await call.say('Welcome to both of you.');
        return [invited, others(call)];
      },
      { people: answers },
    );
    const caller = await ring({ from: { kind: 'user', id: 'ada' } });
    await clock.advance(10_000);
    expect(outcome()).toEqual([{ kind: 'joined' }, ['ada', 'grace']]);
    expect(told).toEqual(['+b0000000-0000-4000-8000-000000000100', '+ada', '+grace']);
    expect(caller.heard).toEqual(['Welcome to both of you.']);
  });

  test('goes on beside what is said, and is an outcome when nobody comes', async () => {
    const { ring, clock, outcome } = doing(
      async (call) => Promise.all([call.invite(grace, { timeoutMs: 3_000 }), call.invite(grace), call.say('One moment.')]),
      { people: () => ({ does: 'decline', afterMs: 5_000 }) },
    );
    await ring();
    await clock.advance(10_000);
    expect(outcome()).toEqual([
      { kind: 'notJoined', reason: { code: 408, subcode: 0, message: 'The other person did not answer in time.' } },
      { kind: 'notJoined', reason: { code: 603, subcode: 0, message: 'The other person declined the call.' } },
      { kind: 'said' },
    ]);
  });

  test('brings somebody over with whom the bot speaks in another call, and that call ends', async () => {
    const { ring, clock, carrier, outcome } = running(
      async (call, { dial }) => {
        const dialled = await dial(grace);
        if (dialled.kind !== 'answered') throw new Error('nobody answered');
        const invited = await call.invite(grace, { from: dialled.call });
        return [invited, dialled.call.ended?.kind, others(call)];
      },
      { people: answers },
    );
    await ring({ from: { kind: 'user', id: 'ada' } });
    await clock.advance(10_000);
    expect(outcome()).toEqual([{ kind: 'joined' }, 'ended', ['ada', 'grace']]);
    expect(carrier.dialled[0]?.state.status).toBe('ended');
  });
});

describe('those who take part', () => {
  test('are muted, held and removed by themselves or by their ids', async () => {
    const { ring, clock, carrier, outcome } = doing(
      async (call) => {
        await call.invite(grace);
        const [, ada] = call.participants;
        const other = call.participants.at(-1);
        if (!ada || !other) throw new Error('nobody is there');
        const outcomes = [
          await call.mute(ada),
          await call.hold(other, { music: 'Please wait.' }),
          await call.unhold(other.id),
          await call.remove(other),
          await call.remove(other),
        ];
        return [outcomes.map(({ kind }) => kind), call.participants.map(({ isMuted }) => isMuted)];
      },
      { people: answers },
    );
    await ring();
    await clock.advance(10_000);
    expect(outcome()).toEqual([
      ['done', 'done', 'done', 'done', 'gone'],
      [false, true],
    ]);
    expect(carrier.dialled).toEqual([]);
  });

  test('are not there in a call between two, and what cannot be done says what can', async () => {
    const { ring, clock, outcome } = doing(async (call) => [
      call.participants,
      await call.remove('somebody'),
      await call.mute().catch((error: { code: string; message: string }) => `${error.code}: ${error.message}`),
    ]);
    await ring();
    await clock.advance(5_000);
    expect(outcome()).toEqual([[], { kind: 'gone' }, expect.stringMatching(/^call\/cannot: .*Instead: .*invite/)]);
  });
});

describe('the bot', () => {
  test('is not heard while it is muted', async () => {
    const { ring, clock } = doing(
      async (call) => {
        await call.invite(grace);
        await call.mute();
        await call.say('Secret.');
        await call.unmute();
        await call.say('Hello.');
      },
      { people: answers },
    );
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.heard).toEqual(['Hello.']);
  });

  test('presses keys after what it was saying, and says when those are none', async () => {
    const { ring, clock, outcome } = doing(async (call) => {
      const saying = call.say('One moment.');
      const pressed = await call.press('123#', { pauseMs: 100 });
      await saying;
      return [pressed, await call.tellRecording('recording')];
    });
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.heard).toEqual(['One moment.', '(keys 123#)']);
    expect(outcome()).toEqual([{ kind: 'pressed' }, { kind: 'done' }]);
    expect(caller.recordingStatus).toBe('recording');
    const bad = doing((call) => call.press('12a'));
    await bad.ring();
    expect(bad.outcome()).toMatchObject({ message: expect.stringContaining('keys of a phone') as string });
  });

  test('asks first, and then puts the caller through to whom it has asked', async () => {
    const { ring, clock, carrier, outcome } = running(
      async (call, { dial }) => {
        const consult = await dial(grace);
        if (consult.kind !== 'answered') throw new Error('nobody answered');
        const answer = await consult.call.ask({ prompt: 'Ada is calling. Press 1 to take it.', keys: ['1'] });
        return answer.kind === 'key' ? call.transfer(grace, { after: consult.call }) : undefined;
      },
      { people: answers },
    );
    const caller = await ring();
    await clock.advance(2_000);
    carrier.dialled[0]?.press('1');
    await clock.advance(5_000);
    expect(outcome()).toEqual({ kind: 'connected' });
    expect(caller.putThroughTo).toEqual(grace);
    expect(carrier.dialled[0]?.state.status).toBe('ended');
  });
});

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
        return dialled.kind === 'answered' ? [clock.now(), ...others(dialled.call)] : dialled.reason.message;
      },
      { people: (target) => ({ does: 'user' in target && target.user === 'grace' ? 'decline' : 'answer', afterMs: 8_000 }) },
    );
    await ring();
    const from = clock.now();
    await clock.advance(10_000);
    expect(outcome()).toEqual([from + 8_000, 'linus']);
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
