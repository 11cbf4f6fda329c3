/** The way to media of one's own: opens sessions at the carrier's media bridge, for all calls of an app. */
import type { Cancel } from '../../../base/cancel.ts';
import type { MediaNeed } from '../../../call/media.ts';
import type { BridgeSession } from '../../../wire/bridge/session.ts';
import type { TokenCache } from '../token-cache.ts';
import { openBridgeSession, type BridgeDoorOptions } from './bridge-session.ts';
import type { OpenBridgeSocket } from './bridge-socket.ts';

export type OpenedBridge = {
  readonly session: BridgeSession;
  readonly needs: readonly MediaNeed[];
  readonly openSocket: OpenBridgeSocket;
  readonly tokens: Pick<TokenCache, 'get' | 'forget'>;
};

export class Bridges {
  readonly #options: BridgeDoorOptions & { readonly openSocket: OpenBridgeSocket };

  constructor(options: BridgeDoorOptions & { readonly openSocket: OpenBridgeSocket }) {
    this.#options = options;
  }

  /** Before the call is answered or placed. Rejects as `openBridgeSession` does. */
  async open(
    needs: readonly MediaNeed[],
    { tenantId, signal }: Cancel & { readonly tenantId?: string | undefined } = {},
  ): Promise<OpenedBridge> {
    const { openSocket, tokens } = this.#options;
    const session = await openBridgeSession(needs, { ...this.#options, tenantId, signal });
    return { session, needs, openSocket, tokens };
  }
}
