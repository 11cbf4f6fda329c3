/** Recordings in a whole house: its bot records a call, whoever wants to know is told, and what an earlier run left is finished. */
import { createServer, type Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Caller, MemoryExchange } from '../../../test/caller.ts';
import { Ground } from '../../../test/small-house.ts';
import { realClock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import { realRandom } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { checked } from '../config-file.ts';
import { directoryOf } from '../directory.ts';
import { openStores } from '../house-stores.ts';
import { openArchives } from './open-archives.ts';
import { openRecordings } from './recordings-half.ts';
import { ada, begun, kept, openKept } from './test-kept.ts';

type Told = { readonly type: string; readonly timestamp: string; readonly data: Readonly<Record<string, unknown>> };

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** Says a word, and records until the caller has gone. */
const scribe = `import { defineBot } from 'rollcall';
export const bot = defineBot({ name: 'scribe', needs: ['soundApart'], async onCall(call) {
  await call.answer();
  await using recording = await call.record({ subject: 'A call' });
  recording.chapter('Beginning');
  await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
} });
`;

let ground: Ground;
let server: Server;
let url: string;
const told: Told[] = [];
beforeEach(async () => {
  ground = await Ground.find();
  told.length = 0;
  server = createServer((request, response) => {
    const hear = async (): Promise<void> => {
      const body = await text(request);
      // Throws for what is not signed as Standard Webhooks has it.
      const genuine = new Webhook(secret).verify(body, request.headers as Record<string, string>) as Told;
      told.push(genuine);
      response.writeHead(204).end();
    };
    hear().catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hooks`;
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

const types = (): readonly string[] => told.map(({ type }) => type);

test(
  'a call that a bot records is told as it begins and when it is saved, signed, with ids and no names',
  { timeout: 60_000 },
  async () => {
    const file = join(ground.folder, 'scribe.ts');
    await writeFile(file, scribe);
    const exchange = new MemoryExchange();
    const data = join(ground.folder, 'data');
    const house = await ground.open(
      { data, bots: [{ name: 'scribe', number: '100', file }], recordings: { webhooks: [{ url, secret }] } },
      { engine: exchange.engine },
    );
    using page = await Caller.open(house.url, ada.id, exchange);
    const { legId } = await page.dial('100');
    await expect.poll(types, { timeout: 20_000 }).toEqual(['recordingStarted']);
    await page.ask({ kind: 'hangUp', legId });
    await expect.poll(types, { timeout: 20_000 }).toEqual(['recordingStarted', 'recordingSaved']);
    const [started, saved] = told.map(({ data: of }) => of);
    expect(started).toMatchObject({ kind: 'recording', callId: expect.any(String) as string, subject: 'A call' });
    expect(saved).toMatchObject({ recordingId: started?.['recordingId'], people: expect.arrayContaining([{ id: ada.id }]) as object });
    expect(JSON.stringify(told)).not.toContain(ada.name);
    await ground.closeAll();
    await using archives = await openKept(data);
    const [recording] = await archives.bots.list({ kind: 'operator', name: 'olga' });
    expect(recording).toMatchObject({ recordingId: saved?.['recordingId'], state: 'saved', chapters: [{ title: 'Beginning' }] });
  },
);

test('recordings of an earlier run are finished at the start, and told of by the hook that wants them', { timeout: 60_000 }, async () => {
  const data = join(ground.folder, 'data');
  const ids: string[] = [];
  {
    await using archives = await openKept(data);
    for (const archive of archives.archives) ids.push((await begun(archive)).recordingId);
    await kept(archives.bots, { subject: 'Finished long ago' });
  }
  await ground.open({ data, recordings: { webhooks: [{ url, secret, events: ['recordingSaved'], includeNames: true }] } });
  await expect.poll(types, { timeout: 20_000 }).toEqual(['recordingSaved', 'recordingSaved']);
  expect(new Set(told.map(({ data: { recordingId } }) => recordingId))).toEqual(new Set(ids));
  expect(told[0]?.data).toMatchObject({ durationMs: 400, people: [ada] });
});

test('a house opens whose store is away; its terminal says so once', { timeout: 60_000 }, async () => {
  const store = { kind: 'disk', folder: join(ground.folder, 'machine.ts', 'below-a-file') } as const;
  const house = await ground.open({ recordings: { store } });
  expect((await fetch(house.url)).status).toBe(200);
  await ground.closeAll();

  const said: (readonly [string, unknown])[] = [];
  const log: Log = { ...silentLog, error: (message, more) => void said.push([message, more?.['problem']]), with: () => log };
  await using scope = new Scope();
  const config = checked({ data: join(ground.folder, 'data'), recordings: { store } }, 'the test');
  const common = { clock: realClock(), random: realRandom(), log, scope };
  const stores = await openStores(config.data, common);
  const { directory } = directoryOf(config, { publicUrl: 'http://127.0.0.1', random: common.random, registered: () => [] });
  const archives = await openArchives(config.recordings, { ...common, stores, tenantId: directory.tenantId });
  const half = await openRecordings(config.recordings, archives, { ...common, stores, directory, tell: () => undefined });
  said.length = 0;
  await half.begin();
  expect(said).toEqual([
    ['recordings cannot be put away at the moment: what is recorded waits on this machine', expect.stringContaining('ENOTDIR')],
  ]);
});
