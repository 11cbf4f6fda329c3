/**
 * The reference bots at work, the two halves meeting over signed Graph in virtual time. What anybody hears has gone through Opus and is
 * compared with what was said.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { bot as frontDesk } from '../../bots/front-desk.ts';
import { grace } from '../../bots/people.ts';
import { bot as voicemailBot } from '../../bots/voicemail.ts';
import { readWav } from '../../src/media/wav.ts';
import type { Interceptor } from '../../src/testing/house/wire.ts';
import type { Lab } from '../../src/testing/lab.ts';
import type { Line } from '../../src/testing/people/line.ts';
import type { LabOptions } from '../../src/testing/with-lab.ts';
import { hasHeard, hearsAll, hearsSound, soundIn, soundOfAll, story } from './story.ts';

const spoken = (name: string): Int16Array => readWav(readFileSync(join(import.meta.dirname, '../fixtures/speech', `${name}.wav`)));
const said = { ada: spoken('ada-hello'), grace: spoken('grace-hello'), message: spoken('voicemail'), echo: spoken('echo') };

const bots = { '100': frontDesk, '101': echo, '102': voicemailBot };
const inHouse = (told: (lab: Lab) => Promise<void>, options: Partial<LabOptions> = {}): Promise<void> => story({ bots, ...options }, told);

describe('the front desk', () => {
  test('greets, key 1 leads to Grace, and the two hear each other', () =>
    inHouse(async (lab) => {
      const [caller, colleague] = await putThrough(lab);
      await caller.says(said.ada);
      await colleague.says(said.grace);
      await hearsSound(colleague, said.ada);
      await hearsSound(caller, said.grace);
      expect(soundIn(allOf(caller), said.ada)).toBeUndefined();
      expect(lab.house.botFacts.at(-1)?.fact).toMatchObject({ kind: 'callOver', reason: { code: 0, subcode: 7015 } });
      await colleague.hangsUp();
      await lab.pass(100);
      expect(caller.handset.leg).toMatchObject({ state: 'ended', endedAs: 'otherHungUp' });
    }));

  test('leaves a record of the call that tells the whole story', () =>
    inHouse(async (lab) => {
      const [caller] = await putThrough(lab);
      await caller.hangsUp();
      await lab.pass('1 s');
      const { record } = lab.house;
      const told = record.map((fact) => `${fact.type} ${'party' in fact ? fact.party.name : ''}`.trim());
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
      expect(new Set(record.map(({ callId }) => callId)).size).toBe(1);
      expect(record.map(({ atMs }) => atMs)).toEqual(record.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    }));

  test.each([
    ['presses hash', (caller: Line): Promise<void> => caller.presses('#'), true],
    ['just hangs up', (caller: Line): Promise<void> => caller.hangsUp(), false],
    ['vanishes', (caller: Line): Promise<void> => caller.losesNetwork(), false],
  ])('takes a message when nobody answers, of a caller who then %s', (_, end, isThanked) =>
    inHouse(async (lab) => {
      const caller = await askedForMessage(lab);
      void caller.handset.say(said.message);
      await lab.pass('6 s');
      await end(caller);
      await lab.pass('8 s');
      expect(hasHeard(caller, 'Thank you.')).toBe(isThanked);
      await hasMessage(lab, 'Ada Lovelace');
    }),
  );

  test('keeps no message of a caller who hangs up without a word', () =>
    inHouse(async (lab) => {
      const caller = await askedForMessage(lab);
      await caller.hangsUp();
      await lab.pass('8 s');
      const end = lab.messages.find(({ body }) => body.includes('recordOperation'))?.body;
      expect(end).toMatch(/"recordingLocation":"".*"operationCanceled".*"code":400,"subcode":8508/);
      expect(await lab.voicemail('Grace')).toEqual([]);
    }));
});

test('a call that Grace does not take is forwarded to voicemail, and a message that ends with a hang-up is kept', () =>
  inHouse(
    async (lab) => {
      const caller = await lab.person('Ada').dial('202');
      const { fromMs } = await hearsAll(caller, /Grace Hopper cannot take your call\./);
      expect(fromMs).toBeGreaterThanOrEqual(20_000);
      expect(fromMs).toBeLessThan(21_500);
      await lab.pass('1.5 s');
      void caller.handset.say(said.message);
      await lab.pass('6 s');
      await caller.hangsUp();
      await lab.pass('1 s');
      await hasMessage(lab, 'Ada Lovelace');
    },
    { noAnswer: { after: '20 s', forwardTo: '102' } },
  ));

test('the echo bot plays back what was said', () =>
  inHouse(async (lab) => {
    const caller = await lab.person('Ada').dial('101');
    await hearsAll(caller, /say something after the tone/);
    await lab.pass('1 s');
    await caller.says(said.echo);
    await caller.presses('#');
    await hearsAll(caller, 'This is what I heard.');
    await hearsSound(caller, said.echo);
  }));

/** `repeated`: the very same comes once more · `retold`: the same comes once more under another message id. */
test.each(['repeated', 'retold'] as const)('notifications that are %s change nothing', async (mishap) => {
  let count = 0;
  const twice: Interceptor = async (request, next) => {
    if (request.method !== 'POST' || !request.url.includes('/bots/')) return next(request);
    const again = request.clone();
    if (mishap === 'retold') again.headers.set('x-microsoft-skype-message-id', `again ${String(++count)}`);
    else count++;
    const response = await next(request);
    await next(again);
    return response;
  };
  const walk = (interceptor?: Interceptor): Promise<unknown> =>
    story({ bots }, async (lab) => {
      if (interceptor) lab.house.wire.intercept(interceptor);
      const [caller] = await putThrough(lab);
      await caller.says(said.ada);
      await caller.hangsUp();
      await lab.pass('1 s');
      const { record, botFacts } = lab.house;
      return structuredClone({ carried: lab.messages, record, botFacts, heard: soundOfAll(lab) });
    });
  expect(await walk(twice)).toEqual(await walk());
  expect(count).toBeGreaterThan(8);
});

/** Ada calls the front desk, hears it, presses 1, and Grace answers. */
async function putThrough(lab: Lab): Promise<readonly [Line, Line]> {
  const caller = await lab.person('Ada').dial('100');
  await hearsAll(caller, 'Welcome to Rollcall.');
  expect(await caller.hears('Press 1', { toTheEnd: false })).toMatchObject({ by: 'front desk', isOver: false, gaps: [] });
  await caller.presses('1');
  await hearsAll(caller, 'One moment.');
  await hearsAll(caller, 'I am connecting you to Grace Hopper.');
  const colleague = await lab.person('Grace').answers();
  await lab.pass('1 s');
  return [caller, colleague];
}

/** Ada calls the front desk and presses 1, and Grace lets it ring until Ada is asked to leave a message. */
async function askedForMessage(lab: Lab): Promise<Line> {
  const caller = await lab.person('Ada').dial('100');
  await lab.pass('2 s');
  await caller.presses('1');
  await lab.person('Grace').ringsOut();
  await hearsAll(caller, 'Grace Hopper does not answer. Please leave a message after the tone, and press hash when you are done.');
  await lab.pass('1 s');
  return caller;
}

async function hasMessage(lab: Lab, from: string): Promise<void> {
  const [message, ...others] = await lab.voicemail('Grace');
  expect(others).toEqual([]);
  expect(message).toMatchObject({ from: { name: from }, isHeard: false });
  const kept = readWav(await lab.house.voicemail.wav(grace.user, message?.messageId ?? ''));
  const found = soundIn(kept, said.message.subarray(0, 16_000 * 5));
  expect(found?.likeness).toBeGreaterThan(0.9);
  expect(Math.abs(found?.gainDb ?? Infinity)).toBeLessThan(1.5);
  expect(message?.durationMs).toBe(Math.round(kept.length / 16));
}

function allOf({ handset: { ear } }: Line): Int16Array {
  return ear.between(ear.startMs ?? 0, ear.endMs ?? 0);
}
