/** How the bridge says no: a status of HTTP, a code for programs, and words that say what to do. */
import type { BridgeRefusal } from '../../wire/bridge/session.ts';

export type Refusal = {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 413 | 415 | 425 | 426 | 429;
  readonly code: RefusalCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

export type RefusalCode =
  /** The body or the handshake is not what is taken here. */
  | 'badRequest'
  /** No token, or not a good one. */
  | 'unauthenticated'
  /** The token does not allow app-hosted media. */
  | 'forbidden'
  | 'notFound'
  | 'methodNotAllowed'
  /** The session has expired, or its call is over. */
  | 'gone'
  | 'tooLarge'
  | 'unsupportedMediaType'
  /** No call has been placed or answered with the session yet. */
  | 'tooEarly'
  /** A socket is opened here, and that was no request for one. */
  | 'upgradeRequired'
  /** The app has opened many sessions and used none of them. */
  | 'tooManySessions';

const statuses: Readonly<Record<RefusalCode, Refusal['status']>> = {
  badRequest: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  gone: 410,
  tooLarge: 413,
  unsupportedMediaType: 415,
  tooEarly: 425,
  upgradeRequired: 426,
  tooManySessions: 429,
};

export function refuse(code: RefusalCode, message: string, headers?: Refusal['headers']): Refusal {
  return { ok: false, status: statuses[code], code, message, headers };
}

/** The refusal as it is sent. */
export function bodyOf({ code, message }: Pick<Refusal, 'code' | 'message'>): BridgeRefusal {
  return { error: { code, message } };
}

export function refusalResponse(refusal: Refusal): Response {
  return Response.json(bodyOf(refusal), { status: refusal.status, headers: { ...refusal.headers } });
}
