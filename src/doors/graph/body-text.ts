/** The text of a body: bounded, unpacked where it came compressed, without a mark of its byte order. */
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import type { Clock } from '../../base/clock.ts';
import { GraphDoorError } from './errors.ts';
import { readBody } from './read-body.ts';
import type { GraphSettings } from './settings.ts';

type Reading = { readonly clock: Clock; readonly settings: Pick<GraphSettings, 'bodyBytes'> };

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }, done: (error: Error | null, unpacked: Uint8Array) => void) => void;

/** Kiota's clients for Go send gzip unless they are told otherwise. Source: RFC 9110 §8.4.1; some say deflate and leave out its header. */
const unpackers: Readonly<Record<string, (bytes: Uint8Array) => Unpack>> = {
  gzip: () => gunzip,
  'x-gzip': () => gunzip,
  deflate: ([first = 0]) => ((first & 0x0f) === 8 ? inflate : inflateRaw),
  br: () => brotliDecompress,
};

/** Bytes of UTF-8 may begin with U+FEFF, which is no part of what they say. */
const mark = /^\uFEFF/;

/** Throws a `GraphDoorError`: 413 for more than `bodyBytes` before or after unpacking, 415 for an encoding that is not known, 400 for a broken one. */
export async function bodyText({ headers, body }: Request, { clock, settings: { bodyBytes } }: Reading): Promise<string> {
  if (Number(headers.get('content-length') ?? 0) > bodyBytes) throw tooLarge(bodyBytes);
  const unpack = unpackerOf(headers.get('content-encoding') ?? 'identity');
  const bytes = await readBody(body, { limitBytes: bodyBytes });
  if (!bytes) throw tooLarge(bodyBytes);
  const plain = unpack && bytes.length > 0 ? await clock.hold(() => unpacked(bytes, unpack(bytes), bodyBytes)) : bytes;
  return Buffer.from(plain).toString('utf8').replace(mark, '');
}

function unpackerOf(encoding: string): ((bytes: Uint8Array) => Unpack) | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return undefined;
  if (Object.hasOwn(unpackers, name)) return unpackers[name];
  throw new GraphDoorError(
    'graph-door/unknown-encoding',
    `A body in the content-encoding “${encoding.slice(0, 100)}” cannot be read; gzip, deflate and br can, one at a time.`,
  );
}

/** Stops as soon as there is more than may be: a small body may hold a very long one. */
function unpacked(bytes: Uint8Array, unpack: Unpack, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    unpack(bytes, { maxOutputLength: Math.max(1, limitBytes) }, (cause, plain) => {
      if (!cause) resolve(plain);
      else if ('code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(limitBytes));
      else
        reject(new GraphDoorError('graph-door/bad-request', 'The request is invalid: its body is not in its content-encoding.', { cause }));
    });
  });
}

function tooLarge(bodyBytes: number): GraphDoorError {
  return new GraphDoorError('graph-door/too-large', `A body may have ${String(bodyBytes)} bytes at most, compressed or not.`);
}
