/** Several in a call: inviting, holding, muting, keys for a machine and asking first, on the scripted carrier. */
import { describe, expect, test } from 'vitest';
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
