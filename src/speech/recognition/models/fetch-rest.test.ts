/** A model comes from servers that lie, mislead and never stop, and onto disks that were left as they should not be. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { realClock } from '../../../base/clock.ts';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { SpeechError } from '../../errors.ts';
import { fetchModel, missingFiles, type FetchModelOptions, type ModelProgress } from './fetch-model.ts';
import { modelManifestSchema, type ModelFile, type ModelManifest } from './manifest.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const model = randomBytes(300_000);
const tokens = Buffer.from('<blk> 0\n▁he 1\n');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const asked: IncomingMessage['headers'][] = [];
/** One for each request; then as a server that is in order. */
const next: Answer[] = [];
let folder: string;
let base: string;

const server = createServer((request, response) => {
  if (request.url === '/tokens.txt') return void response.end(tokens);
  asked.push(request.headers);
  (next.shift() ?? inOrder)(request, response);
});
const inOrder: Answer = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= model.length) return void response.writeHead(416, { 'content-range': `bytes */${String(model.length)}` }).end();
  const said = from > 0 && { 'content-range': `bytes ${String(from)}-${String(model.length - 1)}/${String(model.length)}` };
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': model.length - from, ...said }).end(model.subarray(from));
};
const range = (said: string | undefined, body: Buffer): Answer => {
  return (_, response) => void response.writeHead(206, said === undefined ? {} : { 'content-range': said }).end(body);
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-hostile-'));
  asked.length = next.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const part = (): string => join(folder, 'model.onnx.part');
const place = (): string => join(folder, 'model.onnx');

function manifest(changes: Partial<ModelFile> = {}): ModelManifest {
  return modelManifestSchema.parse({
    name: 'tiny',
    family: 'zipformer2Ctc',
    languages: ['en'],
    files: {
      model: { file: 'model.onnx', url: `${base}/model.onnx`, sha256: sha256(model), ...changes },
      tokens: { file: 'tokens.txt', url: `${base}/tokens.txt`, sha256: sha256(tokens) },
    },
  });
}

async function fetched(of = manifest(), options: Partial<FetchModelOptions> = {}): Promise<ModelProgress[]> {
  const turned = virtualClock();
  const progress: ModelProgress[] = [];
  const work = fetchModel(of, { clock: turned, folder, onProgress: (each) => progress.push(each), ...options });
  work.catch(() => undefined);
  // It rests a while after each break.
  await turned.advance(120_000);
  await work;
  return progress;
}

async function refusalOf(of = manifest(), options: Partial<FetchModelOptions> = {}): Promise<SpeechError> {
  const error: unknown = await fetched(of, options).then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(SpeechError);
  expect(error).toMatchObject({ code: 'speech/model-failed' });
  return error as SpeechError;
}

test('what lies half there of another version is begun anew, without anybody’s help', async () => {
  await writeFile(part(), randomBytes(100_000));
  await fetched();
  expect(asked.map((each) => each.range)).toEqual(['bytes=100000-', undefined]);
  expect(model.equals(await readFile(place()))).toBe(true);
});

test('what lies there and is longer than the file can be is begun anew', async () => {
  await writeFile(part(), randomBytes(400_000));
  await fetched();
  expect(model.equals(await readFile(place()))).toBe(true);
  await rm(place());
  // Where the manifest says how long it is, nothing is asked of what cannot be.
  await writeFile(part(), randomBytes(400_000));
  asked.length = 0;
  await fetched(manifest({ bytes: model.length }));
  expect(asked.map((each) => each.range)).toEqual([undefined]);
  expect(model.equals(await readFile(place()))).toBe(true);
});

test('what is whole and was not put in place is not asked for again', async () => {
  await writeFile(part(), model);
  await fetched(manifest({ bytes: model.length }));
  expect(asked).toEqual([]);
  expect(model.equals(await readFile(place()))).toBe(true);
});

test.each<[string, Answer]>([
  ['from the beginning', range(`bytes 0-${String(model.length - 1)}/${String(model.length)}`, model)],
  ['from further on', range(`bytes 150000-${String(model.length - 1)}/${String(model.length)}`, model.subarray(150_000))],
  ['without saying which', range(undefined, model.subarray(100_000))],
])('a server that answers with another piece than the one asked for, %s, spoils nothing', async (_, answer) => {
  await writeFile(part(), model.subarray(0, 100_000));
  next.push(answer);
  await fetched();
  expect(asked.map((each) => each.range)).toEqual(['bytes=100000-', undefined]);
  expect(model.equals(await readFile(place()))).toBe(true);
});

test.each<[string, Answer, number]>([
  ['nothing of it', (_, response) => void response.writeHead(416).end(), 416],
  ['a piece', range(`bytes 150000-${String(model.length - 1)}/${String(model.length)}`, model.subarray(150_000)), 206],
])('a server that was asked for all and has %s is told of with what to do', async (_, answer, status) => {
  next.push(answer);
  expect((await refusalOf()).message).toContain(`model.onnx answered with status ${String(status)}; check the address`);
  expect(await readdir(folder)).toEqual([]);
});

test('files are asked for as they are; packed all the same they are unpacked, and their length is not that of the packed one', async () => {
  const packed = gzipSync(model);
  // What chance wrote is longer packed than not.
  expect(packed.length).toBeGreaterThan(model.length);
  next.push((_, response) => void response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed));
  const progress = await fetched();
  expect(asked.map((each) => each['accept-encoding'])).toEqual(['identity']);
  expect(progress.at(-2)).toEqual({ file: 'model.onnx', doneBytes: model.length, totalBytes: undefined });
  expect(model.equals(await readFile(place()))).toBe(true);
});

test('a packed piece is never put behind what was not packed', async () => {
  await writeFile(part(), model.subarray(0, 100_000));
  const packed = gzipSync(model).subarray(100_000);
  next.push((_, response) => {
    const said = `bytes 100000-${String(100_000 + packed.length - 1)}/${String(100_000 + packed.length)}`;
    response.writeHead(206, { 'content-encoding': 'gzip', 'content-range': said }).end(packed);
  });
  await fetched();
  expect(asked.map((each) => each.range)).toEqual(['bytes=100000-', undefined]);
  expect(model.equals(await readFile(place()))).toBe(true);
});

test.each<[string, Answer]>([
  ['as it is', (_, response) => void response.writeHead(200).end(model)],
  ['packed', (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(model))],
])('a signal that comes with the very last piece of a file, %s, ends the fetch as well', async (_, answer) => {
  const stop = new AbortController();
  const reason = new Error('changed my mind');
  next.push(answer);
  const onProgress = ({ doneBytes }: ModelProgress): void => void (doneBytes === model.length && stop.abort(reason));
  await expect(fetchModel(manifest(), { clock: realClock(), folder, signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(await readdir(folder)).toEqual(['model.onnx.part']);
});

test('a page instead of the file is told as such, and what had come is kept', async () => {
  await writeFile(part(), model.subarray(0, 100_000));
  const page = '<html>Sign in to this network</html>';
  next.push((_, response) => void response.writeHead(200, { 'content-type': 'text/html', 'content-length': page.length }).end(page));
  const { message } = await refusalOf(manifest({ bytes: model.length }));
  expect(message).toMatch(/model\.onnx is 36 bytes long \(text\/html\), and the manifest says 300000/);
  expect((await stat(part())).size).toBe(100_000);
  await fetched(manifest({ bytes: model.length }));
  expect(asked.at(-1)?.range).toBe('bytes=100000-');
});

test.each<[string, number, OutgoingHttpHeaders, Partial<ModelFile>, number]>([
  ['what the manifest says', 200, {}, { bytes: model.length }, 0],
  ['what it says itself', 206, { 'content-range': `bytes 1000-${String(model.length - 1)}/${String(model.length)}` }, {}, 1_000],
])('a server that never stops is stopped at %s', async (_, status, headers, changes, there) => {
  if (there > 0) await writeFile(part(), model.subarray(0, there));
  let sent = 0;
  next.push((__, response) => {
    response.writeHead(status, headers);
    const more = (): void => {
      for (let isGoing = true; isGoing && sent < 50_000_000; sent += 65_536) isGoing = response.write(Buffer.alloc(65_536));
      if (sent < 50_000_000 && !response.destroyed) response.once('drain', more);
      else response.end();
    };
    more();
  });
  const { message } = await refusalOf(manifest(changes));
  expect(message).toMatch(/sends more than the 300000 bytes/);
  expect(sent).toBeLessThan(50_000_000);
  expect(await readdir(folder)).toEqual([]);
});

test('a manifest that gives the right hash and a wrong length is told of, and not fetched again and again', async () => {
  // Without saying beforehand how long it is.
  next.push((_, response) => void response.writeHead(200).end(model));
  const { message } = await refusalOf(manifest({ bytes: model.length + 1 }));
  expect(message).toMatch(/its sha256 is what the manifest says, but it is 300000 bytes long, not 300001; correct the manifest/);
  expect(await missingFiles(manifest(), folder, realClock())).toContain('model.onnx');
  // Nothing is lost: with the manifest corrected it is there.
  asked.length = 0;
  await fetched(manifest({ bytes: model.length }));
  expect(asked).toEqual([]);
});

test('somebody else who writes the same file is noticed, and nothing wrong is put in place', async () => {
  let meddled = (): void => undefined;
  const hasMeddled = new Promise<void>((resolve) => (meddled = resolve));
  const meddles = ({ file, doneBytes }: ModelProgress): void => {
    if (file === 'model.onnx' && doneBytes <= 50_000) void truncate(part(), 10).then(meddled);
  };
  next.push((_, response) => {
    response.writeHead(200, { 'content-length': model.length });
    response.write(model.subarray(0, 50_000));
    void hasMeddled.then(() => response.end(model.subarray(50_000)));
  });
  const { message, isRecoverable } = await refusalOf(manifest(), { onProgress: meddles });
  expect(message).toMatch(/model\.onnx\.part is written by somebody else as well; wait until that is done/);
  expect(isRecoverable).toBe(true);
  expect(await readdir(folder)).toEqual(['model.onnx.part']);
  await fetched();
  expect(model.equals(await readFile(place()))).toBe(true);
});

test('a folder that cannot be made, and a place that is taken, are told with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  expect((await refusalOf(manifest(), { folder: join(folder, 'file', 'model') })).message).toMatch(/file.model could not be written: /);
  await mkdir(place());
  expect((await refusalOf()).message).toMatch(/model\.onnx could not be written: /);
});

test.each([
  [{ model: { file: 'model.onnx' }, tokens: { file: 'model.onnx' } }, 'one name'],
  [{ model: { file: 'tokens.txt.part' }, tokens: { file: 'tokens.txt' } }, 'not `….part`'],
  [{ model: { file: 'manifest.json' }, tokens: { file: 'tokens.txt' } }, 'manifest.json'],
  [{ model: { file: 'm.onnx', url: 'https://me:secret@example.com/', sha256: '0'.repeat(64) }, tokens: { file: 't' } }, 'without a name'],
])('a manifest whose files would overwrite each other, or cannot be fetched, is refused: %j', (files, why) => {
  const parsed = modelManifestSchema.safeParse({ name: 'm', family: 'zipformer2Ctc', languages: ['en'], files });
  expect(parsed.error?.message).toContain(why);
});
