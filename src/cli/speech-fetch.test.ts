/** `rollcall speech fetch`: a model comes from a server that breaks off, lies and leads astray. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { realClock, type Clock } from '../base/clock.ts';
import { missingFiles } from '../speech/recognition/models/fetch-model.ts';
import { readManifest } from '../speech/recognition/models/manifest.ts';
import type { FetchedModel } from '../server/transcription/fetch-speech-model.ts';
import type { TranscriptionConfig } from '../server/transcription/transcription-config.ts';
import { manifestOf, SpeechPrompt } from './test-speech-prompt.ts';

let prompt: SpeechPrompt;
beforeEach(async () => void (prompt = await SpeechPrompt.open()));
afterEach(() => prompt[Symbol.asyncDispose]());

describe('a model', () => {
  const model = randomBytes(3_000_000);
  const tokens = Buffer.from('<blk> 0\n▁he 1\n');
  const ranges: (string | undefined)[] = [];
  const breaks: number[] = [];
  let manifest: unknown;
  let base: string;
  const server = createServer((request, response) => {
    if (request.url === '/tokens.txt') return void response.end(tokens);
    if (request.url === '/model.json') return void response.end(typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
    if (request.url !== '/model.onnx') return void response.writeHead(404).end();
    sendModel(request, response);
  });
  const sendModel = (request: IncomingMessage, response: ServerResponse): void => {
    ranges.push(request.headers.range);
    const from = Number(/^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': model.length - from,
      ...(from > 0 && { 'content-range': `bytes ${String(from)}-${String(model.length - 1)}/${String(model.length)}` }),
    });
    const until = breaks.shift();
    if (until === undefined) response.end(model.subarray(from));
    else response.write(model.subarray(from, until), () => setImmediate(() => response.destroy()));
  };
  /** Rests no longer than it has to. */
  const clock: Clock = { ...realClock(), sleep: () => realClock().sleep(0) };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    ranges.length = breaks.length = 0;
    prompt.surroundings = { clock };
    manifest = fetchable();
  });
  const fetchable = (hash = sha256(model)): object =>
    manifestOf({
      model: { file: 'model.onnx', url: `${base}/model.onnx`, sha256: hash, bytes: model.length },
      tokens: { file: 'tokens.txt', url: `${base}/tokens.txt`, sha256: sha256(tokens) },
    });
  const place = (): string => join(prompt.folder, 'data/models/tiny-english-1.0');

  test('comes from the address of its manifest into the data folder, with progress and what to configure', async () => {
    expect(await prompt.type({}, 'fetch', `${base}/model.json`)).toBe(0);
    expect((await readdir(place())).toSorted()).toEqual(['manifest.json', 'model.onnx', 'tokens.txt']);
    expect(model.equals(await readFile(join(place(), 'model.onnx')))).toBe(true);
    expect(prompt.printed).toContain(`Tiny English 1.0, into ${place()}\n  2 files\n`);
    expect(prompt.printed).toContain('is there (en, 3.0 MB); each file is what the manifest says.');
    expect(prompt.problems).toMatch(/^ {2}model\.onnx {2}\d\.\d MB of 3\.0 MB, \d+ %(?:, \d+\.\d [kM]B\/s)?$/m);
    expect(prompt.problems).toMatch(/3\.0 MB of 3\.0 MB, 100 %/);
    expect(prompt.problems).not.toContain('\r');
    // What is to be written finds the model.
    expect(prompt.printed).toContain(`recognisers: [\n        { kind: 'sherpa', manifest: '${join(place(), 'manifest.json')}' },\n`);
    const written = readManifest(join(place(), 'manifest.json'));
    expect(await missingFiles(written.manifest, written.folder, realClock())).toEqual([]);
  });

  test('goes on where it broke off, also the next time', async () => {
    breaks.push(...Array.from({ length: 5 }, () => 1_000_000));
    await expect(prompt.type({}, 'fetch', `${base}/model.json`)).rejects.toMatchObject({
      code: 'speech/model-failed',
      message: expect.stringContaining('broke off 5 times') as string,
    });
    expect(await readdir(place())).toEqual(['model.onnx.part']);
    // What was on its way when the line broke may be lost.
    const { size } = await stat(join(place(), 'model.onnx.part'));
    expect(size).toBeGreaterThan(100_000);
    expect(await prompt.type({}, 'fetch', `${base}/model.json`)).toBe(0);
    expect(prompt.printed).toMatch(/model\.onnx goes on from [\d.]+ [kM]B/u);
    expect(ranges.at(-1)).toBe(`bytes=${String(size)}-`);
    const again = await prompt.answer<FetchedModel>({}, 0, 'fetch', `${base}/model.json`);
    expect(again).toMatchObject({ name: 'Tiny English 1.0', isBeside: true, isConfigured: false, unchecked: [] });
    expect(prompt.problems).toBe('');
    expect(ranges).toHaveLength(6);
  });

  test('Ctrl-C leaves what has come for the next time', async () => {
    const stop = new AbortController();
    // As somebody would who sees how long it takes.
    prompt.surroundings = {
      clock: { ...clock, now: () => (stop.abort(new Error('stopped by hand')), realClock().now()) },
      signal: stop.signal,
    };
    expect(await prompt.type({}, 'fetch', `${base}/model.json`)).toBe(130);
    expect(prompt.problems).toContain('What has come is kept');
    expect(await readdir(place())).toEqual(['model.onnx.part']);
  });

  test('of a manifest on this machine goes to where the recogniser looks', async () => {
    const path = join(prompt.folder, 'english.json');
    await writeFile(path, JSON.stringify(manifest));
    const beside = await prompt.answer<FetchedModel>({}, 0, 'fetch', path);
    expect(beside).toMatchObject({ manifest: path, folder: prompt.folder, isBeside: true, isConfigured: false });
    const elsewhere = join(prompt.folder, 'elsewhere');
    const config: TranscriptionConfig = { recognisers: [{ kind: 'sherpa', manifest: path, folder: elsewhere }] };
    expect(await prompt.answer<FetchedModel>(config, 0, 'fetch', path)).toMatchObject({ folder: elsewhere, isConfigured: true });
    expect(await prompt.type(config, 'fetch', path)).toBe(0);
    expect(prompt.printed).toContain('2 files; 2 there already');
    expect(prompt.printed).toContain('The configuration has it already.');
    expect(await prompt.type({}, 'fetch', path, '--folder', join(prompt.folder, 'third'))).toBe(0);
    expect(prompt.printed).toContain(`{ kind: 'sherpa', manifest: '${path}', folder: '${join(prompt.folder, 'third')}' }`);
    expect((await readdir(join(prompt.folder, 'third'))).toSorted()).toEqual(['model.onnx', 'tokens.txt']);
  });

  test('that is not what its manifest says is not taken, neither from the net nor from the disk', async () => {
    manifest = fetchable('0'.repeat(64));
    await expect(prompt.type({}, 'fetch', `${base}/model.json`)).rejects.toThrow(/is not what the manifest says.*nothing was put in place/);
    expect(await readdir(place())).toEqual([]);
    manifest = fetchable();
    expect(await prompt.type({}, 'fetch', `${base}/model.json`)).toBe(0);
    const file = join(place(), 'model.onnx');
    await writeFile(file, randomBytes(model.length));
    await expect(prompt.type({}, 'fetch', `${base}/model.json`)).rejects.toMatchObject({
      message: expect.stringMatching(/model\.onnx is there, but is not what the manifest says/) as string,
      remedy: expect.stringContaining('Delete it') as string,
    });
  });

  test.each<[string, () => string, unknown, RegExp]>([
    ['a file that is not there', () => join(prompt.folder, 'none.json'), '', /There is no .*none\.json/],
    ['an address where nothing is', () => `${base}/nothing.json`, '', /nothing\.json cannot be used: it answered with status 404/],
    ['an address of nobody', () => 'http://127.0.0.1:9/model.json', '', /cannot be used: /],
    ['an address that anybody on the way can change', () => 'http://models.example/model.json', '', /is not https/],
    ['an address of another kind', () => 'ftp://models.example/model.json', '', /is not https/],
    ['what is no manifest', () => `${base}/model.json`, '<html>', /it is none of a model/],
    [
      'a manifest without its parts',
      () => `${base}/model.json`,
      { name: 'x', family: 'whisper', languages: 'any', files: {} },
      /needs the file/,
    ],
    ['what never ends', () => `${base}/model.json`, 'x'.repeat(1_100_000), /far too long/],
  ])('%s is refused', async (_, source, content, why) => {
    manifest = content;
    await expect(prompt.type({}, 'fetch', source())).rejects.toThrow(why);
  });

  test('that leads on to where anybody can change it is refused', async () => {
    const there = 'http://models.example/model.json';
    const fetch: typeof globalThis.fetch = async () => Object.defineProperty(Response.json(fetchable()), 'url', { value: there });
    prompt.surroundings = { fetch };
    await expect(prompt.type({}, 'fetch', 'https://models.example/model.json')).rejects.toThrow(
      `it leads on to ${there}, which is not https`,
    );
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
