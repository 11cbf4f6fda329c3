import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog, type Log } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { checked } from './config-file.ts';
import type { Config } from './config.ts';
import { openSecureDoor, type SecureDoor } from './secure-door.ts';

const dayMs = 24 * 60 * 60_000;
let folder: string;
let clock: VirtualClock;
let scope: Scope;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-secure-'));
  clock = virtualClock();
  scope = new Scope();
  said = [];
});
afterEach(async () => {
  await scope.end();
  await rm(folder, { recursive: true, force: true });
});

function open(config: Config = {}, path: string = folder): Promise<SecureDoor | undefined> {
  const log: Log = { ...silentLog, warn: (message) => said.push(message) };
  const fetch = (request: Request): Response => new Response(request.url);
  const upgrade = (): { readonly status: 404; readonly body: string } => ({ status: 404, body: 'none' });
  return openSecureDoor(checked({ port: 0, ...config }, 'the test'), { path, fetch, upgrade, clock, random: seededRandom(1), log, scope });
}

test('a certificate is replaced a month before it ends, and connections after that are shown the new one', async () => {
  const { url } = (await open()) ?? expect.fail('it is not open');
  const first = await shownAt(url);
  expect(first.until).toBe(clock.wallMs() + 90 * dayMs);
  await clock.advance(59 * dayMs);
  expect((await shownAt(url)).serial).toBe(first.serial);
  await clock.advance(2 * dayMs);
  const second = await shownAt(url);
  expect(second.serial).not.toBe(first.serial);
  expect(second.until).toBeGreaterThan(first.until);
  expect(said).toEqual([]);
});

test('over two years nobody is ever shown one that has run out, and every change of the authority is told', async () => {
  const { url } = (await open()) ?? expect.fail('it is not open');
  for (let month = 0; month < 25; month++) {
    await clock.advance(30 * dayMs);
    expect((await shownAt(url)).until).toBeGreaterThan(clock.wallMs());
  }
  expect(said.filter((text) => text.includes('ends on')).length).toBeGreaterThan(0);
  expect(said.filter((text) => text.includes('was made anew')).length).toBe(1);
});

test('it stands for this machine, the configured host and the public one', async () => {
  const { url } = (await open({ host: '127.0.0.2', publicUrl: 'https://bots.example.com/x' })) ?? expect.fail('it is not open');
  const { names } = await shownAt(url);
  for (const name of ['DNS:localhost', 'IP Address:127.0.0.1', 'IP Address:127.0.0.2', 'DNS:bots.example.com', 'DNS:graph.microsoft.com'])
    expect(names).toContain(name);
});

test('where no certificate can be kept the house goes on without, and says so', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await open({}, join(folder, 'file'))).toBeUndefined();
  expect(said).toEqual(['there is no HTTPS in this house']);
});

test.each([
  [{ port: 4400 }, 4443],
  [{ port: 5000 }, 5043],
  [{ port: 65_530 }, 65_487],
  [{ port: 4400, https: { port: 4543 } }, 4543],
])('%j: HTTPS at %i', async (config, port) => {
  const door = await open({ ...config, host: '127.0.0.3' });
  // Somebody else may have the port; then it is named as well.
  expect(door?.url ?? door?.why).toContain(String(port));
});

test.each([{ port: 443 }, { port: 70_000 }, { enabled: 'no' }, { other: 1 }])('%j is no HTTPS', (https) => {
  expect(() => checked({ https } as Config, 'the test')).toThrow(/https/);
});

/** What a client is shown; nothing is checked, since the clock of the certificates is turned by hand. */
function shownAt(url: string | undefined): Promise<{ readonly serial: string; readonly until: number; readonly names: string }> {
  const { hostname, port } = new URL(url ?? expect.fail('it does not listen'));
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { serialNumber, valid_to: to, subjectaltname } = socket.getPeerCertificate();
      resolve({ serial: serialNumber, until: Date.parse(to), names: subjectaltname ?? '' });
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
