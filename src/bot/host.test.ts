/** The host: bots that throw, that never answer, that are replaced while calls are up. */
import { describe, expect, test } from 'vitest';
import type { Bot } from './bot.ts';
import { defineBot, isBot } from './bot.ts';
import { stage } from '../testing/scripted-stage.ts';

const says = (text: string): Bot => ({
  name: text,
  async onCall(call) {
    await call.answer();
    await call.ask({ prompt: text, keys: ['1'], attempts: 1, timeoutMs: 60_000 });
    await call.say(`${text} again`);
  },
});

describe('a bot that throws', () => {
  test('after answering: the caller hears so and is hung up, and the page is told why', async () => {
    const { ring, clock, facts } = stage({
      name: 'broken',
      async onCall(call) {
        await call.answer();
        throw new Error('no such desk');
      },
    });
    const caller = await ring();
    await clock.advance(5_000);
    expect(caller.heard).toEqual(['Sorry, something went wrong.', 'Goodbye.']);
    expect(caller.state).toMatchObject({ status: 'ended', reason: { subcode: 7000 } });
    expect(facts).toMatchObject([
      { kind: 'callTaken' },
      { kind: 'botFailed', error: 'no such desk', stack: expect.stringContaining('host.test') as string, callId: caller.info.id },
      { kind: 'callOver' },
    ]);
  });

  test('before answering: the call is turned away', async () => {
    const { ring, facts } = stage({ name: 'broken', onCall: () => Promise.reject(new Error('bad day')) });
    const caller = await ring();
    expect(caller.state).toMatchObject({ status: 'ended', reason: { code: 603 } });
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'botFailed', 'callOver']);
  });

  test('because its voice does: the caller is hung up all the same', async () => {
    const { ring, clock, facts } = stage(says('Hello'), { speech: { wavOf: () => Promise.reject(new Error('no voice')) } });
    const caller = await ring();
    await clock.settle();
    expect(caller.state.status).toBe('ended');
    expect(facts).toMatchObject([{ kind: 'callTaken' }, { kind: 'botFailed', error: 'no voice' }, { kind: 'callOver' }]);
  });

  test('in a verb: the stack leads to the line in the bot', async () => {
    const { ring, facts } = stage({
      name: 'clumsy',
      async onCall(call) {
        await call.answer();
        await call.say({ wav: new Uint8Array(3) });
      },
    });
    await ring();
    expect(facts[1]).toMatchObject({ kind: 'botFailed', stack: expect.stringMatching(/host\.test\.ts/) as string });
  });

  test('because the call is over has not failed', async () => {
    const { ring, clock, facts } = stage({
      name: 'waits',
      async onCall(call) {
        await call.answer();
        await new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(call.signal.reason as Error)));
      },
    });
    const caller = await ring();
    caller.leave();
    await clock.settle();
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  });

  test('leaves other calls alone', async () => {
    let calls = 0;
    const good = says('Hello');
    const { ring, clock, host } = stage({
      name: 'moody',
      onCall: (call, context) => (++calls === 1 ? Promise.reject(new Error('first')) : good.onCall(call, context)),
    });
    await ring();
    const second = await ring();
    await clock.advance(1_000);
    expect(second.state.status).toBe('connected');
    expect(host.activeCalls).toBe(1);
  });
});

describe('a bot that never answers', () => {
  test('because its code ends: the call is turned away and the page is told', async () => {
    const { ring, facts } = stage({ name: 'shy', onCall: () => Promise.resolve() });
    const caller = await ring();
    expect(caller.state.status).toBe('ended');
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'neverAnswered', 'callOver']);
  });

  test('because it dreams: the carrier gives up, and the page is told', async () => {
    const { ring, clock, facts } = stage({ name: 'slow', onCall: () => new Promise(() => undefined) });
    await ring();
    await clock.advance(15_000);
    expect(facts).toMatchObject([
      { kind: 'callTaken' },
      { kind: 'neverAnswered', message: expect.stringContaining('in time') as string },
      { kind: 'callOver' },
    ]);
  });

  test('but rejects has decided', async () => {
    const { ring, facts } = stage({ name: 'full', onCall: (call) => call.reject('busy') });
    await ring();
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  });
});

test('saying something before answering is told as the mistake that it is', async () => {
  const { ring, facts } = stage({ name: 'eager', onCall: async (call) => void (await call.say('Hello')) });
  await ring();
  expect(facts[1]).toMatchObject({ kind: 'botFailed', error: expect.stringContaining('await call.answer() first') as string });
});

test('new code takes new calls while old calls stay with the old', async () => {
  const { ring, clock, host } = stage(says('old'));
  const first = await ring();
  host.replace(says('new'));
  const second = await ring();
  await clock.advance(1_000);
  first.press('1');
  second.press('1');
  await clock.advance(5_000);
  expect(first.heard).toEqual(['old', 'old again']);
  expect(second.heard).toEqual(['new', 'new again']);
  expect(host.activeCalls).toBe(0);
});

test('draining turns new calls away and waits for the last one', async () => {
  const { ring, clock, host } = stage(says('hello'));
  const first = await ring();
  let isDrained = false;
  const drained = host.drain().then(() => (isDrained = true));
  const second = await ring();
  expect(second.state).toMatchObject({ status: 'ended', reason: { message: 'The bot was busy.' } });
  expect(isDrained).toBe(false);
  first.leave();
  await clock.settle();
  await drained;
  expect(isDrained).toBe(true);
});

test('ending the host hangs up what is up, even where a bot does not notice', async () => {
  const { ring, clock, host } = stage({
    name: 'deaf',
    async onCall(call) {
      await call.answer();
      await new Promise(() => undefined);
    },
  });
  const caller = await ring();
  const ended = host[Symbol.asyncDispose]();
  await clock.advance(5_000);
  await ended;
  expect(caller.state.status).toBe('ended');
});

test('what has no name or no onCall is no bot', () => {
  expect(() => defineBot({ name: ' ', onCall: () => Promise.resolve() })).toThrow(TypeError);
  expect(() => defineBot({ name: 'x' } as Bot)).toThrow(/onCall/);
  expect([isBot(says('x')), isBot({ name: 'x' }), isBot(null)]).toEqual([true, false, false]);
});
