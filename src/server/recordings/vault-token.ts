/** Tokens for Azure Key Vault: of the app that may wrap and unwrap with the house's key. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { Courier } from '../../platforms/graph/courier.ts';
import { TokenCache } from '../../platforms/graph/token-cache.ts';

export type VaultClient = { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string };

const AUDIENCE = 'https://vault.azure.net';

export function vaultToken(
  { tenantId, clientId, clientSecret }: VaultClient,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): () => Promise<string> {
  const courier = new Courier({ fetch, clock, random, appId: clientId, report: () => undefined });
  const tokenUrl = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`;
  const credential = { secret: clientSecret };
  const tokens = new TokenCache({ courier, clock, random, tokenUrl, tenantId, appId: clientId, credential, audience: AUDIENCE });
  return () => tokens.get();
}
