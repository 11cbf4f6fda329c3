/** Opening a session at a media bridge, before a call is answered or placed. Source: docs/media-bridge.md. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import { CallError } from '../../../call/errors.ts';
import type { MediaNeed } from '../../../call/media.ts';
import { BRIDGE_VERSION, bridgeSession, type BridgeSession, type OpenSession } from '../../../wire/bridge/session.ts';
import { textOf, type Answer, type Courier } from '../courier.ts';
import { PlatformError } from '../errors.ts';
import { refusalOf } from '../refusal.ts';
import { withRetries } from '../retry.ts';
import type { TokenCache } from '../token-cache.ts';

export type BridgeDoorOptions = {
  /** `https://…/bridge`; absent where the carrier has none. */
  readonly bridgeUrl: string | undefined;
  readonly courier: Courier;
  readonly tokens: TokenCache;
  readonly clock: Clock;
  readonly random: Random;
};

/** Rejects with `call/cannot` where there is no bridge, or where it does not give what is needed; with a `PlatformError` where it says no. */
export async function openBridgeSession(
  needs: readonly MediaNeed[],
  { bridgeUrl, courier, tokens, clock, random, tenantId, signal }: BridgeDoorOptions & Cancel & { readonly tenantId?: string | undefined },
): Promise<BridgeSession> {
  if (bridgeUrl === undefined)
    throw new CallError('call/cannot', `this carrier has no media bridge, and the bot needs ${listed(needs)}. ${INSTEAD}`);
  const url = `${bridgeUrl.replace(/\/+$/, '')}/sessions`;
  const body = JSON.stringify({ version: BRIDGE_VERSION } satisfies OpenSession);
  let refused = 0;
  const attempt = async (): Promise<Answer> => {
    const token = await tokens.get({ tenantId, signal });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
    const answer = await courier.send({ method: 'POST', url, headers, body }, { signal });
    if (answer.status !== 401 || refused++ > 0) return answer;
    tokens.forget(token);
    return attempt();
  };
  // A session that nobody uses is forgotten by itself, so opening a second one does no harm.
  const answer = await withRetries(attempt, { clock, random, signal, isRepeatable: true });
  if (answer.status !== 201) throw refusalOf(answer, 'POST sessions of the media bridge');
  return checked(parsed(answer), needs);
}

function parsed(answer: Answer): BridgeSession {
  try {
    return bridgeSession.parse(JSON.parse(textOf(answer)));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new PlatformError('platform/odd-answer', `the media bridge answered with something unexpected: ${why}`, {
      cause,
      status: answer.status,
    });
  }
}

function checked(session: BridgeSession, needs: readonly MediaNeed[]): BridgeSession {
  const { soundsApart, pictures } = session.limits;
  if (needs.includes('soundApart') && soundsApart === 0)
    throw new CallError('call/cannot', "this media bridge gives the mix alone, and the bot needs 'soundApart'. Instead: needs: ['sound']");
  if (needs.includes('pictures') && pictures === 0)
    throw new CallError('call/cannot', "this media bridge has no pictures, and the bot needs 'pictures'. Instead: needs: ['sound']");
  return session;
}

function listed(needs: readonly MediaNeed[]): string {
  return needs.map((need) => `'${need}'`).join(' and ');
}

const INSTEAD =
  'Instead: leave out needs, and use say, ask and recordAnswer, whose media the carrier hosts; or run a media worker beside the bot, and give its address as bridgeUrl';
