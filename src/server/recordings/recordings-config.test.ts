import { expect, test } from 'vitest';
import { checked } from '../config-file.ts';
import { ServerError } from '../errors.ts';

/** Everything that is told of a wrong configuration. */
function told(recordings: unknown): { readonly message: string; readonly remedy: string } {
  try {
    checked(JSON.parse(JSON.stringify({ recordings })) as object, 'rollcall.config.ts');
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
  return expect.fail('it was taken for good');
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const client = {
  tenantId: 'a0000000-0000-4000-8000-000000000001',
  clientId: 'a0000000-0000-4000-8000-000000000002',
  clientSecret: 'their secret',
};

test.each<[string, object]>([
  ['nothing', {}],
  ['a folder', { store: { kind: 'disk', folder: '/var/recordings' }, keepDays: 0.5 }],
  ['for ever', { keepDays: null, keepVoicemailDays: 30 }],
  ['Amazon', { store: { kind: 's3', bucket: 'meetings', region: 'eu-central-1', prefix: 'house-1/recordings' } }],
  [
    'MinIO',
    { store: { kind: 's3', bucket: 'b', endpoint: 'http://127.0.0.1:9000', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } },
  ],
  [
    'Azure',
    { store: { kind: 'azure', endpoint: 'https://contoso.blob.core.windows.net', container: 'c', account: { name: 'a', key: 'a2V5' } } },
  ],
  [
    'Azure with a token',
    { store: { kind: 'azure', endpoint: 'https://contoso.blob.core.windows.net', container: 'c', sasToken: '?sv=1' } },
  ],
  ['a key file elsewhere', { keys: { kind: 'file', path: '/etc/rollcall/keys.json' } }],
  ['a key vault', { keys: { kind: 'azure', vaultUrl: 'https://contoso.vault.azure.net', keyName: 'recordings', ...client } }],
  [
    'webhooks',
    {
      webhooks: [
        { url: 'https://a.example/', secret, events: ['recordingSaved'], includeNames: true },
        { url: 'http://localhost:9/', secret },
      ],
    },
  ],
])('recordings may be configured with %s', (_, recordings) => {
  expect(checked({ recordings }, 'the test').recordings).toEqual(recordings);
});

test.each<[unknown, string]>([
  [{ stor: {} }, 'recordings: Unrecognized key: "stor"'],
  [{ store: { kind: 'ftp' } }, 'recordings.store.kind: kind is disk, s3 or azure'],
  [{ store: { kind: 'disk' } }, 'recordings.store.folder: '],
  [{ store: { kind: 's3', bucket: '' } }, 'recordings.store.bucket: may not be empty'],
  [{ store: { kind: 's3', bucket: 'b', endpoint: 'minio:9000' } }, 'recordings.store.endpoint: an address such as https://storage.example'],
  [{ store: { kind: 's3', bucket: 'b', prefix: '/a//b' } }, 'recordings.store.prefix: names of letters'],
  [{ store: { kind: 's3', bucket: 'b', prefix: '../b' } }, 'recordings.store.prefix: names of letters'],
  [
    { store: { kind: 'azure', endpoint: 'https://a.example', container: 'c', sasToken: 'x', account: { name: 'a', key: 'b' } } },
    'recordings.store: give account or sasToken, not both',
  ],
  [{ keys: { kind: 'hsm' } }, 'recordings.keys.kind: kind is file or azure'],
  [
    { keys: { kind: 'azure', vaultUrl: 'http://contoso', keyName: 'r', ...client } },
    'recordings.keys.vaultUrl: an address such as https://contoso.vault.azure.net',
  ],
  [
    { keys: { kind: 'azure', vaultUrl: 'https://contoso.vault.azure.net', keyName: 'a/b', ...client } },
    'recordings.keys.keyName: the name of a key',
  ],
  [{ keepDays: 0 }, 'recordings.keepDays: a number of days greater than 0, or null for ever'],
  [{ keepDays: 'long' }, 'recordings.keepDays: a number of days, or null for ever'],
  [{ webhooks: [{ url: 'ftp://a.example', secret }] }, 'recordings.webhooks.0.url: an address such as https://example.com/hooks'],
  [
    { webhooks: [{ url: 'https://a.example', secret: 'hunter2 is my secret' }] },
    'recordings.webhooks.0.secret: a secret is whsec_ and 24 to 64 bytes',
  ],
  [{ webhooks: [{ url: 'https://a.example', secret: `whsec_${Buffer.alloc(65).toString('base64')}` }] }, 'recordings.webhooks.0.secret: '],
  [{ webhooks: [{ url: 'https://a.example', secret, events: ['saved'] }] }, 'recordings.webhooks.0.events.0: '],
  [
    {
      webhooks: [
        { url: 'https://a.example', secret },
        { url: 'https://a.example', secret },
      ],
    },
    'recordings.webhooks: an address is there twice',
  ],
])('a mistake is told with its line and what to do: %j', (recordings, line) => {
  const { message, remedy } = told(recordings);
  expect(message).toContain('rollcall.config.ts says something that cannot be:');
  expect(
    message.split('\n').find((each) => each.startsWith(`  ${line}`)),
    message,
  ).toBeDefined();
  expect(remedy).toBe('Correct these lines, then start again.');
  expect(message).not.toContain('hunter2');
  expect(message).not.toContain(secret);
});
