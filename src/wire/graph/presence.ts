/** Presence, and what apps say about it. Source: Graph docs, resources/presence, api/presence-setpresence, presence-setstatusmessage. */
import { z } from 'zod';

export type Presence = {
  readonly '@odata.context'?: string | undefined;
  readonly '@odata.type'?: string | undefined;
  readonly id: string;
  readonly availability: string;
  readonly activity: string;
  readonly statusMessage: PresenceStatusMessage | null;
  readonly outOfOfficeSettings: { readonly message: null; readonly isOutOfOffice: false };
};

type PresenceStatusMessage = {
  readonly message: { readonly content: string; readonly contentType: 'text' | 'html' };
  readonly publishedDateTime: string;
  readonly expiryDateTime: { readonly dateTime: string; readonly timeZone: string } | null;
};

/** `expirationDuration` in ISO 8601, such as `PT1H`. */
export type SetPresenceBody = {
  readonly sessionId: string;
  readonly availability: string;
  readonly activity: string;
  readonly expirationDuration?: string | null | undefined;
};
export type PreferredPresenceBody = Omit<SetPresenceBody, 'sessionId'>;
export type ClearPresenceBody = { readonly sessionId: string };
export type PresencesBody = { readonly ids: readonly string[] };
export type StatusMessageBody = {
  readonly statusMessage: {
    readonly message?:
      { readonly content?: string | null | undefined; readonly contentType?: string | null | undefined } | null | undefined;
    readonly expiryDateTime?: { readonly dateTime: string; readonly timeZone?: string | null | undefined } | null | undefined;
  };
};

const sessionId = z.string().min(1).max(128);
const state = {
  availability: z.string().min(1).max(40),
  activity: z.string().min(1).max(40),
  expirationDuration: z.string().max(40).nullish(),
};

export const setPresenceBody: z.ZodType<SetPresenceBody> = z.looseObject({ sessionId, ...state });
export const preferredPresenceBody: z.ZodType<PreferredPresenceBody> = z.looseObject(state);
export const clearPresenceBody: z.ZodType<ClearPresenceBody> = z.looseObject({ sessionId });
/** Documented: at most 650. */
export const presencesBody: z.ZodType<PresencesBody> = z.looseObject({ ids: z.array(z.string().min(1).max(320)).min(1).max(650) });
export const statusMessageBody: z.ZodType<StatusMessageBody> = z.looseObject({
  statusMessage: z.looseObject({
    message: z.looseObject({ content: z.string().max(4096).nullish(), contentType: z.string().max(20).nullish() }).nullish(),
    expiryDateTime: z.looseObject({ dateTime: z.string().max(60), timeZone: z.string().max(60).nullish() }).nullish(),
  }),
});
