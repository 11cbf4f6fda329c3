/** A wish of an app to be told of changes, as it is kept. */
import type { Subscription as Wire } from '../../../../wire/graph/subscription.ts';

export type ChangeType = 'created' | 'updated' | 'deleted';

/** Times are milliseconds since 1970 UTC. */
export type Subscription = {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly appId: string;
  /** As the app wrote it. */
  readonly resource: string;
  readonly changeTypes: readonly ChangeType[];
  readonly notificationUrl: string;
  readonly lifecycleUrl?: string | undefined;
  readonly clientState?: string | undefined;
  readonly createdMs: number;
  /** When it was made, renewed or authorised last. */
  readonly authorizedMs: number;
  readonly expiresMs: number;
  /** There: changed resources are told with all that they contain, sealed for this certificate. */
  readonly certificate?: Certificate | undefined;
  readonly tlsVersion: Wire['latestSupportedTlsVersion'];
};

/** DER in base64, and the app's own name for it. */
export type Certificate = { readonly certificateId: string; readonly der: string };
