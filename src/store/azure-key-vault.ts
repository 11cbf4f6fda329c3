/**
 * A vault that is an Azure Key Vault: its RSA key never leaves it (Key Vault REST API 7.4, "Wrap Key" and "Unwrap Key").
 *
 * RSA-OAEP binds nothing beside the key. So each data key is sealed here, bound to its context, under a key of its own, and that one is wrapped.
 * Who asks needs the rights `get`, `wrapKey` and `unwrapKey` on keys.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { retryAfterMs } from '../base/retry-after.ts';
import { refusedByVault, type VaultAnswer } from './azure-key-vault-refusal.ts';
import { StoreError } from './errors.ts';
import type { KeyVault } from './key-vault.ts';
import { KEY_BYTES, checkedDataKey, opened, sealed, unopened } from './sealing.ts';

export type AzureKeyVaultOptions = {
  readonly clock: Clock;
  /** `https://contoso.vault.azure.net` */
  readonly vault: URL;
  readonly keyName: string;
  /** Which version wraps; where none is given, the newest. Every version that is there opens. */
  readonly keyVersion?: string | undefined;
  /** A bearer token for `https://vault.azure.net/.default`, asked for at each request. */
  readonly token: () => Promise<string>;
  readonly fetch: typeof globalThis.fetch;
};

const API = '7.4';
const ALGORITHM = 'RSA-OAEP-256';
const DEADLINE_MS = 30_000;
/** Waits before an attempt that follows one which the vault was too busy for, or which did not reach it. */
const WAITS_MS = [500, 1_000, 2_000];
/** It may ask for a longer one, up to this. */
const LONGEST_WAIT_MS = 30_000;
const BUSY = new Set([408, 429, 500, 502, 503, 504]);
/** Name and version, as they stand in a path; nothing else is ever put into one. */
const KEY_ID = /^[A-Za-z0-9-]{1,127}\/[A-Za-z0-9]{1,64}$/u;
/** Before the wrapped key stands how long it is. */
const LENGTH_BYTES = 2;

const wrappedAnswer: z.ZodType<{ readonly value: string }> = z.object({ value: z.string() });
const keyAnswer: z.ZodType<{ readonly key: { readonly kid: string } }> = z.object({ key: z.object({ kid: z.string() }) });

export function azureKeyVault(options: AzureKeyVaultOptions): KeyVault {
  const { vault, keyName, keyVersion } = options;
  const name = `Azure Key Vault ${vault.hostname.split('.')[0] ?? ''}`;
  const asked = async <T>(schema: z.ZodType<T>, what: string, path: string, body?: object): Promise<T> => {
    const { success, data, error } = schema.safeParse(await answerOf(options, { name, what, path, body }));
    if (success) return data;
    throw new StoreError(
      'store/failed',
      `could not ${what}: what came from ${vault.host} is no answer of a key vault; look at its address`,
      {
        cause: error,
      },
    );
  };

  /** Name and version of the key that wraps. */
  const wrapping = async (): Promise<string> => {
    if (keyVersion !== undefined) return `${keyName}/${keyVersion}`;
    const { kid } = (await asked(keyAnswer, 'look for the key', `keys/${encodeURIComponent(keyName)}`)).key;
    return new URL(kid).pathname.split('/').slice(-2).join('/');
  };

  return {
    name,
    async wrap(key, context) {
      checkedDataKey(key);
      const keyId = await wrapping();
      if (!KEY_ID.test(keyId)) throw new StoreError('store/no-key', `${JSON.stringify(keyId)} is no key of ${name}: give the name of one`);
      const between = randomBytes(KEY_BYTES);
      const value = Buffer.from(between).toString('base64url');
      const answer = await asked(wrappedAnswer, 'wrap a key', `keys/${keyId}/wrapkey`, { alg: ALGORITHM, value });
      const rsa = Buffer.from(answer.value, 'base64url');
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(rsa.length);
      return {
        keyId,
        wrapped: Buffer.concat([length, rsa, sealed(createSecretKey(between), key, boundTo(keyId, context))]).toString('base64url'),
      };
    },
    async unwrap({ keyId, wrapped }, context) {
      if (!KEY_ID.test(keyId))
        throw new StoreError('store/no-key', `${JSON.stringify(keyId)} is no key of ${name}: it was wrapped by another vault`);
      const bytes = Buffer.from(wrapped, 'base64url');
      const what = `the key of ${context}`;
      const end = bytes.length < LENGTH_BYTES ? Infinity : LENGTH_BYTES + bytes.readUInt16BE();
      if (end > bytes.length) throw unopened(what, 'it was cut off');
      const value = bytes.subarray(LENGTH_BYTES, end).toString('base64url');
      const answer = await asked(wrappedAnswer, `open ${what}`, `keys/${keyId}/unwrapkey`, { alg: ALGORITHM, value });
      const between = Buffer.from(answer.value, 'base64url');
      if (between.length !== KEY_BYTES) throw unopened(what, 'it was changed');
      return opened(createSecretKey(between), bytes.subarray(end), boundTo(keyId, context), what);
    },
  };
}

type Question = { readonly name: string; readonly what: string; readonly path: string; readonly body: object | undefined };

/** The JSON of an answer that is one; tries again while the vault is busy or out of reach. */
async function answerOf(options: AzureKeyVaultOptions, question: Question): Promise<unknown> {
  for (const waitMs of [...WAITS_MS, undefined]) {
    const answer = await attempt(options, question);
    if (answer.status === 200) return answer.json;
    const isPassing = answer.status === undefined || BUSY.has(answer.status);
    if (!isPassing || waitMs === undefined) throw refusedByVault(question, answer);
    await options.clock.sleep(Math.max(waitMs, Math.min(answer.retryAfterMs ?? 0, LONGEST_WAIT_MS)));
  }
  throw new TypeError('there is a last attempt');
}

async function attempt({ clock, vault, token, fetch }: AzureKeyVaultOptions, { name, what, path, body }: Question): Promise<VaultAnswer> {
  const url = new URL(`${path}?api-version=${API}`, `${vault.href.replace(/\/$/u, '')}/`);
  const bearer = await token().catch((cause: unknown) => {
    throw new StoreError('store/refused', `could not ${what}: there is no token for ${name} (${String(cause)})`, { cause });
  });
  try {
    return await clock.hold(async () => {
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
        signal: clock.deadline(DEADLINE_MS),
        redirect: 'error',
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const json: unknown = await response.json().catch(() => undefined);
      return { status: response.status, json, retryAfterMs: retryAfterMs(response.headers.get('retry-after'), clock.wallMs()) };
    });
  } catch (cause) {
    return { cause };
  }
}

const boundTo = (keyId: string, context: string): Uint8Array => Buffer.from(`rollcall key 1\0${keyId}\0${context}`);
