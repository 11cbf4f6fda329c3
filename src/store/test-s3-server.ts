/** An S3 to test with: the protocol by s3rver, which knows access keys but does not check signatures; whole objects in memory, as its own files show half an object; and AbortMultipartUpload, which it lacks. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import type { S3BlobStoreOptions } from './s3-blob-store.ts';

export interface TestS3Server extends AsyncDisposable {
  /** Of the bucket `recordings`, which is there and empty. */
  readonly options: Omit<S3BlobStoreOptions, 'clock'>;
  readonly objects: Map<string, Uint8Array>;
  /** Parts that have arrived for uploads that nobody has ended yet. */
  readonly unfinished: Map<string, ReadonlyMap<number, Uint8Array>>;
  /** Sees every request first; true where it has answered. */
  before: ((context: KoaContext) => boolean) | undefined;
  /** Forgets everything. */
  clear(): void;
}

export type KoaContext = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly req: AsyncIterable<Uint8Array> & { readonly socket: { destroy(): void } };
  status: number;
  type: string;
  body: unknown;
  set(header: string, value: string): void;
};

type Stored = { readonly content: AsyncIterable<Uint8Array> | Uint8Array | null; readonly bucket: string; readonly key: string };
type StoredObject = new (bucket: string, key: string, content: Uint8Array | null, metadata: object) => object;
type S3rver = {
  store: object;
  context: { store: object };
  readonly middleware: ((context: KoaContext, next: () => Promise<void>) => Promise<void>)[];
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
};

const BUCKET = 'recordings';

export async function startS3Server(): Promise<TestS3Server> {
  const require = createRequire(import.meta.url);
  const Server = require('s3rver') as new (options: object) => S3rver;
  const S3Object = require('s3rver/lib/models/object.js') as StoredObject;
  const server = new Server({ port: 0, address: '127.0.0.1', silent: true, directory: tmpdir(), vhostBuckets: false });
  const objects = new Map<string, Uint8Array>();
  const unfinished = new Map<string, Map<number, Uint8Array>>();
  const keys = new Map<string, string>();

  const kept = (bytes: Uint8Array): { readonly size: number; readonly md5: string } => ({ size: bytes.length, md5: md5Of(bytes) });
  const objectOf = (key: string, bytes: Uint8Array, content: Uint8Array | null): object =>
    new S3Object(BUCKET, key, content, {
      'content-length': bytes.length,
      etag: `"${md5Of(bytes)}"`,
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    });
  server.store = server.context.store = {
    getBucket: async (bucket: string) => (bucket === BUCKET ? { name: bucket, creationDate: new Date(0) } : null),
    getSubresource: async () => undefined,
    existsObject: async (_: string, key: string) => objects.has(key),
    async putObject({ key, content }: Stored) {
      const bytes = await whole(content);
      objects.set(key, bytes);
      return kept(bytes);
    },
    async getObject(_: string, key: string, { start, end = Infinity }: { readonly start?: number; readonly end?: number } = {}) {
      const bytes = objects.get(key);
      if (!bytes) return null;
      if (start === undefined) return Object.assign(objectOf(key, bytes, null), { content: stream(bytes) });
      const range = { start, end: Math.min(end, bytes.length - 1) };
      const content = start < bytes.length ? stream(bytes.subarray(start, range.end + 1)) : null;
      return Object.assign(objectOf(key, bytes, null), { content, range });
    },
    deleteObject: async (_: string, key: string) => void objects.delete(key),
    async listObjects(_: string, { startAfter = '', prefix = '', maxKeys = Infinity }: ListOptions) {
      const found = [...objects].filter(([key]) => key > startAfter && key.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const page = found.slice(0, maxKeys).map(([key, bytes]) => objectOf(key, bytes, null));
      return { objects: page, commonPrefixes: [], isTruncated: found.length > page.length };
    },
    async initiateUpload(_: string, key: string, uploadId: string) {
      unfinished.set(uploadId, new Map());
      keys.set(uploadId, key);
    },
    async putPart(_: string, uploadId: string, part: string, content: AsyncIterable<Uint8Array>) {
      const bytes = await whole(content);
      unfinished.get(uploadId)?.set(Number(part), bytes);
      return kept(bytes);
    },
    async putObjectMultipart(_: string, uploadId: string, parts: readonly { readonly number: number }[]) {
      const all = Buffer.concat(parts.map(({ number }) => unfinished.get(uploadId)?.get(number) ?? Buffer.alloc(0)));
      objects.set(keys.get(uploadId) ?? '', all);
      unfinished.delete(uploadId);
      return kept(all);
    },
  };

  server.middleware.unshift(async (context, next) => {
    if (started.before?.(context)) return;
    const { uploadId } = context.query;
    if (context.method !== 'DELETE' || uploadId === undefined) return next();
    // AbortMultipartUpload
    unfinished.delete(uploadId);
    context.status = 204;
  });
  const { port } = await server.run();
  let closing: Promise<void> | undefined;
  const started: TestS3Server = {
    options: {
      bucket: BUCKET,
      endpoint: new URL(`http://127.0.0.1:${String(port)}`),
      region: 'us-east-1',
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      pathStyle: true,
    },
    objects,
    unfinished,
    before: undefined,
    clear() {
      objects.clear();
      unfinished.clear();
      started.before = undefined;
    },
    [Symbol.asyncDispose]: () => (closing ??= server.close()),
  };
  return started;
}

type ListOptions = { readonly startAfter?: string; readonly prefix?: string; readonly maxKeys?: number };

async function whole(content: AsyncIterable<Uint8Array> | Uint8Array | null): Promise<Uint8Array> {
  if (content === null || content instanceof Uint8Array) return content ?? new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

const stream = (bytes: Uint8Array): object => Readable.from([Buffer.from(bytes)], { objectMode: false });
const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
