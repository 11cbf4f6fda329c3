/** The host, in the lab: bots that throw, that never answer, that are replaced while calls are up. */
import { describe, expect, test } from 'vitest';
import type { Lab } from '../testing/lab.ts';
import { factsOf, heardOn, staged } from '../testing/test-stage.ts';
import type { Bot } from './bot.ts';
import { defineBot, isBot } from './bot.ts';
import type { Call } from './call.ts';
import type { BotHost } from './host.ts';

const says = (text: string): Bot => ({
  name: text,
  async onCall(call) {
    await call.answer();
    await call.ask({ prompt: text, keys: ['1'], attempts: 1, timeoutMs: 60_000 });
    await call.say(`${text} again`);
  },
});
/** Fails so far down that its stack does not reach whoever called it. */
const far = (depth: number): void => {
  if (depth === 0) throw new Error('no voice today');
  far(depth - 1);
};
const kinds = (lab: Lab): string[] => factsOf(lab).map(({ kind }) => kind);
const hostOf = (lab: Lab): Pick<BotHost, 'replace' | 'drain' | 'activeCalls'> => {
  const host = lab.house.bots.get('100')?.host;
  if (!host) throw new Error('there is no bot at 100');
  return host;
};
/** What the bot has asked of Graph, a line for each message. */
const asked = (lab: Lab): string =>
  lab.messages.map(({ method, url, body }) => `${method} ${url.split('/').at(-1) ?? ''} ${body}`).join('\n');

describe('a bot that throws', () => {
  test('after answering: the caller hears so and is hung up, and the page is told why', () =>
    staged(
      {
        name: 'broken',
        async onCall(call) {
          await call.answer();
          throw new Error('no such desk');
        },
      },
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await line.hears('Goodbye.');
        await expect(line.isHungUpOn()).rejects.toMatchObject({ code: 'testing/bot-threw' });
        await lab.pass(500);
        expect(heardOn(line)).toEqual(['Sorry, something went wrong.', 'Goodbye.']);
        expect(line.ended).toBe('The bot “broken” hung up.');
        expect(factsOf(lab)).toMatchObject([
          { kind: 'callTaken', chainId: line.handset.callId },
          { kind: 'botFailed', error: 'no such desk', stack: expect.stringContaining('host.test') as string },
          { kind: 'callOver', reason: { subcode: 7000 } },
        ]);
        expect(new Set(factsOf(lab).map(({ callId }) => callId)).size).toBe(1);
      },
    ));

  test('before answering: the call is turned away', () =>
    staged({ name: 'broken', onCall: () => Promise.reject(new Error('bad day')) }, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await lab.pass('1 s');
      expect(asked(lab)).toMatch(/POST reject .*"forbidden"/);
      expect(line.ended).toBe('The bot “broken” does not take calls from you.');
      expect(kinds(lab)).toEqual(['callTaken', 'botFailed', 'callOver']);
    }));

  test('because its voice does: the caller is hung up all the same', () =>
    staged(
      says('Hello'),
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await lab.pass('1 s');
        expect(line.ended).toBe('The bot “Hello” hung up.');
        expect(line.heard).toEqual([]);
        expect(factsOf(lab)).toMatchObject([{ kind: 'callTaken' }, { kind: 'botFailed', error: 'no voice' }, { kind: 'callOver' }]);
      },
      { before: ({ house }) => void (house.troubles.voice = () => Promise.reject(new Error('no voice'))) },
    ));

  test.each<[string, (call: Call) => Promise<unknown>]>([
    ['that what it is given is no sound', (call) => call.say({ wav: new Uint8Array(3) })],
    ['that Graph refuses it', (call) => call.mute()],
    ['that its voice fails far down', (call) => call.say('Hello')],
  ])('in a verb, because it says %s: the stack leads to the line in the bot', (_, verb) =>
    staged(
      {
        name: 'clumsy',
        async onCall(call) {
          await call.answer();
          await verb(call);
        },
      },
      async (lab) => {
        await lab.person('Ada').dial('100');
        await lab.pass('1 s');
        expect(factsOf(lab)[1]).toMatchObject({ kind: 'botFailed', stack: expect.stringMatching(/onCall \(.*host\.test\.ts/) as string });
      },
      { before: ({ house }) => void (house.troubles.voice = async () => far(20)) },
    ),
  );

  test('because the call is over has not failed', () =>
    staged(
      {
        name: 'waits',
        async onCall(call) {
          await call.answer();
          await new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(call.signal.reason as Error)));
        },
      },
      async (lab) => {
        const line = await lab.person('Ada').dial('100');
        await line.isAnswered();
        await line.hangsUp();
        expect(kinds(lab)).toEqual(['callTaken', 'callOver']);
      },
    ));

  test('leaves other calls alone', () => {
    let calls = 0;
    const good = says('Hello, how are you?');
    return staged(
      {
        name: 'moody',
        onCall: (call, context) => (++calls === 1 ? Promise.reject(new Error('first')) : good.onCall(call, context)),
      },
      async (lab) => {
        await lab.person('Ada').dial('100');
        const second = await lab.person('Alan').dial('100');
        await second.hears('how are you?');
        expect(second.ended).toBeUndefined();
        expect(hostOf(lab).activeCalls).toBe(1);
        await second.hangsUp();
      },
    );
  });
});

describe('a bot that never answers', () => {
  test('because its code ends: the call is turned away and the page is told', () =>
    staged({ name: 'shy', onCall: () => Promise.resolve() }, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await lab.pass('1 s');
      expect(line.ended).toBe('The bot “shy” does not take calls from you.');
      expect(kinds(lab)).toEqual(['callTaken', 'neverAnswered', 'callOver']);
    }));

  test('because it dreams: the carrier gives up, and the page is told', () =>
    staged({ name: 'slow', onCall: () => new Promise(() => undefined) }, async (lab) => {
      const line = await lab.person('Ada').dial('100');
      await lab.pass('14 s');
      expect(kinds(lab)).toEqual(['callTaken']);
      await line.hears('The service that you called does not answer.');
      expect(factsOf(lab)).toMatchObject([
        { kind: 'callTaken' },
        { kind: 'neverAnswered', message: expect.stringContaining('in time') as string },
        { kind: 'callOver' },
      ]);
    }));

  test('but rejects has decided', () =>
    staged({ name: 'full', onCall: (call) => call.reject('busy') }, async (lab) => {
      await lab.person('Ada').dial('100');
      await lab.pass('1 s');
      expect(asked(lab)).toMatch(/POST reject .*"busy"/);
      expect(kinds(lab)).toEqual(['callTaken', 'callOver']);
    }));
});

test('saying something before answering is told as the mistake that it is', () =>
  staged({ name: 'eager', onCall: async (call) => void (await call.say('Hello')) }, async (lab) => {
    await lab.person('Ada').dial('100');
    await lab.pass('1 s');
    expect(factsOf(lab)[1]).toMatchObject({ kind: 'botFailed', error: expect.stringContaining('await call.answer() first') as string });
  }));

test('new code takes new calls while old calls stay with the old', () =>
  staged(says('The old code'), async (lab) => {
    const first = await lab.person('Ada').dial('100');
    await first.isAnswered();
    hostOf(lab).replace(says('The new code'));
    const second = await lab.person('Alan').dial('100');
    await first.hears('The old code');
    await second.hears('The new code');
    await first.presses('1');
    await second.presses('1');
    await first.isHungUpOn();
    await second.isHungUpOn();
    expect(heardOn(first)).toEqual(['The old code', 'The old code again']);
    expect(heardOn(second)).toEqual(['The new code', 'The new code again']);
    expect(hostOf(lab).activeCalls).toBe(0);
  }));

test('draining turns new calls away and waits for the last one', () =>
  staged(says('Hello to you'), async (lab) => {
    const first = await lab.person('Ada').dial('100');
    await first.isAnswered();
    let isDrained = false;
    const drained = hostOf(lab)
      .drain()
      .then(() => (isDrained = true));
    const second = await lab.person('Alan').dial('100');
    await lab.pass('1 s');
    expect(second.ended).toBe('The bot “Hello to you” is busy.');
    expect(isDrained).toBe(false);
    await first.hangsUp();
    await drained;
    expect(isDrained).toBe(true);
  }));

test('ending the host hangs up what is up, even where a bot does not notice', async () => {
  let line: { readonly ended: string | undefined } | undefined;
  let lab: Lab | undefined;
  await staged(
    {
      name: 'deaf',
      async onCall(call) {
        await call.answer();
        await new Promise(() => undefined);
      },
    },
    async (opened) => {
      lab = opened;
      const ada = await opened.person('Ada').dial('100');
      await ada.isAnswered();
      line = ada;
    },
  );
  expect(line?.ended).toBe('The bot “deaf” hung up.');
  expect(lab && kinds(lab)).toEqual(['callTaken', 'callOver']);
});

test('what has no name or no onCall is no bot', () => {
  expect(() => defineBot({ name: ' ', onCall: () => Promise.resolve() })).toThrow(TypeError);
  expect(() => defineBot({ name: 'x' } as Bot)).toThrow(/onCall/);
  expect([isBot(says('x')), isBot({ name: 'x' }), isBot(null)]).toEqual([true, false, false]);
});
