import { expect, test, vi } from 'vitest';
import { realClock } from '../base/clock.ts';
import { azureBlobStore } from './azure-blob-store.ts';
import { s3BlobStore } from './s3-blob-store.ts';

const clock = realClock();
vi.mock('@aws-sdk/client-s3', () => {
  throw new Error('Cannot find package');
});
vi.mock('@azure/storage-blob', () => {
  throw new Error('Cannot find package');
});

test('a library that is not installed is named, with the line that installs it, when it is first needed', async () => {
  await expect(s3BlobStore({ clock, bucket: 'recordings' }).get('a')).rejects.toMatchObject({
    code: 'store/no-library',
    message: expect.stringContaining('run npm install @aws-sdk/client-s3'),
  });
  const endpoint = new URL('https://contoso.blob.core.windows.net');
  await expect(azureBlobStore({ clock, endpoint, container: 'recordings', credential: { sasToken: 'x' } }).get('a')).rejects.toMatchObject({
    code: 'store/no-library',
    message: expect.stringContaining('run npm install @azure/storage-blob'),
  });
});
