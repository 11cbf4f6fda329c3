/** `rollcall bridge check` on a whole house: sessions over HTTP, real WebSockets, the machine's own time, and a driver from a file. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bridge } from '../../src/cli/bridge.ts';
import type { Checked } from '../../src/testing/bridge/check-bridge.ts';
import { GraphBot } from '../bridge/graph-bot.ts';
import type { HouseToCheck } from '../bridge/house-driver.ts';
import { ForeignBot } from '../contract/foreign-bot.ts';
import { ada, Ground } from '../small-house.ts';

const driver = join(import.meta.dirname, '../bridge/house-driver.ts');
const permissions = ['OnlineMeetings.ReadWrite.All', 'Calls.JoinGroupCall.All', 'Calls.AccessMedia.All', 'Calls.Initiate.All'];
const open: AsyncDisposable[] = [];
afterEach(async () => {
  delete process.env['HOUSE_TO_CHECK'];
  for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

/** In real time all of them take two minutes, and the lab runs every one. */
const chosen = process.env['ROLLCALL_PROOF'] === undefined ? ['--only', 'heard'] : [];

test('a whole house passes the checks, with a media process of its own', { timeout: 400_000 }, async () => {
  const listener = await ForeignBot.open(new Uint8Array(0));
  const ground = await Ground.find();
  open.push(listener, ground);
  const webhook = `${listener.url}/calls`;
  const apps = ['1', '2', '3'].map((n) => ({ name: `bot ${n}`, number: `90${n}`, webhook, permissions, appId: `b0000000-0000-4000-8000-00000000090${n}`, secret: `secret of bot ${n}` })); // prettier-ignore
  const house = await ground.open({ apps, media: { processes: 1 }, graph: { profile: { soundsApart: 1 } } });
  const tokenUrl = `${house.url}/${house.directory.tenantId}/oauth2/v2.0/token`;
  const bots = apps.map(({ appId, secret }) => ({ url: house.url, tokenUrl, appId, secret, webhook }));
  process.env['HOUSE_TO_CHECK'] = JSON.stringify({ bots, organizerId: ada } satisfies HouseToCheck);
  const [first] = bots;
  if (!first) expect.fail('there are no bots');
  const { token } = await GraphBot.open({ ...first, fetch });
  let out = '';
  let error = '';
  const words = ['check', '--url', `${house.url}/bridge`, '--token', token, '--driver', driver, '--json', ...chosen];
  const code = await bridge(words, { out: (text) => (out += text), error: (text) => (error += text) });
  expect(error).toBe('');
  const checked = JSON.parse(out) as Checked[];
  expect(checked.length).toBeGreaterThan(5);
  expect(checked.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(code).toBe(0);
});
