/**
 * Blobs in a bucket of Amazon S3, or of whatever speaks its language (MinIO, Ceph, R2). Needs the package `@aws-sdk/client-s3`.
 *
 * The credentials need `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject`, `s3:AbortMultipartUpload` and `s3:ListBucket`. The bucket must not
 * keep versions, or what is deleted is only hidden. A rule of its life cycle should end multipart uploads after a day: that of a program
 * which was killed in the middle of one cannot be taken back by anybody else.
 */
import type * as S3 from '@aws-sdk/client-s3';
import type { Clock } from '../base/clock.ts';
import { checkedKey, checkedPrefix, checkedRange, type BlobEntry, type BlobStore } from './blob-store.ts';
import { refusedByCloud, type CloudPlace } from './cloud-refusal.ts';
import { StoreError } from './errors.ts';
import { s3Answer, s3Says } from './s3-refusal.ts';
import { PART_BYTES, inParts, sendParts } from './upload-parts.ts';

export type S3BlobStoreOptions = {
  readonly clock: Clock;
  readonly bucket: string;
  /** Before every key, and a slash between: many houses can share a bucket. */
  readonly prefix?: string | undefined;
  /** Of a service that is not Amazon's. */
  readonly endpoint?: URL | undefined;
  /** Where none is given, what the SDK finds (`AWS_REGION`, the profile). */
  readonly region?: string | undefined;
  /** Where none are given, what the SDK finds: environment, profile, the role of the machine. */
  readonly credentials?: S3Credentials | undefined;
  /** The bucket in the path rather than in the host name, as most services that are not Amazon's want it. */
  readonly pathStyle?: boolean | undefined;
};

type S3Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

/** Milliseconds until a connection must stand, and until something must move on it. */
const CONNECT_MS = 10_000;
const IDLE_MS = 60_000;
/** Of each request, the first included; the SDK waits between them. */
const MOST_ATTEMPTS = 4;

/** Nothing is asked of the network before the first call. Rejects with `store/no-library` where the package is missing. */
export function s3BlobStore(options: S3BlobStoreOptions): BlobStore {
  const { clock, bucket } = options;
  const before = options.prefix === undefined ? '' : `${checkedKey(options.prefix)}/`;
  const at = (key: string): { readonly Bucket: string; readonly Key: string } => ({ Bucket: bucket, Key: before + checkedKey(key) });
  const place = placeOf(options);
  let opening: Promise<Connection> | undefined;
  const asked = async <T>(what: string, work: (connection: Connection) => Promise<T>): Promise<T> => {
    opening ??= clock.hold(() => connected(options));
    const connection = await opening;
    try {
      return await clock.hold(() => work(connection));
    } catch (cause) {
      throw cause instanceof StoreError ? cause : refusedByCloud(what, place, s3Answer(cause), cause);
    }
  };

  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    const target = at(key);
    await asked(`write ${key}`, ({ client, sdk }) => client.send(new sdk.PutObjectCommand({ ...target, Body: bytes })));
  };

  const uploaded = async (key: string, target: ReturnType<typeof at>, parts: AsyncIterable<Uint8Array>): Promise<void> => {
    const { UploadId } = await asked(`write ${key}`, ({ client, sdk }) => client.send(new sdk.CreateMultipartUploadCommand(target)));
    const upload = { ...target, UploadId };
    const sent: S3.CompletedPart[] = [];
    try {
      await sendParts(parts, async (Body, number) => {
        const part = { PartNumber: number + 1 };
        const { ETag } = await asked(`write ${key}`, ({ client, sdk }) =>
          client.send(new sdk.UploadPartCommand({ ...upload, ...part, Body })),
        );
        sent[number] = { ...part, ETag };
      });
      const MultipartUpload = { Parts: sent };
      await asked(`write ${key}`, ({ client, sdk }) => client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload })));
    } catch (error) {
      // Where that fails too, the first reason is the one to know, and the bucket's life cycle clears it away.
      await asked(`take back ${key}`, ({ client, sdk }) => client.send(new sdk.AbortMultipartUploadCommand(upload))).catch(() => undefined);
      throw error;
    }
  };

  return {
    put,
    async putStream(key, pieces) {
      const target = at(key);
      const parts = inParts(pieces);
      try {
        const first = await parts.next();
        // What fits into one part is put as it is.
        if (first.done === true || first.value.length < PART_BYTES) return await put(key, first.value ?? new Uint8Array(0));
        await uploaded(key, target, after(first.value, parts));
      } finally {
        await parts.return(undefined);
      }
    },
    async get(key) {
      const target = at(key);
      return asked(`read ${key}`, async ({ client, sdk }) => bodyOf(await orMissing(client.send(new sdk.GetObjectCommand(target)))));
    },
    async getRange(key, from, to) {
      const target = at(key);
      checkedRange(from, to);
      return asked(`read ${key}`, async (connection) => {
        const { client, sdk } = connection;
        // There is no range without bytes in HTTP (RFC 9110 §14.1.2).
        if (from === to) return (await sizeAt(connection, target)) === undefined ? undefined : new Uint8Array(0);
        const Range = `bytes=${String(from)}-${String(to - 1)}`;
        try {
          return await bodyOf(await orMissing(client.send(new sdk.GetObjectCommand({ ...target, Range }))));
        } catch (error) {
          if (s3Says(error, 'InvalidRange')) return new Uint8Array(0);
          throw error;
        }
      });
    },
    async sizeOf(key) {
      const target = at(key);
      return asked(`look for ${key}`, (connection) => sizeAt(connection, target));
    },
    async delete(key) {
      const target = at(key);
      const { DeleteMarker } = await asked(`delete ${key}`, ({ client, sdk }) => client.send(new sdk.DeleteObjectCommand(target)));
      if (DeleteMarker !== true) return;
      throw new StoreError(
        'store/failed',
        `could not delete ${key} for good: ${place.name} keeps versions, so it is only hidden; turn versioning off and delete the old versions`,
      );
    },
    async list(prefix) {
      checkedPrefix(prefix);
      return asked(`list ${prefix}`, (connection) => entries(connection, bucket, before, prefix));
    },
  };
}

type Connection = { readonly sdk: typeof S3; readonly client: S3.S3Client };

/** The one place where the package is loaded. */
async function connected({ endpoint, region, credentials, pathStyle = false }: S3BlobStoreOptions): Promise<Connection> {
  const sdk = await import('@aws-sdk/client-s3').catch((cause: unknown) => {
    throw new StoreError(
      'store/no-library',
      `blobs in S3 need the package @aws-sdk/client-s3, which could not be loaded (${String(cause)}): run npm install @aws-sdk/client-s3`,
      { cause },
    );
  });
  const client = new sdk.S3Client({
    forcePathStyle: pathStyle,
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    // A service that is not Amazon's takes any; Amazon's library wants one.
    ...(region === undefined ? (endpoint === undefined ? {} : { region: 'us-east-1' }) : { region }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } as S3.S3ClientConfig['credentials'] & object }),
    // Services that are not Amazon's often do not know its newer checksums.
    ...(endpoint === undefined
      ? {}
      : { endpoint: endpoint.href, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }),
  });
  return { sdk, client };
}

function placeOf({ bucket, endpoint, region }: S3BlobStoreOptions): CloudPlace {
  const where = endpoint === undefined ? `of Amazon S3${region === undefined ? '' : ` in ${region}`}` : `at ${endpoint.origin}`;
  return {
    name: `the bucket ${bucket} ${where}`,
    remedies: {
      noPlace: 'make it, or give the name and the region of one that is there',
      credentials: 'give an access key that may read, write, delete and list there',
    },
  };
}

/** A head without a body does not say whether the blob or the whole bucket is missing. */
async function sizeAt({ client, sdk }: Connection, target: { readonly Bucket: string; readonly Key: string }): Promise<number | undefined> {
  const head = await orMissing(client.send(new sdk.HeadObjectCommand(target)));
  if (head) return head.ContentLength ?? 0;
  await client.send(new sdk.ListObjectsV2Command({ Bucket: target.Bucket, Prefix: target.Key, MaxKeys: 1 }));
  return undefined;
}

async function entries({ client, sdk }: Connection, bucket: string, before: string, prefix: string): Promise<readonly BlobEntry[]> {
  const found: BlobEntry[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page: S3.ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: before + prefix, ContinuationToken }),
    );
    for (const { Key = '', Size = 0 } of page.Contents ?? []) found.push({ key: Key.slice(before.length), sizeBytes: Size });
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

async function bodyOf(answer: S3.GetObjectCommandOutput | undefined): Promise<Uint8Array | undefined> {
  return answer && (answer.Body ? new Uint8Array(await answer.Body.transformToByteArray()) : new Uint8Array(0));
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (s3Says(error, 'NoSuchKey') || s3Says(error, 'NotFound')) return undefined;
    throw error;
  }
}

async function* after(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
