/** One notification from here to an app: put together, posted, and shown to the inspector. */
import type { Clock } from '../../../../base/clock.ts';
import type { Log } from '../../../../base/log.ts';
import type { AppEntry } from '../../../../switchboard/directory.ts';
import type { ChangeNotification, ChangeNotificationCollection } from '../../../../wire/graph/subscription.ts';
import { issuerOf } from '../../identity/access-token.ts';
import { signed, type SigningKeys } from '../../identity/signing-keys.ts';
import { post, type EndpointOptions } from './endpoint.ts';
import type { Subscription } from './subscription.ts';

export type ChangePostOptions = EndpointOptions & {
  readonly keys: Pick<SigningKeys, 'key'>;
  readonly log: Log;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** Publishes changes for Graph; tokens with notifications are of this application. Source: Graph docs, change-notifications-with-resource-data. */
const publisherAppId = '0bf30f3b-4a52-48df-9a82-234910c4a086';
const tokenMs = 60 * 60_000;

/** Whether the app took it. Rejects never. */
export async function postChange(
  url: string,
  item: ChangeNotification,
  { app, options }: { readonly app: AppEntry; readonly options: ChangePostOptions },
): Promise<boolean> {
  const headers = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };
  try {
    const tokens = item.encryptedContent ? { validationTokens: [await validationToken(app.appId, item.tenantId, options)] } : {};
    const body = JSON.stringify({ value: [item], ...tokens } satisfies ChangeNotificationCollection);
    const { response } = await post(url, { headers, body, timeoutMs: options.timeoutMs }, app, options);
    return response.ok;
  } catch (error) {
    options.log.debug('a change could not be told', { appId: app.appId, url, error });
    return false;
  }
}

/** What every notification says of its subscription. */
export function about({ subscriptionId, expiresMs, tenantId, clientState }: Subscription): ChangeNotification {
  return { subscriptionId, subscriptionExpirationDateTime: new Date(expiresMs).toISOString(), tenantId, clientState: clientState ?? null };
}

async function validationToken(
  appId: string,
  tenantId: string,
  { keys, clock, random }: { readonly keys: Pick<SigningKeys, 'key'>; readonly clock: Clock; readonly random: EndpointOptions['random'] },
): Promise<string> {
  const iss = issuerOf(tenantId);
  const claims = { aud: appId, iss, appid: publisherAppId, azp: publisherAppId, appidacr: '2', idp: iss, tid: tenantId, uti: random.uuid(), ver: '1.0' }; // prettier-ignore
  return signed(await keys.key(), clock, claims, tokenMs);
}
