/** A whole house without a browser: what stops a start, what is left after the end, what outlives a restart. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toneMs } from '../src/media/goertzel.ts';
import { sine } from '../src/media/tones.ts';
import { Caller, MemoryExchange } from './caller.ts';
import { ada, grace, Ground, tokenOf } from './small-house.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await Ground.find();
});
afterEach(() => ground.closeAll());
afterAll(() => ground[Symbol.asyncDispose]());

describe('what stops a start', () => {
  test('a data folder that another Rollcall has: it is named with its process and a way out', async () => {
    await ground.open();
    await expect(ground.open()).rejects.toMatchObject({
      code: 'store/in-use',
      message: expect.stringMatching(new RegExp(`process ${String(process.pid)}: stop that one first, or set ROLLCALL_DATA`)) as string,
    });
  });

  test('a port that is taken: it is named with a way out, and the data folder is free again', async () => {
    const port = Number(new URL((await ground.open()).url).port);
    const other = join(ground.folder, 'other');
    await expect(ground.open({ port, data: other })).rejects.toMatchObject({
      code: 'server/port-taken',
      message: expect.stringContaining(String(port)) as string,
      remedy: expect.stringContaining(`PORT=${String(port + 1)}`) as string,
    });
    await ground.open({ data: other });
  });

  test.each([
    ['that is not there', 'absent', undefined, /absent\.ts/],
    ['that throws', 'throws', `throw new Error('no order book');`, /no order book/],
    ['that is no program', 'garbled', `export const bot = {`, /garbled\.ts cannot be loaded/],
    ['without a bot in it', 'empty', `export const answer = 42;`, /exports no bot \(it exports answer\)/],
  ])('a bot file %s: nothing is left of the start', async (_, name, text, why) => {
    const file = join(ground.folder, `${name}.ts`);
    if (text !== undefined) await writeFile(file, text);
    const port = await freePort();
    const wrong = { port, bots: [...ground.bots, { name, file }] };
    await expect(ground.open(wrong)).rejects.toMatchObject({ code: 'server/bad-bot', message: expect.stringMatching(why) as string });
    const house = await ground.open({ port });
    expect((await fetch(`${house.url}/phone`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('leaves no process, no port and no lock, though a page is open and a call is up', async () => {
    const house = await ground.open({ media: { processes: 1 } });
    using page = await Caller.open(house.url, ada, new MemoryExchange());
    const pids = (await house.mediaHealth()).map(({ pid }) => pid);
    expect(pids).toHaveLength(1);
    expect(pids).not.toContain(process.pid);
    // The bot calls her, which needs no sound of hers.
    const app = house.directory.apps[0] ?? expect.fail('there is no app');
    const { access_token: token } = (await (await tokenOf(house, house.secrets.get(app.appId) ?? '')).json()) as { access_token: string };
    const created = await fetch(`${house.url}/v1.0/communications/calls`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        '@odata.type': '#microsoft.graph.call',
        callbackUri: app.webhook,
        targets: [{ identity: { user: { id: ada } } }],
        requestedModalities: ['audio'],
        mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
        tenantId: house.directory.tenantId,
      }),
    });
    expect(created.status).toBe(201);
    await page.event('phone', ({ phone }) => phone.lines.some(({ state }) => state === 'ringing'));
    const { closed } = page;
    await ground.close(house);
    await closed;
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    await ground.open({ port: Number(new URL(house.url).port) });
  });

  test('hangs up a call that has sound', async () => {
    const exchange = new MemoryExchange();
    const house = await ground.open({}, { engine: exchange.engine });
    using page = await Caller.open(house.url, ada, exchange);
    const { legId } = await page.dial('100');
    await page.line(legId, 'connected');
    const { closed } = page;
    await ground.close(house);
    await closed;
    expect(house.calls().filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
  });
});

test('calls and voicemail outlive a restart', async () => {
  const own = join(ground.folder, 'kept');
  const first = new MemoryExchange();
  const house = await ground.open({ data: own }, { engine: first.engine });
  {
    using page = await Caller.open(house.url, ada, first);
    using callee = await Caller.open(house.url, grace, first);
    const { legId, person } = await page.dial('100');
    await page.line(legId, 'connected');
    await expect.poll(() => toneMs(person.heard(), 880), { timeout: 10_000 }).toBeGreaterThan(150);
    await person.say(sine({ hertz: [600], ms: 600 }, 0.3));
    await person.press('#');
    await callee.event('voicemail', ({ messages }) => messages.length === 1);
    await page.line(legId, 'ended');
  }
  await ground.close(house);

  const again = new MemoryExchange();
  const next = await ground.open({ data: own }, { engine: again.engine });
  using page = await Caller.open(next.url, grace, again);
  const { calls } = await page.event('calls');
  expect(calls).toMatchObject([{ from: { name: 'Ada Lovelace' }, to: { name: 'machine', number: '100' }, state: 'ended' }]);
  const { messages } = await page.event('voicemail');
  expect(messages).toMatchObject([{ from: { name: 'Ada Lovelace', number: '201' }, isHeard: false }]);
  const wav = await fetch(`${next.url}${messages[0]?.href ?? ''}`, { headers: { range: 'bytes=0-3' } });
  expect(wav.status).toBe(206);
  expect(await wav.text()).toBe('RIFF');
  expect((await fetch(`${next.url}${(messages[0]?.href ?? '').replace(/key=./, 'key=~')}`)).status).toBe(403);
  expect(await readFile(join(own, 'schema.json'), 'utf8')).toContain('version');
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const house = await ground.open({ data: join(ground.folder, 'passing') });
  await ground.close(house);
  return Number(new URL(house.url).port);
}
