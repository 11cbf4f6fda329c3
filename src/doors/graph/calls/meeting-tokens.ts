/** The tokens in notifications by which an app comes back to a conversation: made and read here, opaque to everybody else. */
import { KeyObject, sign, type webcrypto } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../../../base/clock.ts';
import { GraphDoorError } from '../errors.ts';
import { notificationIssuer } from '../identity/identity-documents.ts';
import type { SigningKey, SigningKeys } from '../identity/signing-keys.ts';

/** How long one may come back by a token: as in captured ones. */
export const meetingTokenMs: number = 24 * 60 * 60_000;
/** A token that was made serves further notifications for so long, so that not each of them is signed anew. */
const reusedMs = 60 * 60_000;
const keptTokens = 1_000;

type Made = { readonly token: string; readonly madeMs: number };

export class MeetingTokens {
  readonly #keys: Pick<SigningKeys, 'key' | 'keys'>;
  readonly #clock: Clock;
  readonly #made = new Map<string, Made>();
  #key: SigningKey | undefined;

  constructor(keys: Pick<SigningKeys, 'key' | 'keys'>, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /** Fetches the key by which tokens are made from now on. Rejects as the keys do. */
  async prepare(): Promise<void> {
    this.#key = await this.#keys.key();
  }

  /** A token for one app and one conversation; undefined before the first `prepare`. It is made at once, since notices keep their order. */
  make(conversationId: string, { appId, tenantId }: { readonly appId: string; readonly tenantId: string }): string | undefined {
    if (!this.#key) return undefined;
    const name = `${appId} ${conversationId}`;
    const nowMs = this.#clock.wallMs();
    const there = this.#made.get(name);
    if (there && nowMs - there.madeMs < reusedMs) return there.token;
    const token = signedAtOnce(this.#key, nowMs, { appId, conversationId, tid: tenantId });
    this.#made.delete(name);
    this.#made.set(name, { token, madeMs: nowMs });
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= keptTokens) break;
      this.#made.delete(oldest);
    }
    return token;
  }

  /** The conversation that a token was made for. Throws a `GraphDoorError` when it is not for this app, too old, or none of ours. */
  async read(token: string, appId: string): Promise<string> {
    const keys = await this.#keys.keys();
    const opened = this.#clock.hold(() =>
      jwtVerify(token, ({ kid }) => publicKeyOf(keys, kid), {
        algorithms: ['RS256'],
        audience: notificationIssuer,
        issuer: notificationIssuer,
        currentDate: new Date(this.#clock.wallMs()),
        requiredClaims: ['exp', 'appId', 'conversationId'],
      }),
    );
    const { payload } = await opened.catch((cause: unknown) => {
      throw refusedToken('It is expired, or was not made here. Take the token of the latest notification.', cause);
    });
    if (payload['appId'] !== appId) throw refusedToken('It was made for another application.');
    return String(payload['conversationId']);
  }
}

function publicKeyOf(keys: readonly SigningKey[], kid: string | undefined): SigningKey['publicKey'] {
  const key = keys.find((each) => each.kid === kid);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key.publicKey;
}

/** Claims as in captured tokens, but for the conversation's name. */
function signedAtOnce({ kid, privateKey }: SigningKey, nowMs: number, claims: object): string {
  const now = Math.floor(nowMs / 1000);
  const times = { iat: now, nbf: now, exp: now + Math.floor(meetingTokenMs / 1000) };
  const parts = [
    { alg: 'RS256', typ: 'JWT', kid },
    { iss: notificationIssuer, aud: notificationIssuer, ...claims, ...times },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = KeyObject.from(privateKey as webcrypto.CryptoKey);
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

function refusedToken(why: string, cause?: unknown): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: meetingInfo.token cannot be used. ${why}`, { cause });
}
