/** What an Azure Key Vault says when it refuses, as an error of this room (Key Vault REST API, "Authentication, requests and responses"). */
import { z } from 'zod';
import { StoreError } from './errors.ts';

/** What came back: an answer, or `cause` where there was none. */
export type VaultAnswer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
};

type VaultError = { readonly error: { readonly code?: string | undefined; readonly message?: string | undefined } };

const vaultError: z.ZodType<VaultError> = z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) });

export function refusedByVault(
  { name, what, path }: { readonly name: string; readonly what: string; readonly path: string },
  answer: VaultAnswer,
): StoreError {
  const { status, cause } = answer;
  const tried = `could not ${what}: ${name}`;
  if (status === undefined) {
    return new StoreError('store/unreachable', `${tried} could not be reached (${String(cause)}): look at the network and its address`, {
      cause,
    });
  }
  const came = `status ${String(status)}, ${wordsOf(answer.json)}`;
  if (status === 404)
    return new StoreError('store/no-key', `${tried} does not have that key (${came}): recover it there if it was deleted`);
  if (status === 400 && path.endsWith('/unwrapkey')) {
    return new StoreError('store/sealed', `${tried} does not open it (${came}): it was changed, or wrapped by another key`);
  }
  if (status === 401 || status === 403) {
    return new StoreError(
      'store/refused',
      `${tried} refused it (${came}): enable the key, and give who asks the rights get, wrapKey and unwrapKey on it`,
    );
  }
  if (status < 500 && status !== 429 && status !== 408)
    return new StoreError('store/failed', `${tried} answered with ${came}: is it an RSA key?`);
  return new StoreError('store/unreachable', `${tried} answered with ${came}: try again later`);
}

function wordsOf(json: unknown): string {
  const { data } = vaultError.safeParse(json);
  const words = [data?.error.code, data?.error.message].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(': ').slice(0, 300) : 'without a word';
}
