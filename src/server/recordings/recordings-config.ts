/** What a configuration says of recordings: where they are kept, who wraps their keys, for how long, and who is told. */
import { z } from 'zod';

export type RecordingsConfig = {
  /** Where finished recordings lie: in the data folder unless told otherwise. What is being recorded always begins on this machine. */
  readonly store?: RecordingsStore | undefined;
  /** Who wraps the keys of recordings: a key file in the data folder unless told otherwise. */
  readonly keys?: RecordingsKeys | undefined;
  /** How long a recording is kept: 60 days, as on Teams, unless told otherwise; null for ever. */
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

export type RecordingsWebhook = {
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

const words = z.string().min(1);
const days = z.number().positive().max(36_500).nullable().optional();
const store = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('disk'), folder: words }),
  z.strictObject({
    kind: z.literal('s3'),
    bucket: words,
    prefix: words.optional(),
    region: words.optional(),
    endpoint: z.url().optional(),
    credentials: z.strictObject({ accessKeyId: words, secretAccessKey: words }).optional(),
  }),
  z.strictObject({
    kind: z.literal('azure'),
    endpoint: z.url(),
    container: words,
    prefix: words.optional(),
    account: z.strictObject({ name: words, key: words }).optional(),
    sasToken: words.optional(),
  }),
]);
const keys = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: words }),
  z.strictObject({
    kind: z.literal('azure'),
    vaultUrl: z.url(),
    keyName: words,
    tenantId: z.uuid(),
    clientId: z.uuid(),
    clientSecret: words,
  }),
]);

export const recordingsSchema: z.ZodType<RecordingsConfig, RecordingsConfig> = z.strictObject({
  store: store.optional(),
  keys: keys.optional(),
  keepDays: days,
  keepVoicemailDays: days,
  webhooks: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        secret: z
          .string()
          .regex(
            /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
            'a secret is whsec_ and at least 24 bytes in base64: make one with openssl rand -base64 32',
          ),
        events: z.array(z.enum(webhookEvents)).min(1).optional(),
        includeNames: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});
