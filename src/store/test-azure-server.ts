/** An Azure Blob Storage to test with: azurite in a process of its own, in memory, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { AzureBlobStoreOptions } from './azure-blob-store.ts';

export interface TestAzureServer extends AsyncDisposable {
  /** Of the container `recordings`, which is there and empty. */
  readonly options: Omit<AzureBlobStoreOptions, 'clock'>;
  readonly service: BlobServiceClient;
  /** Deletes every blob. */
  clear(): Promise<void>;
}

/** The account that every azurite has, and that is published with it. */
const credential = {
  accountName: 'devstoreaccount1',
  accountKey: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};
const container = 'recordings';

export async function startAzureServer(): Promise<TestAzureServer> {
  const require = createRequire(import.meta.url);
  const main = require.resolve('azurite/dist/src/blob/main.js');
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--blobHost', '127.0.0.1', '--blobPort', '0'];
  const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endpoint = new URL(`${await addressIn(child.stdout)}/${credential.accountName}`);
  const service = new BlobServiceClient(endpoint.href, new StorageSharedKeyCredential(credential.accountName, credential.accountKey));
  await service.getContainerClient(container).create();
  return {
    options: { endpoint, container, credential },
    service,
    async clear() {
      const all = service.getContainerClient(container);
      for await (const { name } of all.listBlobsFlat()) await all.deleteBlob(name);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /successfully listens on (http:\S+)/u.exec(line)?.[1];
    if (address === undefined) continue;
    // What it says afterwards is of each request, and must go somewhere.
    output.resume();
    return address;
  }
  throw new Error('azurite ended before it listened');
}
