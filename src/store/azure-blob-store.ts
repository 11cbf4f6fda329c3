/**
 * Blobs in a container of Azure Blob Storage. Needs the package `@azure/storage-blob`, and `@azure/identity` too where no credential is given.
 *
 * The credential needs to read, write, delete and list in the container. The account must not have soft delete or versions on, or what is
 * deleted is only hidden. Blocks of a stream that broke off are seen by nobody, cannot be read, and are cleared away by Azure after a week.
 */
import type * as Azure from '@azure/storage-blob';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { azureAnswer, azureSays } from './azure-refusal.ts';
import { checkedKey, checkedPrefix, checkedRange, type BlobEntry, type BlobStore } from './blob-store.ts';
import { refusedByCloud, type CloudPlace } from './cloud-refusal.ts';
import { StoreError } from './errors.ts';
import { PART_BYTES, inParts, sendParts } from './upload-parts.ts';

export type AzureBlobStoreOptions = {
  readonly clock: Clock;
  /** Of the account: `https://contoso.blob.core.windows.net`. */
  readonly endpoint: URL;
  readonly container: string;
  /** Before every key, and a slash between: many houses can share a container. */
  readonly prefix?: string | undefined;
  /** Where none is given, what Azure's own chain finds: environment, workload or managed identity, the signed-in user. */
  readonly credential?: AzureCredential | undefined;
};

export type AzureCredential =
  | { readonly accountName: string; readonly accountKey: string }
  /** Without the question mark before it. */
  | { readonly sasToken: string }
  /** As `@azure/identity` makes them. */
  | { getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null> };

/** Of each request, the first included, and milliseconds: between two, at most between two, and until one is given up. */
const ATTEMPTS = { maxTries: 4, retryDelayInMs: 300, maxRetryDelayInMs: 5_000, tryTimeoutInMs: 120_000 };

/** Nothing is asked of the network before the first call. Rejects with `store/no-library` where a package is missing. */
export function azureBlobStore(options: AzureBlobStoreOptions): BlobStore {
  const { clock } = options;
  const before = options.prefix === undefined ? '' : `${checkedKey(options.prefix)}/`;
  const place = placeOf(options);
  let opening: Promise<Azure.ContainerClient> | undefined;
  const asked = async <T>(what: string, work: (container: Azure.ContainerClient) => Promise<T>): Promise<T> => {
    opening ??= clock.hold(() => connected(options));
    const container = await opening;
    try {
      return await clock.hold(() => work(container));
    } catch (cause) {
      throw cause instanceof StoreError ? cause : refusedByCloud(what, place, azureAnswer(cause), cause);
    }
  };
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    const name = before + checkedKey(key);
    await asked(`write ${key}`, (container) => container.getBlockBlobClient(name).upload(bytes, bytes.length));
  };
  const uploaded = async (key: string, name: string, parts: AsyncIterable<Uint8Array>): Promise<void> => {
    const write = <T>(work: (blob: Azure.BlockBlobClient) => Promise<T>): Promise<T> =>
      asked(`write ${key}`, (container) => work(container.getBlockBlobClient(name)));
    const was = await write(versionOf);
    // All names of blocks of one blob have the same length, and two streams to one blob share none.
    const stream = randomBytes(12).toString('hex');
    const blocks: string[] = [];
    await sendParts(parts, async (part, number) => {
      const block = Buffer.from(`${stream}-${String(number).padStart(6, '0')}`).toString('base64');
      blocks[number] = block;
      await write((blob) => blob.stageBlock(block, part, part.length));
    });
    await write(async (blob) => {
      try {
        await blob.commitBlockList(blocks);
      } catch (error) {
        // Whoever commits first takes away the blocks of the others: then this one was there just before, and has been replaced.
        if (!azureSays(error, 'InvalidBlockList') || (await versionOf(blob)) === was) throw error;
      }
    });
  };

  return {
    put,
    async putStream(key, pieces) {
      const name = before + checkedKey(key);
      const parts = inParts(pieces);
      try {
        const first = await parts.next();
        // What fits into one part is put as it is.
        if (first.done === true || first.value.length < PART_BYTES) return await put(key, first.value ?? new Uint8Array(0));
        await uploaded(key, name, after(first.value, parts));
      } finally {
        await parts.return(undefined);
      }
    },
    async get(key) {
      const name = before + checkedKey(key);
      return asked(`read ${key}`, (container) => orMissing(contentOf(container, name)));
    },
    async getRange(key, from, to) {
      const name = before + checkedKey(key);
      checkedRange(from, to);
      return asked(`read ${key}`, async (container) => {
        // There is no range without bytes in HTTP (RFC 9110 §14.1.2).
        if (from === to) return (await sizeAt(container, name)) === undefined ? undefined : new Uint8Array(0);
        try {
          return await orMissing(contentOf(container, name, from, to - from));
        } catch (error) {
          if (azureSays(error, 'InvalidRange')) return new Uint8Array(0);
          throw error;
        }
      });
    },
    async sizeOf(key) {
      const name = before + checkedKey(key);
      return asked(`look for ${key}`, (container) => sizeAt(container, name));
    },
    async delete(key) {
      const name = before + checkedKey(key);
      const isHidden = await asked(`delete ${key}`, async (container) => {
        const answer = await orMissing(container.getBlobClient(name).delete({ deleteSnapshots: 'include' }));
        const { _response: response } = answer ?? {};
        return response?.headers.get('x-ms-delete-type-permanent') === 'false';
      });
      if (!isHidden) return;
      throw new StoreError(
        'store/failed',
        `could not delete ${key} for good: ${place.name} has soft delete or versions on, so it is only hidden; turn them off and delete what is hidden`,
      );
    },
    async list(prefix) {
      checkedPrefix(prefix);
      return asked(`list ${prefix}`, (container) => entries(container, before, prefix));
    },
  };
}

/** The one place where the packages are loaded. */
async function connected({ endpoint, container, credential }: AzureBlobStoreOptions): Promise<Azure.ContainerClient> {
  const sdk = await import('@azure/storage-blob').catch((cause: unknown) => {
    throw missing('@azure/storage-blob', cause);
  });
  const options = { retryOptions: ATTEMPTS };
  if (credential === undefined) {
    const { DefaultAzureCredential } = await import('@azure/identity').catch((cause: unknown) => {
      throw missing('@azure/identity', cause);
    });
    return new sdk.BlobServiceClient(endpoint.href, new DefaultAzureCredential(), options).getContainerClient(container);
  }
  if ('sasToken' in credential) {
    return new sdk.BlobServiceClient(`${endpoint.href}?${credential.sasToken}`, undefined, options).getContainerClient(container);
  }
  const shown = 'getToken' in credential ? credential : new sdk.StorageSharedKeyCredential(credential.accountName, credential.accountKey);
  return new sdk.BlobServiceClient(endpoint.href, shown, options).getContainerClient(container);
}

function missing(library: string, cause: unknown): StoreError {
  return new StoreError(
    'store/no-library',
    `blobs in Azure need the package ${library}, which could not be loaded (${String(cause)}): run npm install ${library}`,
    { cause },
  );
}

function placeOf({ endpoint, container }: AzureBlobStoreOptions): CloudPlace {
  return {
    name: `the container ${container} at ${endpoint.origin}${endpoint.pathname.replace(/\/$/u, '')}`,
    remedies: {
      noPlace: 'make it, or give the name of one that is there',
      credentials: 'give a key, a token or an identity that may read, write, delete and list there',
    },
  };
}

/** Changes with every write; undefined where there is nothing. */
async function versionOf(blob: Azure.BlobClient): Promise<string | undefined> {
  return (await orMissing(blob.getProperties()))?.etag;
}

async function sizeAt(container: Azure.ContainerClient, name: string): Promise<number | undefined> {
  return (await orMissing(container.getBlobClient(name).getProperties()))?.contentLength;
}

async function contentOf(container: Azure.ContainerClient, name: string, from = 0, count?: number): Promise<Uint8Array> {
  const { readableStreamBody } = await container.getBlobClient(name).download(from, count);
  const pieces: Uint8Array[] = [];
  for await (const piece of readableStreamBody ?? []) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}

async function entries(container: Azure.ContainerClient, before: string, prefix: string): Promise<readonly BlobEntry[]> {
  const found: BlobEntry[] = [];
  for await (const { name, properties } of container.listBlobsFlat({ prefix: before + prefix })) {
    found.push({ key: name.slice(before.length), sizeBytes: properties.contentLength ?? 0 });
  }
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (azureSays(error, 'BlobNotFound')) return undefined;
    throw error;
  }
}

async function* after(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
