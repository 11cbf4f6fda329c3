import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { realClock } from '../../../base/clock.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { fetchModel, missingFiles, type FetchModelOptions, type ModelProgress } from './fetch-model.ts';
import { modelManifestSchema, type ModelManifest } from './manifest.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const model = randomBytes(300_000);
const tokens = Buffer.from('<blk> 0\n▁he 1\n');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const ranges: (string | undefined)[] = [];
/** Instead of the whole file; one each. */
const next: Answer[] = [];
let folder: string;
let base: string;

const server = createServer((request, response) => {
  if (request.url === '/tokens.txt') return void response.end(tokens);
  ranges.push(request.headers.range);
  (next.shift() ?? whole)(request, response);
});
const whole: Answer = (_, response) => void response.writeHead(200, { 'content-length': model.length }).end(model);
const rest: Answer = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= model.length) return void response.writeHead(416, { 'content-range': `bytes */${String(model.length)}` }).end();
  response
    .writeHead(206, { 'content-range': `bytes ${String(from)}-${String(model.length - 1)}/${String(model.length)}` })
    .end(model.subarray(from));
};
const breaksAt =
  (bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': model.length });
    response.write(model.subarray(0, bytes), () => setImmediate(() => response.destroy()));
  };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  ranges.length = next.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const manifest = (hash = sha256(model)): ModelManifest =>
  modelManifestSchema.parse({
    name: 'tiny',
    family: 'zipformer2Ctc',
    languages: ['en'],
    files: {
      model: { file: 'model.onnx', url: `${base}/model.onnx`, sha256: hash },
      tokens: { file: 'tokens.txt', url: `${base}/tokens.txt`, sha256: sha256(tokens), bytes: tokens.length },
    },
  });

async function fetched(options: Partial<FetchModelOptions> = {}, of = manifest()): Promise<ModelProgress[]> {
  const turned = virtualClock();
  const progress: ModelProgress[] = [];
  const work = fetchModel(of, { clock: turned, folder, onProgress: (each) => progress.push(each), ...options });
  work.catch(() => undefined);
  // It rests a while after each break.
  await turned.advance(120_000);
  await work;
  return progress;
}

test('files come with progress, and are put in place under their names alone', async () => {
  const progress = await fetched();
  expect((await readdir(folder)).toSorted()).toEqual(['model.onnx', 'tokens.txt']);
  expect(await readFile(join(folder, 'model.onnx'))).toEqual(model);
  const ofModel = progress.filter(({ file }) => file === 'model.onnx');
  expect(ofModel.at(-1)).toEqual({ file: 'model.onnx', doneBytes: model.length, totalBytes: model.length });
  expect(ofModel.map(({ doneBytes }) => doneBytes)).toEqual(ofModel.map(({ doneBytes }) => doneBytes).toSorted((a, b) => a - b));
  expect(await missingFiles(manifest(), folder, realClock())).toEqual([]);
});

test('what is there is not fetched again', async () => {
  await fetched();
  await fetched();
  expect(ranges).toHaveLength(1);
});

test('after a break it goes on where it was', async () => {
  next.push(breaksAt(100_000), rest);
  const progress = await fetched();
  expect(await readFile(join(folder, 'model.onnx'))).toEqual(model);
  expect(ranges[0]).toBeUndefined();
  expect(Number(/^bytes=(\d+)-$/u.exec(ranges[1] ?? '')?.[1])).toBeGreaterThan(0);
  expect(progress.at(-2)?.totalBytes ?? progress.at(-1)?.totalBytes).toBeDefined();
});

test('a server that ignores the range sends all of it once more, and nothing is doubled', async () => {
  next.push(breaksAt(100_000), whole);
  await fetched();
  expect(ranges[1]).toMatch(/^bytes=\d+-$/u);
  expect(await readFile(join(folder, 'model.onnx'))).toEqual(model);
});

test('one that broke off at the very end is whole', async () => {
  await writeFile(join(folder, 'model.onnx.part'), model);
  next.push(rest);
  await fetched();
  expect(await readFile(join(folder, 'model.onnx'))).toEqual(model);
});

test('one that breaks off again and again is given up, and what came is kept for the next time', async () => {
  next.push(breaksAt(100_000), breaksAt(100_000));
  await expect(fetched({ attempts: 2 })).rejects.toMatchObject({
    code: 'speech/model-failed',
    isRecoverable: true,
    message: expect.stringContaining('2 times'),
  });
  expect(await readdir(folder)).toEqual(['model.onnx.part']);
  next.push(rest);
  await fetched();
  expect(await readFile(join(folder, 'model.onnx'))).toEqual(model);
});

test('what is not what the manifest says is thrown away', async () => {
  const other = manifest('0'.repeat(64));
  await expect(fetched({}, other)).rejects.toMatchObject({
    code: 'speech/model-failed',
    isRecoverable: false,
    message: expect.stringContaining(sha256(model)),
  });
  expect(await readdir(folder)).toEqual([]);
  expect(await missingFiles(other, folder, realClock())).toEqual(['model.onnx', 'tokens.txt']);
});

test('a wrong address is told at once', async () => {
  next.push((_, response) => response.writeHead(404).end());
  await expect(fetched()).rejects.toMatchObject({
    code: 'speech/model-failed',
    isRecoverable: false,
    message: expect.stringMatching(/model\.onnx.*404/),
  });
  expect(ranges).toHaveLength(1);
});

test('a server in repair is asked again', async () => {
  next.push((_, response) => response.writeHead(503).end());
  await fetched();
  expect(ranges).toHaveLength(2);
});

test.skipIf(process.platform !== 'linux')('a full disk is told as such', async () => {
  await symlink('/dev/full', join(folder, 'model.onnx.part'));
  await expect(fetched()).rejects.toMatchObject({ code: 'speech/model-failed', message: expect.stringContaining('the disk is full') });
});

test('a signal ends it with its reason, and what came is kept', async () => {
  const stop = new AbortController();
  const reason = new Error('changed my mind');
  const onProgress = (): void => stop.abort(reason);
  await expect(fetchModel(manifest(), { clock: realClock(), folder, signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(await readdir(folder)).toEqual(['model.onnx.part']);
});

test.each([
  [{ file: '../model.onnx' }, 'without a folder'],
  [{ file: '/etc/passwd' }, 'without a folder'],
  [{ file: '.hidden' }, 'without a folder'],
  [{ file: 'model.onnx', url: 'https://example.com/model.onnx' }, 'sha256'],
  [{ file: 'model.onnx', url: 'file:///etc/passwd', sha256: '0'.repeat(64) }, 'URL'],
])('a manifest with %j is refused', (file, why) => {
  const parsed = modelManifestSchema.safeParse({
    name: 'm',
    family: 'zipformer2Ctc',
    languages: ['en'],
    files: { model: file, tokens: { file: 'tokens.txt' } },
  });
  expect(parsed.error?.message).toContain(why);
});

test('a manifest without a file of its family is refused', () => {
  const files = { tokens: { file: 'tokens.txt' }, encoder: { file: 'e.onnx' }, decoder: { file: 'd.onnx' } };
  expect(modelManifestSchema.safeParse({ name: 'm', family: 'transducer', languages: 'any', files }).success).toBe(false);
  expect(modelManifestSchema.safeParse({ name: 'm', family: 'whisper', languages: 'any', files }).success).toBe(true);
});
