/** A call that was captured is played again, against the same bot and against others. */
import { defineBot, type Call } from 'rollcall';
import { expect, test } from 'vitest';
import { bot as frontDesk } from '../../../bots/front-desk.ts';
import { writeBundle, type Bundle } from '../../bundles/bundle.ts';
import { readBundle } from '../../bundles/read-bundle.ts';
import { withoutPersons } from '../../bundles/without-persons.ts';
import { withLab } from '../with-lab.ts';
import { bundleOf } from './bundle-of.ts';
import { replay } from './replay.ts';

/** A caller is put through to Grace, they talk, and she hangs up. */
const captured = (seed: number): Promise<Bundle> =>
  withLab({ bots: { '100': frontDesk }, voice: 'built-in', seed }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1 for sales/i);
    await line.presses('1');
    const grace = await lab.person('Grace').answers({ after: '2 s' });
    await line.says('Good morning, Grace.');
    await grace.hangsUp();
    await line.isHungUpOn();
    return bundleOf(lab, line);
  });
const again = async (bundle: Bundle): Promise<Bundle> => readBundle(writeBundle(bundle));

test('the same bot does the same, message for message, under another seed too', async () => {
  const bundle = await again(await captured(3));
  for (const seed of [3, 4]) {
    const { difference, heardDifference, missed, notCompared } = await replay(bundle, {
      bots: { '100': frontDesk },
      voice: 'built-in',
      seed,
    });
    expect([difference?.shown, heardDifference, missed, notCompared]).toEqual([undefined, undefined, [], []]);
  }
});

test('a call without persons is replayed as well', async () => {
  const bundle = await again(withoutPersons(await captured(3), { sound: 'remove' }));
  expect(/.{60}(Grace\b|Hopper|Ada\b|Lovelace).{30}/.exec(JSON.stringify({ ...bundle, sounds: {} }))?.[0]).toBe(undefined);
  const { difference, missed, notCompared } = await replay(bundle, { bots: { '100': frontDesk }, voice: 'built-in' });
  expect(missed).toEqual([]);
  expect(notCompared).toEqual([expect.stringContaining('What people heard was not compared: sound was removed')]);
  expect(difference?.sentence ?? 'alike').toBe('alike');
});

test('a bot that says something else, or does something else, is found out at the first message that differs', async () => {
  const bundle = await again(await captured(3));
  const polite = defineBot({
    ...frontDesk,
    async onCall(call, context) {
      await call.answer();
      await call.say('Good evening.');
      return frontDesk.onCall(call, context);
    },
  });
  const { difference } = await replay(bundle, { bots: { '100': polite }, voice: 'built-in' });
  expect(difference?.sentence).toMatch(/front desk/);
  const otherwise = defineBot({
    ...frontDesk,
    onCall: (call, context) =>
      frontDesk.onCall(
        saying(call, (text) => text.replace('sales', 'wares')),
        context,
      ),
  });
  const { difference: none, heardDifference } = await replay(bundle, { bots: { '100': otherwise }, voice: 'built-in' });
  expect(none).toBe(undefined);
  expect(heardDifference).toMatchObject({ who: 'Ada Lovelace', sentence: expect.stringMatching(/hears something else/) as string });
  const rude = defineBot({ name: 'front desk', onCall: (call) => call.reject('busy') });
  const refused = await replay(bundle, { bots: { '100': rude }, voice: 'built-in' });
  expect(refused.difference).toMatchObject({ direction: 'command', nth: 1, where: 'url' });
  expect(refused.missed).not.toEqual([]);
});

/** The call, with other words in the mouth of whoever asks. */
function saying(call: Call, change: (text: string) => string): Call {
  return new Proxy(call, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'ask') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return (options: { readonly prompt: string }) => target.ask({ ...options, prompt: change(options.prompt) } as never);
    },
  });
}

test('what cannot be replayed is told', async () => {
  const bundle = await captured(3);
  await expect(replay(bundle, { bots: { '105': frontDesk }, voice: 'built-in' })).rejects.toThrow(/front desk at 100/);
  await expect(replay({ ...bundle, deeds: [] }, { bots: { '100': frontDesk } })).rejects.toThrow(/Nobody dials/);
});
