/** Whatever faults servers have, in any order, and two who fetch at once: nothing wrong is put in place, and a server in order is enough at the end. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock, type Clock } from '../../../base/clock.ts';
import { seededRandom } from '../../../base/random.ts';
import { SpeechError } from '../../errors.ts';
import { fetchModel } from './fetch-model.ts';
import type { ModelManifest } from './manifest.ts';

type Asked = { readonly from: number; readonly response: ServerResponse; readonly request: IncomingMessage };

const model = randomBytes(200_000);
const otherVersion = randomBytes(230_000);
const tokens = Buffer.from('<blk> 0\n');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const chance = seededRandom(7);
const below = (limit: number): number => Math.floor(chance.unit() * limit);
const clock: Clock = { ...realClock(), sleep: () => realClock().sleep(0) };

function piece(response: ServerResponse, from: number, of: Buffer): ServerResponse {
  const range = { 'content-range': `bytes ${String(from)}-${String(of.length - 1)}/${String(of.length)}` };
  return response.writeHead(from > 0 ? 206 : 200, { 'content-length': of.length - from, ...(from > 0 && range) });
}

function answers({ from, response }: Asked): void {
  if (from >= model.length) response.writeHead(416).end();
  else piece(response, from, model).end(model.subarray(from));
}

const faults: readonly ((asked: Asked) => void)[] = [
  ({ response }) => void response.writeHead(503).end(),
  ({ response }) => void response.writeHead(416).end(),
  ({ request }) => void request.socket.destroy(),
  ({ response }) => void response.writeHead(200, { 'content-length': model.length }).end(model),
  ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
  ({ response }) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(model)),
  ({ response }) => void response.writeHead(200).end(model.subarray(0, below(model.length))),
  ({ response }) => void piece(response, 1 + below(1000), model).end(),
  ({ from, response }) => void piece(response, from, otherVersion).end(otherVersion.subarray(from)),
  ({ from, response }) => {
    const at = Math.min(from, model.length - 1);
    const said = model.subarray(at, at + below(model.length - at));
    piece(response, at, model).write(said, () => setImmediate(() => response.destroy()));
  },
];

let faulty = 0;
let base: string;
const server = createServer((request, response) => {
  if (request.url === '/tokens.txt') return void response.end(tokens);
  const from = Number(/^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
  const fault = chance.unit() < faulty ? faults[below(faults.length)] : undefined;
  (fault ?? answers)({ from, request, response });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([1, 2])('%i at a time, from servers with every fault there is', { timeout: 120_000 }, async (atOnce) => {
  for (let round = 0; round < 20; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-faults-'));
    const bytes = round % 2 === 0 ? model.length : undefined;
    const files = {
      model: { file: 'model.onnx', url: `${base}/model.onnx`, sha256: sha256(model), bytes },
      tokens: { file: 'tokens.txt', url: `${base}/tokens.txt`, sha256: sha256(tokens) },
    };
    const manifest: ModelManifest = { name: 'tiny', family: 'zipformer2Ctc', languages: ['en'], files };
    const fetches = (): Promise<unknown> => fetchModel(manifest, { clock, folder }).catch((error: unknown) => error);
    faulty = 0.6;
    for (let attempt = 0; attempt < 3; attempt++) {
      const refusals = (await Promise.all(Array.from({ length: atOnce }, fetches))).filter((each) => each !== undefined);
      for (const each of refusals) expect(each).toBeInstanceOf(SpeechError);
      const there = await readFile(join(folder, 'model.onnx')).catch(() => undefined);
      expect(there === undefined ? refusals.length : model.equals(there)).toBe(there === undefined ? atOnce : true);
    }
    faulty = 0;
    await fetchModel(manifest, { clock, folder });
    expect((await readdir(folder)).toSorted()).toEqual(['model.onnx', 'tokens.txt']);
    expect(model.equals(await readFile(join(folder, 'model.onnx')))).toBe(true);
    await rm(folder, { recursive: true });
  }
});
