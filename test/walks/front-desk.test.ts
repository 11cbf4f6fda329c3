/** The first storey, walked through by two people in two real browsers. What each hears is compared with what was said. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { likeness } from '../hearing/likeness.ts';
import { findChromium } from './browser.ts';
import { Ear, until } from './ear.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { dial, overAndOver, Phones, playMessage, speechOf } from './phones.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('two people and the bots', { timeout: 120_000 }, () => {
  const phones = new Phones(chromium);
  let house: Awaited<ReturnType<typeof openPassingHouse>>;
  let voice: RememberedVoice;

  beforeAll(async () => {
    voice = await rememberedVoice();
    house = await openPassingHouse({ noAnswer: { afterSeconds: 2 } }, { speech: voice });
  }, 60_000);
  afterEach(() => phones.close());
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    await voice[Symbol.asyncDispose]();
  });

  test('the greeting is heard, a key is pressed, two people are connected and hear each other', async () => {
    const [caller, colleague] = await Promise.all([phones.open(house.url, ada, 'ada-hello'), phones.open(house.url, grace, 'grace-hello')]);
    const callersEar = await dial(caller, '100');
    await callersEar.hears(await until(() => voice.said(/Welcome/)), 'the greeting');

    await caller.getByTestId('key-1').click();
    await callersEar.hears(await until(() => voice.said(/connecting you to Grace/)), 'that she is put through');
    await colleague.getByTestId('answer').click();
    const colleaguesEar = await Ear.at(colleague, 'the colleague');
    await colleaguesEar.hears(speechOf('ada-hello'), 'the caller');
    await callersEar.hears(speechOf('grace-hello'), 'the colleague');

    await colleague.getByTestId('hangup').click();
    await caller.getByTestId('line-ended').waitFor();
    expect(await caller.getByTestId('line-ended').textContent()).toMatch(/Grace/);
  });

  test('nobody answers: a message is left, seen unread, played and deleted', async () => {
    const [caller, colleague] = await Promise.all([phones.open(house.url, ada, 'voicemail'), phones.open(house.url, grace, 'grace-hello')]);
    const ear = await dial(caller, '202');
    await ear.hears(await until(() => voice.said(/leave a message/)), 'the request for a message', { withinMs: 30_000 });
    await ear.listens(8_000);
    await caller.getByTestId('key-#').click();
    await ear.hears(await until(() => voice.said(/message has been saved/)), 'that it was saved');

    await colleague.getByTestId('voicemail-unread').waitFor();
    const { sound, url } = await playMessage(colleague);
    expect(likeness(overAndOver('voicemail'), sound.subarray(16_000, 64_000)).score).toBeGreaterThan(0.6);
    await until(async () => expect(await colleague.getByTestId('voicemail-unread').count()).toBe(0));
    await colleague.getByTestId('voicemail-delete').first().click();
    await until(async () => expect(await colleague.getByTestId('voicemail-item').count()).toBe(0));
    // The page gives five seconds to undo it; then it is gone for good.
    await until(async () => expect((await fetch(url)).status).toBe(404));
  });

  test('the echo bot plays back what was said', async () => {
    const caller = await phones.open(house.url, ada, 'echo');
    const ear = await dial(caller, '101');
    await ear.hears(await until(() => voice.said(/say something after the tone/)), 'the request to speak');
    await ear.listens(7_000);
    await caller.keyboard.press('#');
    const { atMs } = await ear.hears(await until(() => voice.said(/what I heard/)), 'the announcement');
    await ear.hears(speechOf('echo').subarray(0, 32_000), 'herself', { fromMs: atMs });
    await caller.getByTestId('hangup').click();
    await caller.getByTestId('line-ended').waitFor();
  });
});
