/** What a configuration says of recordings: where they are kept, who wraps their keys, for how long, and who is told. */
import { z } from 'zod';

export type RecordingsConfig = {
  /** Where finished recordings lie: in the data folder unless told otherwise. What is being recorded always begins on this machine. */
  readonly store?: RecordingsStore | undefined;
  /** Who wraps the keys of recordings: a key file in the data folder unless told otherwise. */
  readonly keys?: RecordingsKeys | undefined;
  /** How long a recording is kept: 120 days, as on Teams, unless told otherwise; null for ever. */
  readonly keepDays?: number | null | undefined;
  /** The same for voicemail: for ever unless told otherwise. */
  readonly keepVoicemailDays?: number | null | undefined;
  /** Who is told of recordings, by signed HTTP requests (https://www.standardwebhooks.com). */
  readonly webhooks?: readonly RecordingsWebhook[] | undefined;
};

export type RecordingsStore =
  | { readonly kind: 'disk'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly prefix?: string | undefined;
      readonly region?: string | undefined;
      /** Where it is not Amazon's: `http://127.0.0.1:9000`; addressed by path then. */
      readonly endpoint?: string | undefined;
      /** Left out: what Amazon's library finds in the environment. */
      readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
    }
  | {
      readonly kind: 'azure';
      /** Of the account: `https://contoso.blob.core.windows.net`. */
      readonly endpoint: string;
      readonly container: string;
      readonly prefix?: string | undefined;
      /** Left out, as the token: what Azure's library finds in the environment. */
      readonly account?: { readonly name: string; readonly key: string } | undefined;
      readonly sasToken?: string | undefined;
    };

export type RecordingsKeys =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'azure';
      /** `https://contoso.vault.azure.net`, and the name of an RSA key in it. */
      readonly vaultUrl: string;
      readonly keyName: string;
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

type RecordingsWebhook = {
  readonly url: string;
  /** `whsec_` and base64, as the receiver has it. */
  readonly secret: string;
  /** All of them unless told otherwise. */
  readonly events?: readonly WebhookEvent[] | undefined;
  /** Names of people as well as their ids: no, unless told otherwise. */
  readonly includeNames?: boolean | undefined;
};

const webhookEvents = ['recordingStarted', 'recordingSaved', 'recordingFailed', 'recordingErased'] as const;
type WebhookEvent = (typeof webhookEvents)[number];

const words = z.string().min(1, 'may not be empty');
const days = z
  .number('a number of days, or null for ever')
  .positive('a number of days greater than 0, or null for ever')
  .max(36_500, 'a hundred years at most; null is for ever')
  .nullable()
  .optional();
/** What a store takes for a key. */
const prefix = z
  .string()
  .regex(
    /^[\w@+=-]+(?:\.[\w@+=-]+)*(?:\/[\w@+=-]+(?:\.[\w@+=-]+)*)*$/,
    'names of letters, digits and . _ - between single slashes: house/recordings',
  )
  .max(200)
  .optional();
const web = z.url({ protocol: /^https?$/, error: 'an address such as https://storage.example' });
const store = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('disk'), folder: words }),
    z.strictObject({
      kind: z.literal('s3'),
      bucket: words,
      prefix,
      region: words.optional(),
      endpoint: web.optional(),
      credentials: z.strictObject({ accessKeyId: words, secretAccessKey: words }).optional(),
    }),
    z
      .strictObject({
        kind: z.literal('azure'),
        endpoint: web,
        container: words,
        prefix,
        account: z.strictObject({ name: words, key: words }).optional(),
        sasToken: words.optional(),
      })
      .refine(({ account, sasToken }) => !account || sasToken === undefined, 'give account or sasToken, not both'),
  ],
  { error: 'kind is disk, s3 or azure' },
);
const keys = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('file'), path: words }),
    z.strictObject({
      kind: z.literal('azure'),
      vaultUrl: z.url({ protocol: /^https$/, error: 'an address such as https://contoso.vault.azure.net' }),
      keyName: z.string().regex(/^[A-Za-z0-9-]{1,127}$/, 'the name of a key: letters, digits and dashes'),
      tenantId: z.uuid(),
      clientId: z.uuid(),
      clientSecret: words,
    }),
  ],
  { error: 'kind is file or azure' },
);
const webhook = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'an address such as https://example.com/hooks' }),
  // 24 to 64 bytes, as Standard Webhooks has it.
  secret: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
      'a secret is whsec_ and 24 to 64 bytes in base64: make one with echo "whsec_$(openssl rand -base64 32)"',
    ),
  events: z.array(z.enum(webhookEvents)).min(1, 'name events, or leave it out for all of them').optional(),
  includeNames: z.boolean().optional(),
});

export const recordingsSchema: z.ZodType<RecordingsConfig, RecordingsConfig> = z.strictObject({
  store: store.optional(),
  keys: keys.optional(),
  keepDays: days,
  keepVoicemailDays: days,
  webhooks: z
    .array(webhook)
    .max(20)
    .refine(
      (hooks) => new Set(hooks.map(({ url }) => url)).size === hooks.length,
      'an address is there twice: name all its events in one place',
    )
    .optional(),
});
