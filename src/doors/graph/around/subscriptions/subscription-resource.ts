/** A kept subscription as Graph's `subscription`; the certificate is never told again. */
import { servicePrincipalId } from '../../identity/access-token.ts';
import type { Subscription as Wire } from '../../../../wire/graph/subscription.ts';
import type { Subscription } from './subscription.ts';

export function subscriptionResource(subscription: Subscription): Wire {
  const { appId, tenantId, certificate } = subscription;
  return {
    id: subscription.subscriptionId,
    resource: subscription.resource,
    applicationId: appId,
    changeType: subscription.changeTypes.join(','),
    clientState: subscription.clientState ?? null,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleUrl ?? null,
    expirationDateTime: new Date(subscription.expiresMs).toISOString(),
    creatorId: servicePrincipalId(appId, tenantId),
    includeResourceData: certificate ? true : null,
    latestSupportedTlsVersion: subscription.tlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: certificate?.certificateId ?? null,
    notificationUrlAppId: null,
  };
}
