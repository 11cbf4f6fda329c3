/**
 * The two halves with no socket, in virtual time: a caller in memory, the switchboard, Graph over an in-process `fetch`,
 * and the reference bots. What anybody hears has gone through Opus and is compared with what was said.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineBot } from 'rollcall';
import { describe, expect, test } from 'vitest';
import { bot as echo } from '../bots/echo.ts';
import { bot as frontDesk } from '../bots/front-desk.ts';
import { ada, grace } from '../bots/people.ts';
import { bot as voicemailBot } from '../bots/voicemail.ts';
import { readWav } from '../src/media/wav.ts';
import { openTwoHalves, type TwoHalves } from './halves/two-halves.ts';
import type { Phone } from './halves/phone.ts';
import { levelDb, likeness } from './hearing/likeness.ts';

const spoken = (name: string): Int16Array => readWav(readFileSync(join(import.meta.dirname, 'fixtures/speech', `${name}.wav`)));
const said = { ada: spoken('ada-hello'), grace: spoken('grace-hello'), message: spoken('voicemail'), echo: spoken('echo') };

/** Answers, and then does nothing until the call ends. */
const waiter = defineBot({
  name: 'waiter',
  async onCall(call) {
    await call.answer();
    if (!call.signal.aborted) await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
  },
});
const curt = defineBot({
  name: 'curt',
  async onCall(call) {
    await call.answer();
    await call.say('Not now.');
    await call.hangUp();
  },
});
const bots = { '100': frontDesk, '101': echo, '102': voicemailBot, '103': waiter, '104': curt };

describe('the front desk', () => {
  test('greets, key 1 leads to Grace, and the two hear each other', async () => {
    await using house = await openTwoHalves({ bots });
    const [caller, colleague] = await putThrough(house);
    caller.person.forget();
    caller.say(said.ada);
    await house.clock.advance(4_000);
    colleague.say(said.grace);
    await house.clock.advance(4_000);
    expect(colleague.likeness(said.ada)).toBeGreaterThan(0.8);
    expect(caller.likeness(said.grace)).toBeGreaterThan(0.8);
    expect(caller.likeness(said.ada)).toBeLessThan(0.55);
    expect(Math.abs(levelDb(caller.person.heard()) - levelDb(said.grace))).toBeLessThan(3);
    expect(house.botFacts.at(-1)).toMatchObject({ kind: 'callOver', reason: { code: 0, subcode: 7015 } });
    colleague.hangUp();
    await house.clock.advance(100);
    expect(caller.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
    await isLeftEmpty(house);
  });

  test('leaves a record of the call that tells the whole story', async () => {
    await using house = await openTwoHalves({ bots });
    const [caller] = await putThrough(house);
    caller.hangUp();
    await house.clock.advance(1_000);
    const told = house.record.map((fact) => `${fact.type} ${'party' in fact ? fact.party.name : ''}`.trim());
    expect(told).toEqual([
      'callStarted',
      'legRang front desk',
      'legAnswered front desk',
      'legConnected Ada Lovelace',
      'legConnected front desk',
      'taskStarted front desk',
      'keyPressed Ada Lovelace',
      'taskEnded front desk',
      'taskStarted front desk',
      'taskEnded front desk',
      'transferStarted front desk',
      'legRang Grace Hopper',
      'legAnswered Grace Hopper',
      'legConnected Ada Lovelace',
      'legConnected Grace Hopper',
      'legEnded front desk',
      'legEnded Ada Lovelace',
      'legEnded Grace Hopper',
      'callEnded',
    ]);
    expect(new Set(house.record.map(({ callId }) => callId)).size).toBe(1);
    expect(house.record.map(({ atMs }) => atMs)).toEqual(house.record.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  });

  test.each([
    ['presses hash', (caller: Phone): void => caller.press('#'), true],
    ['just hangs up', (caller: Phone): void => caller.hangUp(), false],
    ['vanishes', (caller: Phone): void => caller.person.vanish(), false],
  ])('takes a message when nobody answers, of a caller who then %s', async (_, end, isThanked) => {
    await using house = await openTwoHalves({ bots });
    const caller = await askedForMessage(house);
    caller.say(said.message);
    await house.clock.advance(6_000);
    end(caller);
    await house.clock.advance(8_000);
    expect(caller.heard('Thank you.') > 0.8).toBe(isThanked);
    await hasMessage(house, 'Ada Lovelace');
    await isLeftEmpty(house);
  });

  test('keeps no message of a caller who hangs up without a word', async () => {
    await using house = await openTwoHalves({ bots });
    const caller = await askedForMessage(house);
    caller.hangUp();
    await house.clock.advance(8_000);
    const end = house.wire.carried.find(({ body }) => body.includes('recordOperation'))?.body;
    expect(end).toMatch(/"recordingLocation":"".*"operationCanceled".*"code":400,"subcode":8508/);
    expect(await house.voicemail.list(grace.user)).toEqual([]);
    await isLeftEmpty(house);
  });
});

test('a call that Grace does not take is forwarded to voicemail, and a message that ends with a hang-up is kept', async () => {
  await using house = await openTwoHalves({ bots, forwardTo: '102' });
  const caller = house.phoneOf(ada);
  await caller.dial('202');
  await house.clock.advance(29_500);
  expect(caller.heard('Grace Hopper cannot take your call.')).toBeGreaterThan(0.8);
  caller.say(said.message);
  await house.clock.advance(6_000);
  caller.hangUp();
  await house.clock.advance(1_000);
  await hasMessage(house, 'Ada Lovelace');
  await isLeftEmpty(house);
});

test('the echo bot plays back what was said', async () => {
  await using house = await openTwoHalves({ bots });
  const caller = house.phoneOf(ada);
  await caller.dial('101');
  await house.clock.advance(8_000);
  caller.say(said.echo);
  await house.clock.advance(4_000);
  caller.press('#');
  caller.person.forget();
  await house.clock.advance(8_000);
  expect(caller.heard('This is what I heard.')).toBeGreaterThan(0.8);
  expect(caller.likeness(said.echo)).toBeGreaterThan(0.8);
});

test('a bot that cancels its recording in mid-call has nothing to fetch, and goes on', async () => {
  const enough = new AbortController();
  const impatient = defineBot({
    name: 'impatient',
    async onCall(call) {
      await call.answer();
      await call.record({ signal: enough.signal }).catch((error: unknown) => expect(error).toBe(enough.signal.reason));
      await call.say('That is enough.');
    },
  });
  await using house = await openTwoHalves({ bots: { '105': impatient } });
  const caller = house.phoneOf(ada);
  await caller.dial('105');
  await house.clock.advance(1_000);
  caller.say(said.message);
  await house.clock.advance(3_000);
  enough.abort(new Error('enough'));
  await house.clock.advance(3_000);
  expect(caller.heard('That is enough.')).toBeGreaterThan(0.8);
  const end = house.wire.carried.find(({ body }) => body.includes('recordOperation'))?.body;
  expect(end).toMatch(/"recordingLocation":"".*"status":"failed".*"operationCanceled".*"code":400,"subcode":8508/);
  expect(house.wire.carried.filter(({ url }) => url.includes('/recordings/'))).toEqual([]);
  await isLeftEmpty(house);
});

test('a bot that hangs up ends the call, and what it said before is heard', async () => {
  await using house = await openTwoHalves({ bots });
  const caller = house.phoneOf(ada);
  await caller.dial('104');
  await house.clock.advance(3_000);
  expect(caller.heard('Not now.')).toBeGreaterThan(0.8);
  expect(caller.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
  expect(house.wire.commands.at(-1)).toMatch(/^DELETE /);
  await isLeftEmpty(house);
});

test('a caller who hangs up in the middle of a prompt ends everything cleanly', async () => {
  await using house = await openTwoHalves({ bots });
  const caller = house.phoneOf(ada);
  await caller.dial('100');
  await house.clock.advance(2_000);
  caller.hangUp();
  await house.clock.advance(100);
  expect(house.record.find((fact) => fact.type === 'taskEnded')).toMatchObject({ outcome: 'cancelled' });
  expect(house.botFacts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  const sent = house.wire.carried.length;
  await house.clock.advance(60 * 60_000);
  expect(house.wire.carried.length).toBe(sent);
  await isLeftEmpty(house);
});

describe('a call in which nobody says anything', () => {
  test('stays up for hours by itself, and costs hardly a tick', async () => {
    await using house = await openTwoHalves({ bots });
    const caller = house.phoneOf(ada);
    await caller.dial('103');
    await house.clock.advance(1_000);
    const before = await house.ticks();
    await house.clock.advance(2 * 60 * 60_000);
    expect((await house.ticks()) - before).toBe(0);
    expect(house.wire.commands.filter((command) => command === 'POST keepAlive').length).toBe(8);
    expect(caller.leg).toMatchObject({ state: 'connected' });
    expect(caller.person.packets).toBe(0);
  });

  test('is ended after 45 minutes when no keep-alive comes through, with the code that Graph has for it', async () => {
    await using house = await openTwoHalves({ bots });
    house.wire.mishap = ({ url }) => (url.endsWith('/keepAlive') ? 'lost' : undefined);
    const caller = house.phoneOf(ada);
    await caller.dial('103');
    await house.clock.advance(45 * 60_000 - 1);
    expect(caller.leg).toMatchObject({ state: 'connected' });
    await house.clock.advance(1);
    expect(caller.leg).toMatchObject({ state: 'ended' });
    expect(house.botFacts.at(-1)).toMatchObject({ kind: 'callOver', reason: { code: 408, subcode: 8537 } });
    expect(house.wire.carried.at(-1)?.body).toMatch(/"terminated".*"code":408,"subcode":8537/);
    await isLeftEmpty(house);
  });
});

test.each(['repeated', 'retold'] as const)('notifications that are %s change nothing', async (mishap) => {
  const walk = async (house: TwoHalves): Promise<unknown> => {
    const [caller] = await putThrough(house);
    caller.say(said.ada);
    await house.clock.advance(3_000);
    caller.hangUp();
    await house.clock.advance(1_000);
    return { carried: house.wire.carried, record: house.record, botFacts: house.botFacts, heard: caller.person.heard() };
  };
  await using calm = await openTwoHalves({ bots });
  await using doubled = await openTwoHalves({ bots });
  let count = 0;
  doubled.wire.mishap = ({ url, method }) => (method === 'POST' && url.includes('/bots/') && count++ >= 0 ? mishap : undefined);
  expect(await walk(doubled)).toEqual(await walk(calm));
  expect(count).toBeGreaterThan(8);
});

/** Ada calls the front desk, hears it, presses 1, and Grace answers. */
async function putThrough(house: TwoHalves): Promise<readonly [Phone, Phone]> {
  const [caller, colleague] = [house.phoneOf(ada), house.phoneOf(grace)];
  await caller.dial('100');
  await house.clock.advance(2_000);
  expect(caller.heard('Welcome to Rollcall.')).toBeGreaterThan(0.8);
  expect(caller.heard('One moment.')).toBeLessThan(0.6);
  caller.press('1');
  await house.clock.advance(6_000);
  expect(caller.heard('I am connecting you to Grace Hopper.')).toBeGreaterThan(0.8);
  await colleague.answer();
  await house.clock.advance(1_000);
  return [caller, colleague];
}

/** Ada calls the front desk and presses 1, and Grace lets it ring until Ada is asked to leave a message. */
async function askedForMessage(house: TwoHalves): Promise<Phone> {
  const caller = house.phoneOf(ada);
  await caller.dial('100');
  await house.clock.advance(2_000);
  caller.press('1');
  await house.clock.advance(30_000);
  caller.person.forget();
  await house.clock.advance(10_500);
  const asked = 'Grace Hopper does not answer. Please leave a message after the tone, and press hash when you are done.';
  expect(caller.heard(asked)).toBeGreaterThan(0.8);
  return caller;
}

async function hasMessage(house: TwoHalves, from: string): Promise<void> {
  const [message, ...others] = await house.voicemail.list(grace.user);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ from: { name: from }, isHeard: false });
  const kept = readWav(await house.voicemail.wav(grace.user, message?.messageId ?? ''));
  expect(likeness(kept, said.message.subarray(0, 16_000 * 5)).score).toBeGreaterThan(0.8);
  expect(message?.durationMs).toBe(Math.round(kept.length / 16));
}

/** No bot has failed, and no call, no room and no leg is left behind. */
async function isLeftEmpty(house: TwoHalves): Promise<void> {
  expect(house.botFacts.filter(({ kind }) => kind === 'botFailed')).toEqual([]);
  expect(house.switchboard.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  expect(await house.engine.health()).toMatchObject([{ rooms: 0, legs: 0 }]);
}
