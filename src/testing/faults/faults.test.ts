/** What all faults have in common: whom they strike, how often, what is told of them; and refusals that look like the real door's. */
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { seededRandom } from '../../base/random.ts';
import type { Lab } from '../lab.ts';
import { origin } from '../house/lab-directory.ts';
import { withLab } from '../with-lab.ts';
import { aimed, checkAim } from './aim.ts';
import { refusal } from './refusals.ts';
import { testLab } from '../../../test/storms/reference-lab.ts';

const status = async (lab: Lab, number: string, path = '/users'): Promise<number> => {
  const before = lab.messages.length;
  await lab
    .graph(number)
    .calls.get(path)
    .catch(() => undefined);
  return lab.messages.slice(before).findLast(({ url }) => url.includes('/v1.0/'))?.status ?? 0;
};

describe('a fault', () => {
  test('strikes so often as it is told to, and is told of each time', () =>
    testLab(async (lab) => {
      const fault = lab.faults.graph.fails(500, { times: 2 });
      expect([await status(lab, '100'), await status(lab, '100'), await status(lab, '100')]).toEqual([500, 500, 404]);
      expect(fault.hits).toBe(2);
      expect(lab.faults.log.map(({ what }) => what)).toEqual([
        expect.stringMatching(/^Graph answers 500 \(2 times\): GET .*users/),
        expect.stringMatching(/^Graph answers 500/),
      ]);
      expect(lab.messages.filter(({ fault: told }) => told !== undefined)).toHaveLength(2);
    }));

  test('strikes one bot, and what has certain words in it', () =>
    testLab(async (lab) => {
      lab.faults.graph.fails(502, { bot: '101' });
      lab.faults.graph.fails(500, { of: /v1\.0.*this/ });
      expect([await status(lab, '100'), await status(lab, '101')]).toEqual([404, 502]);
      expect([await status(lab, '100', 'this'), await status(lab, '100', 'that')]).toEqual([500, 404]);
    }));

  test('stops when it is told to, when its block ends, and with the body of the test', () =>
    testLab(async (lab) => {
      const fault = lab.faults.graph.fails(500);
      expect(await status(lab, '100')).toBe(500);
      fault.stop();
      fault.stop();
      expect(await status(lab, '100')).toBe(404);
      {
        using other = lab.faults.graph.fails(502);
        expect([await status(lab, '100'), other.hits]).toEqual([502, 1]);
      }
      expect(await status(lab, '100')).toBe(404);
      lab.faults.graph.fails(500);
      lab.faults.end();
      expect(await status(lab, '100')).toBe(404);
    }));

  test('that never struck is told of', () =>
    testLab(async (lab) => {
      lab.faults.notifications.lost({ of: /nothing of the kind/ });
      lab.faults.graph.fails(500);
      await status(lab, '100');
      expect(lab.faults.unused).toEqual(['notifications are lost (of /nothing of the kind/)']);
    }));

  test('that a bot may throw of is forgiven by name alone', async () => {
    const silent = { voice: 'built-in', codec: 'l16', keep: false } as const;
    const bot = { name: 'thrower', says: '', onCall: () => Promise.reject(new Error('this one')) };
    const calls = (forgiven: RegExp | undefined): Promise<void> =>
      withLab({ ...silent, bots: [bot] }, async (lab) => {
        if (forgiven) lab.forgives(forgiven);
        await (await lab.person('Ada').dial('100')).isHungUpOn();
      });
    await expect(calls(undefined)).rejects.toMatchObject({ code: 'testing/bot-threw' });
    await expect(calls(/another/)).rejects.toMatchObject({ code: 'testing/bot-threw' });
    await calls(/this one/);
  });

  test.each([{ times: 0 }, { times: 1.5 }, { share: 0 }, { share: 1.1 }, { share: Number.NaN }])('cannot be aimed so: %j', (aim) => {
    expect(() => checkAim(aim, [])).toThrow(TypeError);
  });

  test('of which there is a share strikes about so many', () => {
    const random = seededRandom(3);
    const struck = Array.from({ length: 1_000 }, () => aimed({ share: 0.3 }, { hits: 0, chance: () => random.unit() })).filter(Boolean);
    expect(struck.length).toBeGreaterThan(250);
    expect(struck.length).toBeLessThan(350);
  });

  test('of nobody, or of nothing, is a mistake', () =>
    testLab(async (lab) => {
      expect(() => lab.faults.kill('999')).toThrow(/number of a bot/);
      expect(() => lab.faults.packets({})).toThrow(TypeError);
      expect(() => lab.faults.packets({ lost: 2 })).toThrow(TypeError);
      expect(() => lab.storm({ strength: 2 })).toThrow(TypeError);
      expect(() => lab.storm({ kinds: [] })).toThrow(TypeError);
      await lab.pass(0);
    }));
});

test('a refusal has all that the real door’s has', () =>
  testLab(async (lab) => {
    const ask = (): Request =>
      new Request(`${origin}/v1.0/communications/calls/1`, { headers: { authorization: 'Bearer rubbish', 'client-request-id': 'ours' } });
    const real = await lab.house.wire.fetch(ask());
    const { clock } = lab.house.time;
    const made = refusal(401, ask(), { clock, random: lab.house.whims });
    expect(made.status).toBe(real.status);
    expect([...made.headers.keys()]).toEqual([...real.headers.keys()]);
    for (const name of ['www-authenticate', 'content-type', 'client-request-id', 'date', 'x-ms-ags-diagnostic'])
      expect(made.headers.get(name)).toBe(real.headers.get(name));
    const [body, realBody] = [(await made.json()) as object, (await real.json()) as object];
    expect(body).toMatchObject({ error: { code: 'InvalidAuthenticationToken', innerError: { 'client-request-id': 'ours' } } });
    expect(shapeOf(body)).toEqual(shapeOf(realBody));
  }));

test.each([
  [429, 'TooManyRequests', '7'],
  [500, 'InternalServerError', null],
  [502, 'BadGateway', null],
  [503, 'ServiceUnavailable', '7'],
] as const)('%i is %s, with Retry-After %s', async (code, name, retryAfter) => {
  const answer = refusal(code, new Request(`${origin}/v1.0/users`), { clock: virtualClock(), random: seededRandom(1), retryAfterS: 7 });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([code, retryAfter]);
  expect(await answer.json()).toMatchObject({ error: { code: name } });
});

function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
}
