/** How a media bridge is opened: a request over HTTPS before the call is answered or placed. Source: docs/media-bridge.md. */
import { z } from 'zod';

export const BRIDGE_VERSION = 1;
/** The WebSocket subprotocol (RFC 6455 §1.9). */
export const BRIDGE_PROTOCOL = 'rollcall-bridge.1';

/** `POST {bridge}/sessions`, with the app's Graph token as bearer. */
export type OpenSession = { readonly version: typeof BRIDGE_VERSION };

/** 201. `blob` goes into `appHostedMediaConfig`; `socketUrl` (ws: or wss:) is opened with the same token, as often as the socket is lost. */
export type BridgeSession = {
  readonly version: typeof BRIDGE_VERSION;
  readonly sessionId: string;
  readonly blob: string;
  readonly socketUrl: string;
  /** So long the session waits for its call. */
  readonly expiresInMs: number;
  readonly limits: BridgeSessionLimits;
};

/** What this carrier gives: how many speakers apart, how many pictures at once, and which codecs of pictures both ways. */
type BridgeSessionLimits = {
  readonly soundsApart: number | 'all';
  readonly pictures: number;
  readonly codecs: readonly 'vp8'[];
};

/** Anything but 201: what was wrong, and what to do. */
export type BridgeRefusal = { readonly error: { readonly code: string; readonly message: string } };

export const openSession: z.ZodType<OpenSession> = z.looseObject({ version: z.literal(BRIDGE_VERSION) });

export const bridgeSession: z.ZodType<BridgeSession> = z.looseObject({
  version: z.literal(BRIDGE_VERSION),
  sessionId: z.string().min(1),
  blob: z.string().min(1),
  socketUrl: z.string().min(1),
  expiresInMs: z.number(),
  limits: z.looseObject({
    soundsApart: z.union([z.number().int().nonnegative(), z.literal('all')]),
    pictures: z.number().int().nonnegative(),
    codecs: z.array(z.literal('vp8')),
  }),
});
