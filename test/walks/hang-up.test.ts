/** Most callers end a message by hanging up: it must be on the colleague's page all the same, and be what was said. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { likeness } from '../hearing/likeness.ts';
import { findChromium } from './browser.ts';
import { until } from './ear.ts';
import { ada, grace, openPassingHouse } from './open-house.ts';
import { dial, overAndOver, Phones, playMessage } from './phones.ts';
import { rememberedVoice, type RememberedVoice } from './remembered-voice.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a caller who leaves a message and hangs up', { timeout: 120_000 }, () => {
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

  test.each([
    ['with the red button', (caller: Page): Promise<void> => caller.getByTestId('hangup').click()],
    ['by closing the window', (caller: Page): Promise<void> => caller.close()],
  ])('%s: it is on the page of whom it is for', async (_, hangUp) => {
    const [caller, colleague] = await Promise.all([phones.open(house.url, ada, 'voicemail'), phones.open(house.url, grace, 'grace-hello')]);
    const ear = await dial(caller, '202');
    await ear.hears(await until(() => voice.said(/leave a message/)), 'the request for a message', { withinMs: 30_000 });
    await ear.listens(8_000);
    await hangUp(caller);

    await colleague.getByTestId('voicemail-unread').waitFor({ timeout: 20_000 });
    const { sound } = await playMessage(colleague);
    expect(likeness(overAndOver('voicemail'), sound.subarray(16_000, 64_000)).score).toBeGreaterThan(0.6);
    await until(() => expect(house.calls().every(({ endedMs }) => endedMs !== undefined)).toBe(true));
  });
});
