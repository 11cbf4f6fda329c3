/** How what surrounds calls behaves where Microsoft's documents are silent, and its bounds; all may be set. */
import type { TenantEntry } from '../../../switchboard/directory.ts';
import type { CloudName } from './clouds.ts';

export type AroundSettings = {
  /** Whose hosts stand in documents and links. */
  readonly cloud: CloudName;
  /** The application access policy: for which people an app may hold meetings. An app that is not named may for all of its tenants. */
  readonly meetingAccess: Readonly<Record<string, 'everyone' | readonly string[]>>;
  /** Where mail and sign-in names of a tenant end: at its name where that is a domain. */
  readonly domainOf: (tenant: TenantEntry) => string;
  /** The number that meetings are dialled into by; without one they have no `audioConferencing`. */
  readonly dialInNumber?: string | undefined;
  /** Whether an app with the permission may write to chats in which it takes part. Graph's pages open it; Teams takes such messages while a chat is imported alone. */
  readonly appsMayPost: boolean;
  readonly subscriptions: SubscriptionSettings;
};

/** Times in milliseconds. */
export type SubscriptionSettings = {
  /** Documented: 10 s for the handshake, 3 s for a notification, 4 h of trying again. */
  readonly handshakeMs: number;
  readonly notificationMs: number;
  readonly retryForMs: number;
  /** The first pause between two tries, which doubles up to the second. Undocumented. */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
  /** Notifications that wait for one subscription; when more come the oldest is given up, and `missed` is told. */
  readonly queue: number;
  /** How long before its end a subscription is to be authorised anew. Graph: about every quarter hour of the last. */
  readonly reauthorizeAheadMs: number;
  readonly perApp: number;
  readonly total: number;
};

export const defaultAroundSettings: AroundSettings = {
  cloud: 'global',
  meetingAccess: {},
  domainOf: ({ name, tenantId }) => (domain.test(name) ? name.toLowerCase() : `${slug(name) || slug(tenantId)}.example`),
  appsMayPost: true,
  subscriptions: {
    handshakeMs: 10_000,
    notificationMs: 3_000,
    retryForMs: 4 * 60 * 60_000,
    retryFirstMs: 5_000,
    retryMostMs: 15 * 60_000,
    queue: 200,
    reauthorizeAheadMs: 15 * 60_000,
    perApp: 1_000,
    total: 10_000,
  },
};

const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** `.example` is nobody's (RFC 2606), so that no mail ever leaves. */
function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
