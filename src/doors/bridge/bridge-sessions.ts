/** The sessions of the media bridge: opened by an app, taken by one of its calls, over when that call is. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';

/** Who opened a session; nobody else can use it. */
export type SessionOwner = { readonly appId: string; readonly tenantId: string };

/**
 *     waiting ──► claimed ──► bound ──► over
 *        │  ◄────────┘                   ▲
 *        └───────────────────────────────┘
 *
 * `claimed` a command of Graph's is about to place or answer the call · `bound` the call is there · `over` the call is not, or no call came in time.
 */
type SessionState =
  | { readonly is: 'waiting' | 'claimed' }
  | { readonly is: 'bound'; readonly legId: string }
  | { readonly is: 'over'; readonly because: 'expired' | 'ended' };

export type Session = SessionOwner & { readonly sessionId: string; readonly blob: string; readonly state: SessionState };

type Kept = { session: Session; readonly expiresAtMs: number; timer: Timer };

type Options = {
  readonly clock: Clock;
  readonly random: Random;
  /** So long a session waits for its call. */
  readonly waitMs: number;
  /** Sessions of one app that wait at the same time. */
  readonly waitingPerApp: number;
  /** So long one that is over is known as such. */
  readonly overKeptMs: number;
};

export class BridgeSessions {
  readonly #options: Options;
  readonly #sessions = new Map<string, Kept>();
  readonly #byBlob = new Map<string, string>();
  readonly #byLeg = new Map<string, string>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** A new session, or in how many milliseconds the app may ask again: it has too many that wait. */
  open(owner: SessionOwner): Session | { readonly retryAfterMs: number } {
    const { clock, random, waitMs, waitingPerApp } = this.#options;
    const waiting = [...this.#sessions.values()].filter(({ session }) => session.appId === owner.appId && isUnused(session));
    if (waiting.length >= waitingPerApp) return { retryAfterMs: Math.max(1, (waiting[0]?.expiresAtMs ?? 0) - clock.now()) };
    const sessionId = random.uuid();
    const blob = Buffer.from(random.bytes(32)).toString('base64url');
    const session: Session = { appId: owner.appId, tenantId: owner.tenantId, sessionId, blob, state: { is: 'waiting' } };
    const timer = clock.after(waitMs, () => this.#expire(sessionId));
    this.#sessions.set(sessionId, { session, timer, expiresAtMs: clock.now() + waitMs });
    this.#byBlob.set(blob, sessionId);
    return session;
  }

  of(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId)?.session;
  }

  ofBlob(blob: string): Session | undefined {
    const sessionId = this.#byBlob.get(blob);
    return sessionId === undefined ? undefined : this.of(sessionId);
  }

  /** A command has it in hand. */
  claim(sessionId: string): void {
    this.#put(sessionId, 'waiting', { is: 'claimed' });
  }

  /** The command came to nothing: the session may be used by another one. */
  release(sessionId: string): void {
    const kept = this.#put(sessionId, 'claimed', { is: 'waiting' });
    if (kept && kept.expiresAtMs <= this.#options.clock.now()) this.#over(sessionId, 'expired');
  }

  bind(sessionId: string, legId: string): void {
    const kept = this.#put(sessionId, 'claimed', { is: 'bound', legId });
    if (!kept) return;
    kept.timer[Symbol.dispose]();
    this.#byLeg.set(legId, sessionId);
  }

  /** The leg has ended, and with it the session that it took. */
  legEnded(legId: string): void {
    const sessionId = this.#byLeg.get(legId);
    if (sessionId !== undefined) this.#over(sessionId, 'ended');
  }

  stop(): void {
    for (const { timer } of this.#sessions.values()) timer[Symbol.dispose]();
    this.#sessions.clear();
  }

  /** One that a command has in hand is let go by that command. */
  #expire(sessionId: string): void {
    if (this.of(sessionId)?.state.is === 'waiting') this.#over(sessionId, 'expired');
  }

  #over(sessionId: string, because: 'expired' | 'ended'): void {
    const kept = this.#sessions.get(sessionId);
    if (!kept || kept.session.state.is === 'over') return;
    const { state, blob } = kept.session;
    if (state.is === 'bound') this.#byLeg.delete(state.legId);
    kept.timer[Symbol.dispose]();
    kept.session = { ...kept.session, state: { is: 'over', because } };
    kept.timer = this.#options.clock.after(this.#options.overKeptMs, () => {
      this.#sessions.delete(sessionId);
      this.#byBlob.delete(blob);
    });
  }

  #put(sessionId: string, from: SessionState['is'], state: SessionState): Kept | undefined {
    const kept = this.#sessions.get(sessionId);
    if (kept?.session.state.is !== from) return undefined;
    kept.session = { ...kept.session, state };
    return kept;
  }
}

function isUnused({ state }: Session): boolean {
  return state.is === 'waiting' || state.is === 'claimed';
}
