/** A bot that brings people together: who is there is shown, and what the bot does to a line is seen and heard. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { realRandom } from '../../src/base/random.ts';
import type { MediaEngine } from '../../src/engine/port.ts';
import { checked } from '../../src/server/config-file.ts';
import { startEngine } from '../../src/server/media.ts';
import { likeness } from '../hearing/likeness.ts';
import { findChromium } from './browser.ts';
import { Ear, until } from './ear.ts';
import { GraphBot } from './graph-bot.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { Phones, speechOf } from './phones.ts';

const chromium = findChromium();
const appId = 'b0000000-0000-4000-8000-000000000300';
const secret = 'the secret of the notes bot';
const speech = readFileSync(join(import.meta.dirname, '../fixtures/speech/echo.wav'));

describe.skipIf(chromium === undefined)('calls of many', { timeout: 90_000 }, () => {
  const phones = new Phones(chromium);
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let bot: GraphBot;

  beforeAll(async () => {
    bot = await GraphBot.open(speech);
    const app = { name: 'notes', number: '300', webhook: bot.webhook, appId, secret };
    house = await openPassingHouse({ https: { enabled: false }, apps: [app] }, { engine: apart() });
    const tenant = house.directory.tenantId;
    await bot.signIn({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: secret,
      TOKEN_URL: `${house.url}/${tenant}/oauth2/v2.0/token`,
      GRAPH_BASE_URL: `${house.url}/v1.0`,
    });
  }, 60_000);
  afterEach(() => phones.close());
  afterAll(async () => {
    await bot[Symbol.asyncDispose]();
    await house[Symbol.asyncDispose]();
  });

  const bothPhones = (): Promise<[Page, Page]> =>
    Promise.all([phones.open(house.url, ada, 'ada-hello'), phones.open(house.url, grace, 'grace-hello')]);
  const there = async (page: Page): Promise<string[]> =>
    (await page.getByTestId('participants').getByTestId('participant').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());

  test('a group call of two people and a bot: names, mute and recording are seen, voices are heard', async () => {
    const [left, right] = await bothPhones();
    const callId = await bot.call([ada, grace]);
    for (const page of [left, right]) {
      expect(await page.getByTestId('line-state').textContent()).toMatch(/Group call/);
      await page.getByTestId('answer').click();
    }
    const [leftEar, rightEar] = await Promise.all([Ear.at(left, 'Ada'), Ear.at(right, 'Grace')]);
    await bot.established(callId);
    await until(async () => expect(await there(left)).toHaveLength(3));
    expect((await there(left))[0]).toMatch(/Ada Lovelace \(you\)/);
    expect((await there(left)).slice(1).toSorted()).toEqual([expect.stringMatching(/Grace Hopper/), expect.stringMatching(/notes/)]);
    await leftEar.hears(speechOf('grace-hello'), 'Grace');
    await rightEar.hears(speechOf('ada-hello'), 'Ada');

    await bot.done('POST', `/calls/${callId}/updateRecordingStatus`, { clientContext: 'r', status: 'recording' });
    for (const page of [left, right]) await page.getByText('notes records this call').waitFor();
    await bot.done('POST', `/calls/${callId}/updateRecordingStatus`, { clientContext: 'r', status: 'notRecording' });
    await left.getByText('notes records this call').waitFor({ state: 'detached' });

    const adaThere = (await bot.participants(callId)).get('Ada Lovelace');
    await bot.done('POST', `/calls/${callId}/participants/${adaThere ?? ''}/mute`, { clientContext: 'm' });
    await left.getByTestId('muted-by-other').waitFor();
    await until(async () => expect((await there(right)).join()).toMatch(/Ada Lovelace 201 ?Muted/));
    await left.getByTestId('unmute').click();
    await left.getByTestId('muted-by-other').waitFor({ state: 'detached' });
    await until(async () => expect((await there(right)).join()).not.toMatch(/Muted/));

    await right.getByTestId('hangup').click();
    await until(async () => expect(await there(left)).toHaveLength(2));
    await bot.done('DELETE', `/calls/${callId}`);
    await left.getByTestId('line-ended').waitFor();
  });

  test('on hold: it is said, the prompt is heard, and the others are not', async () => {
    const [left, right] = await bothPhones();
    const callId = await bot.call([ada, grace]);
    for (const page of [left, right]) await page.getByTestId('answer').click();
    const ear = await Ear.at(left, 'Ada');
    await bot.established(callId);
    await ear.hears(speechOf('grace-hello'), 'Grace');
    const adaThere = (await bot.participants(callId)).get('Ada Lovelace') ?? '';
    const [customPrompt] = bot.prompts;
    await bot.done('POST', `/calls/${callId}/participants/${adaThere}/startHoldMusic`, { customPrompt, clientContext: 'h' });
    await left.getByTestId('on-hold').waitFor();
    expect(await left.getByTestId('line-state').textContent()).toMatch(/On hold/);
    await until(async () => expect((await there(right)).join()).toMatch(/Ada Lovelace 201 ?On hold/));
    const before = (await ear.heard()).length;
    await ear.hears(speechOf('echo').subarray(0, 32_000), 'the hold music', { fromMs: before / 16 });
    await ear.listens(3_000);
    expect(likeness((await ear.heard()).subarray(before), speechOf('grace-hello')).score).toBeLessThan(0.4);
    await bot.done('POST', `/calls/${callId}/participants/${adaThere}/stopHoldMusic`, { clientContext: 'h' });
    await left.getByTestId('on-hold').waitFor({ state: 'detached' });
    await bot.done('DELETE', `/calls/${callId}`);
  });

  test('a person who is brought over from another media process is connected anew by her page, and notices nothing', async () => {
    const [left, right] = await bothPhones();
    const first = await bot.call([ada]);
    await left.getByTestId('answer').click();
    await bot.established(first);
    const second = await bot.call([grace]);
    await right.getByTestId('answer').click();
    await bot.established(second);
    const rightEar = await Ear.at(right, 'Grace');
    const leftEar = await Ear.at(left, 'Ada');
    const asked: string[] = [];
    right.on('websocket', () => asked.push('another socket'));

    const participants = [
      {
        '@odata.type': '#microsoft.graph.invitationParticipantInfo',
        replacesCallId: second,
        identity: { '@odata.type': '#microsoft.graph.identitySet', user: { '@odata.type': '#microsoft.graph.identity', id: grace } },
      },
    ];
    await bot.done('POST', `/calls/${first}/participants/invite`, { participants, clientContext: 'i' });
    await until(async () => expect(await there(right)).toHaveLength(3));
    await until(async () => expect(await right.getByTestId('line-state').textContent()).toMatch(/^Connected/));
    await rightEar.hears(speechOf('ada-hello'), 'Ada');
    await leftEar.hears(speechOf('grace-hello'), 'Grace');
    expect(asked).toEqual([]);
    expect(displaced).toBeGreaterThan(0);
    await right.getByTestId('hangup').click();
    await left.getByTestId('hangup').click();
  });
});

let displaced = 0;

/** Two media processes, and each call in the one that has less to do: whoever changes calls may have to change processes. */
function apart(): MediaEngine {
  const { media } = checked({ media: { processes: 2 } }, 'the walk');
  const engine = startEngine({ media }, { clock: realClock(), random: realRandom(), log: silentLog });
  engine.facts.on('legDisplaced', () => (displaced += 1));
  return {
    facts: engine.facts,
    send: (command) => engine.send(command.kind === 'openRoom' ? { ...command, affinity: undefined } : command),
    connect: (request) => engine.connect(request),
    attach: (legId, connection) => engine.attach(legId, connection),
    health: () => engine.health(),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
