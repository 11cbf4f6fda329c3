/** The carrier of a bot that is not on our own switchboard, as its configuration has it: Microsoft Teams in one of its clouds, or another Rollcall. */
import type { Log } from '../base/log.ts';
import type { AppCredential } from '../platforms/graph/credential.ts';
import { clouds } from '../platforms/graph/clouds.ts';
import type { GraphPlatformOptions } from '../platforms/graph/graph-platform.ts';
import { teamsEndpoints } from '../platforms/graph/teams-endpoints.ts';
import type { CarrierConfig } from './carrier-config.ts';
import { proofFor } from './carrier-proof.ts';

type Place = Pick<GraphPlatformOptions, 'name' | 'baseUrl' | 'tokenUrl' | 'openIdUrl' | 'tenantId' | 'appId' | 'tenants' | 'bridgeUrl'>;

/** Throws a `ServerError` where the bot cannot prove itself; see `carrier-proof.ts`. */
export async function carrierOf(
  carrier: CarrierConfig,
  { name, nowMs, log }: { readonly name: string; readonly nowMs: number; readonly log: Log },
): Promise<Place & AppCredential> {
  const { tenantId, appId, cloud = 'global', tenants } = carrier;
  const proof = await proofFor(carrier, { name, nowMs });
  const teams = teamsEndpoints(tenantId, cloud);
  const { title, isDocumentedForCalls } = clouds[cloud];
  if (!isDocumentedForCalls)
    log.warn('Microsoft does not say who signs notifications of calls in this cloud; try it before you rely on it', { cloud });
  return {
    ...proof,
    name: carrier.baseUrl === undefined ? title : new URL(carrier.baseUrl).host,
    baseUrl: carrier.baseUrl ?? teams.baseUrl,
    tokenUrl: carrier.tokenUrl ?? teams.tokenUrl,
    openIdUrl: carrier.openIdUrl ?? teams.openIdUrl,
    tenantId,
    appId,
    ...(carrier.bridgeUrl === undefined ? {} : { bridgeUrl: carrier.bridgeUrl }),
    ...(tenants === undefined ? {} : { tenants: { accepted: tenants === 'any' ? 'any' : [tenantId, ...tenants] } }),
  };
}
