/** Signatures of webhooks as receivers know them: Standard Webhooks, symmetric (https://github.com/standard-webhooks/standard-webhooks). */
import { createHmac } from 'node:crypto';

export type Signed = { readonly webhookId: string; readonly timestamp: number; readonly body: string };

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** The key of a secret as it is written in configurations. Throws a `TypeError`, which does not say the secret. */
export function keyOf(secret: string): Uint8Array {
  const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : undefined;
  const key = Buffer.from(base64 ?? '', 'base64');
  if (base64 !== undefined && /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && key.length >= LEAST_BYTES && key.length <= MOST_BYTES) return key;
  throw new TypeError(
    `a secret of a webhook is ${PREFIX} and ${String(LEAST_BYTES)} to ${String(MOST_BYTES)} bytes in base64; make one with openssl rand -base64 32`,
  );
}

/** `timestamp` is in whole seconds since 1970 UTC. */
export function signedHeaders({ webhookId, timestamp, body }: Signed, key: Uint8Array): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', key)
    .update(`${webhookId}.${String(timestamp)}.${body}`)
    .digest('base64');
  return { 'webhook-id': webhookId, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
