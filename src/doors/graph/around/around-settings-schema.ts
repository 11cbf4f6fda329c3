/** Reads from a configuration how what surrounds calls is to behave, and names each mistake. */
import { z } from 'zod';
import { defaultAroundSettings, type AroundSettings, type SubscriptionSettings } from './around-settings.ts';
import type { CloudName } from './clouds.ts';

/** What is left out stays as it is by default. */
export type GivenAround = {
  readonly cloud?: CloudName | undefined;
  readonly meetingAccess?: AroundSettings['meetingAccess'] | undefined;
  readonly dialInNumber?: string | undefined;
  /** Whether links to meetings begin with the cloud's Teams, or with the house's own address. */
  readonly joinLinks?: 'teams' | 'house' | undefined;
  readonly appsMayPost?: boolean | undefined;
  readonly subscriptions?: Partial<SubscriptionSettings> | undefined;
};

const ms = z.number().int().min(0).max(2_147_483_647);
const count = z.number().int().min(1).max(100_000);

const subscriptions = {
  handshakeMs: ms,
  notificationMs: ms,
  retryForMs: ms,
  retryFirstMs: ms.min(1),
  retryMostMs: ms.min(1),
  queue: count,
  reauthorizeAheadMs: ms,
  perApp: count,
  total: count,
} satisfies Readonly<Record<keyof SubscriptionSettings, z.ZodNumber>>;

export const aroundSchema: z.ZodType<GivenAround> = z
  .strictObject({
    cloud: z.enum(['global', 'usGovHigh', 'usGovDod', 'china'] satisfies readonly CloudName[]),
    meetingAccess: z.record(z.string(), z.union([z.literal('everyone'), z.array(z.string())])),
    dialInNumber: z.string().min(1).max(40),
    appsMayPost: z.boolean(),
    joinLinks: z.enum(['teams', 'house']),
    subscriptions: z.strictObject(subscriptions).partial() as z.ZodType<Partial<SubscriptionSettings>>,
  })
  .partial();

export function aroundSettingsWith(around: GivenAround = {}): AroundSettings {
  const { cloud, meetingAccess, dialInNumber, appsMayPost, subscriptions: given } = around;
  return {
    ...defaultAroundSettings,
    ...(cloud === undefined ? {} : { cloud }),
    ...(meetingAccess === undefined ? {} : { meetingAccess }),
    ...(dialInNumber === undefined ? {} : { dialInNumber }),
    ...(appsMayPost === undefined ? {} : { appsMayPost }),
    subscriptions: { ...defaultAroundSettings.subscriptions, ...given },
  };
}
