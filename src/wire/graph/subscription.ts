/** Subscriptions to changes, and the notifications that come of them. Source: Graph docs, resources/subscription, changenotification, changenotificationcollection. */
import { z } from 'zod';

export type SubscriptionBody = {
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly resource: string;
  readonly expirationDateTime: string;
  readonly lifecycleNotificationUrl?: string | null | undefined;
  readonly clientState?: string | null | undefined;
  readonly includeResourceData?: boolean | null | undefined;
  /** X.509 in base64, with or without the lines of PEM. */
  readonly encryptionCertificate?: string | null | undefined;
  readonly encryptionCertificateId?: string | null | undefined;
  readonly latestSupportedTlsVersion?: 'v1_0' | 'v1_1' | 'v1_2' | 'v1_3' | null | undefined;
};

/** What may be said of one that is there. */
export type SubscriptionChange = Pick<SubscriptionBody, 'encryptionCertificate' | 'encryptionCertificateId'> & {
  readonly expirationDateTime?: string | null | undefined;
  readonly notificationUrl?: string | null | undefined;
};

export type Subscription = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly resource: string;
  readonly applicationId: string;
  readonly changeType: string;
  readonly clientState: string | null;
  readonly notificationUrl: string;
  readonly notificationQueryOptions: null;
  readonly lifecycleNotificationUrl: string | null;
  readonly expirationDateTime: string;
  readonly creatorId: string;
  readonly includeResourceData: boolean | null;
  readonly latestSupportedTlsVersion: 'v1_0' | 'v1_1' | 'v1_2' | 'v1_3';
  /** Never told again. */
  readonly encryptionCertificate: null;
  readonly encryptionCertificateId: string | null;
  readonly notificationUrlAppId: null;
};

/** A change, or with `lifecycleEvent` something about the subscription itself. */
export type ChangeNotification = {
  readonly subscriptionId: string;
  readonly subscriptionExpirationDateTime: string;
  readonly tenantId: string;
  readonly organizationId?: string | undefined;
  readonly clientState: string | null;
  readonly changeType?: 'created' | 'updated' | 'deleted' | undefined;
  readonly resource?: string | undefined;
  readonly resourceData?: { readonly '@odata.type': string; readonly '@odata.id': string; readonly id: string } | undefined;
  readonly encryptedContent?: EncryptedContent | undefined;
  readonly lifecycleEvent?: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired' | undefined;
};

/** All base64 but the id and the thumbprint, which is hexadecimal. */
export type EncryptedContent = {
  readonly data: string;
  readonly dataSignature: string;
  readonly dataKey: string;
  readonly encryptionCertificateId: string;
  readonly encryptionCertificateThumbprint: string;
};

export type ChangeNotificationCollection = {
  readonly value: ChangeNotification[];
  /** There with encrypted content; one for each app and tenant. */
  readonly validationTokens?: string[] | undefined;
};

const moment = z.string().refine((text) => Number.isFinite(Date.parse(text)), 'is no date and time of ISO 8601');
const url = z.string().min(1).max(2048);
const certificate = { encryptionCertificate: z.string().max(16_384).nullish(), encryptionCertificateId: z.string().max(128).nullish() };

export const subscriptionBody: z.ZodType<SubscriptionBody> = z.looseObject({
  changeType: z.string().min(1).max(100),
  notificationUrl: url,
  resource: z.string().min(1).max(65_536),
  expirationDateTime: moment,
  lifecycleNotificationUrl: url.nullish(),
  clientState: z.string().max(128).nullish(),
  includeResourceData: z.boolean().nullish(),
  ...certificate,
  latestSupportedTlsVersion: z.enum(['v1_0', 'v1_1', 'v1_2', 'v1_3']).nullish(),
});

export const subscriptionChange: z.ZodType<SubscriptionChange> = z.looseObject({
  expirationDateTime: moment.nullish(),
  notificationUrl: url.nullish(),
  ...certificate,
});
