/** The archives of a house: where things lie, for how long, and what happens where a store or a vault is away. */
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Viewer } from '../../archive/port.ts';
import { startAzureServer } from '../../store/test-azure-server.ts';
import { startS3Server } from '../../store/test-s3-server.ts';
import { ada, begun, kept, openKept } from './test-kept.ts';
import type { RecordingsKeys, RecordingsStore } from './recordings-config.ts';

const operator: Viewer = { kind: 'operator', name: 'olga' };
const person: Viewer = { kind: 'person', ...ada };
const DAY_MS = 86_400_000;
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-archives-'));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(data, { recursive: true, force: true });
});

test.each([
  [{}, 120, undefined],
  [{ keepDays: 7, keepVoicemailDays: 3 }, 7, 3],
  [{ keepDays: null }, undefined, undefined],
])('with %j recordings are kept %s days from their end, and voicemail %s', async (config, days, voicemailDays) => {
  await using archives = await openKept(data, { config });
  for (const archive of archives.archives) {
    const recording = await kept(archive);
    const message = await kept(archive, { kind: 'voicemail' });
    const daysOf = ({ endedMs = 0, keptUntilMs }: typeof recording): number | undefined => keptUntilMs === undefined ? undefined : (keptUntilMs - endedMs) / DAY_MS; // prettier-ignore
    expect([daysOf(recording), daysOf(message)]).toEqual([days, voicemailDays]);
  }
});

test('keys and files lie in the data folder, for this user alone, unless told otherwise', async () => {
  await using archives = await openKept(data);
  await kept(archives.bots);
  expect((await stat(join(data, 'recordings', 'keys.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(data, 'recordings', 'files'))).mode & 0o077).toBe(0);
  const elsewhere = join(data, 'elsewhere');
  await archives[Symbol.asyncDispose]();
  const config = {
    store: { kind: 'disk', folder: join(elsewhere, 'files') },
    keys: { kind: 'file', path: join(elsewhere, 'keys.json') },
  } as const;
  await using others = await openKept(join(data, 'other'), { config });
  await kept(others.bots);
  expect(JSON.parse(await readFile(join(elsewhere, 'keys.json'), 'utf8'))).toMatchObject({ version: 1 });
  await expect(stat(join(data, 'other', 'recordings', 'files'))).rejects.toThrow('ENOENT');
});

test.skipIf(process.platform === 'win32')(
  'a key file that others can read keeps the house closed, with the line that mends it',
  async () => {
    const path = join(data, 'recordings', 'keys.json');
    await (await openKept(data))[Symbol.asyncDispose]();
    await chmod(path, 0o644);
    await expect(openKept(data)).rejects.toMatchObject({
      code: 'store/failed',
      message: expect.stringContaining(`can be read by others (mode 644): run chmod 600 ${path}`) as string,
    });
    await chmod(path, 0o600);
    await (await openKept(data))[Symbol.asyncDispose]();
  },
);

test('a key file that is gone is missed at once: nothing is begun with another', async () => {
  {
    await using archives = await openKept(data);
    await kept(archives.bots);
  }
  await rm(join(data, 'recordings', 'keys.json'));
  await expect(openKept(data)).rejects.toMatchObject({
    code: 'store/no-key',
    message: expect.stringContaining('put back the key file') as string,
  });
});

describe('a store elsewhere', () => {
  test.each(['S3', 'Azure'])('%s keeps what is saved, and gives it back', async (name) => {
    await using server = name === 'S3' ? await startS3Server() : await startAzureServer();
    await using archives = await openKept(data, { config: { store: storeOf(server.options) } });
    await archives.check();
    const { recordingId } = await kept(archives.bots);
    const file = await archives.bots.openFile(person, recordingId, { kind: 'mixed' }, 'ogg');
    expect(Buffer.from(await file.read(0, 4)).toString()).toBe('OggS');
    const proof = await archives.bots.erase(operator, recordingId);
    expect(proof.absent.length).toBeGreaterThan(2);
  });

  test('that is away at the start is told of, and keeps nobody from recording', async () => {
    const store = { kind: 's3', bucket: 'recordings', endpoint: 'http://127.0.0.1:1', region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } as const; // prettier-ignore
    await using archives = await openKept(data, { config: { store } });
    await expect(archives.check()).rejects.toMatchObject({
      code: 'store/unreachable',
      message: expect.stringContaining('the bucket recordings at http://127.0.0.1:1 could not be reached') as string,
    });
    const recording = await begun(archives.bots);
    expect((await archives.bots.get(operator, recording.recordingId)).state).toBe('recording');
  });
});

test('a vault that refuses keeps the house open: nothing is begun, and all goes on when it answers', async () => {
  const vault = fakeVault();
  vi.stubGlobal('fetch', vault.fetch);
  const keys: RecordingsKeys = {
    kind: 'azure',
    vaultUrl: 'https://contoso.vault.azure.net',
    keyName: 'recordings',
    tenantId: 'a0000000-0000-4000-8000-000000000001',
    clientId: 'a0000000-0000-4000-8000-000000000002',
    clientSecret: 'their secret',
  };
  vault.isAway = true;
  await using archives = await openKept(data, { config: { keys } });
  await expect(archives.check()).rejects.toThrow(/Azure Key Vault contoso refused it .*enable the key/);
  await expect(begun(archives.bots)).rejects.toThrow(/Azure Key Vault contoso refused it .*enable the key/);
  await expect(archives.bots.list(operator)).rejects.toThrow(/Azure Key Vault contoso refused it .*enable the key/);
  vault.isAway = false;
  await archives.check();
  const { recordingId } = await kept(archives.bots);
  expect((await archives.bots.list(operator)).map((each) => each.recordingId)).toEqual([recordingId]);
  expect((await archives.verify()).every(({ problem }) => problem === undefined)).toBe(true);
  expect(archives.newKey).toBeUndefined();
  expect(vault.scopes).toEqual(new Set(['https://vault.azure.net/.default']));
});

/** Gives tokens, and wraps by turning bytes over: what a vault does with RSA is tested beside it. */
function fakeVault(): { isAway: boolean; readonly scopes: Set<string | null>; readonly fetch: typeof fetch } {
  const turned = (value: string): string => Buffer.from(Buffer.from(value, 'base64url').map((byte) => 255 - byte)).toString('base64url');
  const vault = {
    isAway: false,
    scopes: new Set<string | null>(),
    async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const { hostname, pathname } = new URL(request.url);
      if (hostname === 'login.microsoftonline.com') {
        vault.scopes.add(new URLSearchParams(await request.text()).get('scope'));
        return Response.json({ access_token: 'a token', expires_in: 3_600, token_type: 'Bearer' });
      }
      expect(request.headers.get('authorization')).toBe('Bearer a token');
      if (vault.isAway) return Response.json({ error: { code: 'Forbidden', message: 'the key is disabled' } }, { status: 403 });
      const kid = 'https://contoso.vault.azure.net/keys/recordings/v1';
      if (request.method === 'GET') return Response.json({ key: { kid } });
      expect(pathname).toMatch(/^\/keys\/recordings\/v1\/(?:un)?wrapkey$/);
      return Response.json({ kid, value: turned(((await request.json()) as { value: string }).value) });
    },
  };
  return vault;
}

type ServerOptions = Awaited<ReturnType<typeof startS3Server>>['options'] | Awaited<ReturnType<typeof startAzureServer>>['options'];

/** As it would be written in a configuration. */
function storeOf(options: ServerOptions): RecordingsStore {
  if ('bucket' in options) {
    const { bucket, endpoint, region, credentials } = options;
    return { kind: 's3', bucket, endpoint: endpoint?.href, region, credentials };
  }
  const { endpoint, container, credential } = options;
  if (!credential || !('accountName' in credential)) throw new TypeError('the test server has a key');
  return { kind: 'azure', endpoint: endpoint.href, container, account: { name: credential.accountName, key: credential.accountKey } };
}
