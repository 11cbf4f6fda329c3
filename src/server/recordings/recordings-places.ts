/** Stores and key vaults by the words of the configuration. */
import { resolve } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { azureBlobStore, type AzureCredential } from '../../store/azure-blob-store.ts';
import { azureKeyVault } from '../../store/azure-key-vault.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import { diskBlobStore } from '../../store/disk-blob-store.ts';
import { keyFileVault } from '../../store/key-file-vault.ts';
import type { KeyVault } from '../../store/key-vault.ts';
import { s3BlobStore } from '../../store/s3-blob-store.ts';
import type { RecordingsKeys, RecordingsStore } from './recordings-config.ts';
import { vaultToken } from './vault-token.ts';

type Options = { readonly clock: Clock; readonly random: Random };

export function blobsOf(store: RecordingsStore, { clock, random }: Options): BlobStore {
  switch (store.kind) {
    case 'disk':
      return diskBlobStore(resolve(store.folder), { clock, random });
    case 's3': {
      const { endpoint, ...words } = store;
      return s3BlobStore({ ...words, clock, ...(endpoint === undefined ? {} : { endpoint: new URL(endpoint), pathStyle: true }) });
    }
    case 'azure':
      return azureBlobStore({ ...store, clock, endpoint: new URL(store.endpoint), credential: credentialOf(store) });
  }
}

function credentialOf({ account, sasToken }: RecordingsStore & { readonly kind: 'azure' }): AzureCredential | undefined {
  if (account) return { accountName: account.name, accountKey: account.key };
  return sasToken === undefined ? undefined : { sasToken: sasToken.replace(/^\?/, '') };
}

export function vaultOf(
  keys: RecordingsKeys,
  { clock, random }: Options,
): { readonly vault: KeyVault; readonly newKey: (() => Promise<string>) | undefined } {
  if (keys.kind === 'file') {
    const vault = keyFileVault(resolve(keys.path), { clock });
    return { vault, newKey: () => vault.rotate() };
  }
  const { vaultUrl, keyName, ...client } = keys;
  return {
    vault: azureKeyVault({ vault: new URL(vaultUrl), keyName, token: vaultToken(client, { clock, random }), fetch, clock }),
    newKey: undefined,
  };
}
