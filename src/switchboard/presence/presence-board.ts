/** Who is there, who talks, and what people and apps said about it; tells when it changes. */
import type { Clock, Timer } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { FactMap } from '../../store/fact-map.ts';
import type { Call } from '../call.ts';
import type { Directory } from '../directory.ts';
import { callActivityOf } from './in-call.ts';
import { nextChangeMs, presenceOf, swept, type AppSession, type KeptPresence, type Presence, type StatusMessage } from './presence-state.ts'; // prettier-ignore

export type PresenceBoardOptions = {
  readonly log: FactLog;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly calls: () => readonly Call[];
  /** Whether she has a window open. */
  readonly isAtPage: (userId: string) => boolean;
  readonly onError: (error: unknown) => void;
};

export type PresenceFacts = { changed: Presence };
export const presenceStream = 'presences';

const mostSessions = 20;

export class PresenceBoard implements Disposable {
  readonly #options: PresenceBoardOptions;
  readonly #kept: FactMap<KeptPresence>;
  readonly #facts: Facts<PresenceFacts>;
  readonly #last = new Map<string, string>();
  readonly #timers = new Map<string, Timer>();

  private constructor(options: PresenceBoardOptions, kept: FactMap<KeptPresence>) {
    this.#options = options;
    this.#kept = kept;
    this.#facts = new Facts<PresenceFacts>({ onError: options.onError });
    for (const { userId } of options.directory.people) this.#look(userId, { isFirst: true });
  }

  static async open(options: PresenceBoardOptions): Promise<PresenceBoard> {
    const { log, clock, directory } = options;
    const tenants = directory.tenants.map(({ tenantId }) => tenantId);
    return new PresenceBoard(options, await FactMap.open<KeptPresence>({ log, clock, stream: presenceStream, tenants }));
  }

  get facts(): FactSource<PresenceFacts> {
    return this.#facts;
  }

  of(userId: string): Presence {
    const { calls, isAtPage, clock } = this.#options;
    const seen = { activity: callActivityOf(userId, calls()), isAtPage: isAtPage(userId) };
    return presenceOf(this.#of(userId), seen, clock.wallMs());
  }

  /** A call of hers, or her windows, may have changed. */
  look(userId: string): void {
    this.#look(userId, { isFirst: false });
  }

  /** The windows of somebody may have changed. */
  lookAround(): void {
    for (const { userId } of this.#options.directory.people) this.look(userId);
  }

  /** `expiresInMs` from now. False when too many sessions are open for her. */
  setSession(userId: string, session: Omit<AppSession, 'setMs' | 'expiresMs'>, expiresInMs: number): Promise<boolean> {
    return this.#kept.inTurn(async () => {
      const setMs = this.#options.clock.wallMs();
      const kept = swept(this.#of(userId), setMs);
      const others = kept.sessions.filter(({ sessionId }) => sessionId !== session.sessionId);
      if (others.length >= mostSessions) return false;
      await this.#put({ ...kept, sessions: [...others, { ...session, setMs, expiresMs: setMs + expiresInMs }] });
      return true;
    });
  }

  /** Whether there was such a session. */
  clearSession(userId: string, sessionId: string): Promise<boolean> {
    return this.#kept.inTurn(async () => {
      const kept = swept(this.#of(userId), this.#options.clock.wallMs());
      const sessions = kept.sessions.filter((each) => each.sessionId !== sessionId);
      if (sessions.length === kept.sessions.length) return false;
      await this.#put({ ...kept, sessions });
      return true;
    });
  }

  /** Undefined takes it back. */
  setPreferred(userId: string, preferred: KeptPresence['preferred']): Promise<void> {
    return this.#kept.inTurn(() => this.#put({ ...swept(this.#of(userId), this.#options.clock.wallMs()), preferred }));
  }

  setStatus(userId: string, status: StatusMessage | undefined): Promise<void> {
    return this.#kept.inTurn(() => this.#put({ ...swept(this.#of(userId), this.#options.clock.wallMs()), status }));
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #of(userId: string): KeptPresence {
    return this.#kept.get(userId) ?? { userId, sessions: [] };
  }

  async #put(kept: KeptPresence): Promise<void> {
    const { directory } = this.#options;
    const tenantId = directory.people.find(({ userId }) => userId === kept.userId)?.tenantId ?? directory.tenantId;
    await this.#kept.put(tenantId, kept.userId, kept);
    this.look(kept.userId);
  }

  #look(userId: string, { isFirst }: { readonly isFirst: boolean }): void {
    const presence = this.of(userId);
    const { availability, activity, status } = presence;
    const now = JSON.stringify([availability, activity, status ?? null]);
    const isChanged = this.#last.get(userId) !== now;
    this.#last.set(userId, now);
    this.#wake(userId);
    if (isChanged && !isFirst) this.#facts.tell('changed', presence);
  }

  /** Looks again when something of hers runs out. */
  #wake(userId: string): void {
    const { clock } = this.#options;
    this.#timers.get(userId)?.[Symbol.dispose]();
    this.#timers.delete(userId);
    const nowMs = clock.wallMs();
    const next = nextChangeMs(this.#of(userId), nowMs);
    // A timer takes 24 days at most; what is later is looked at then.
    if (next !== undefined)
      this.#timers.set(
        userId,
        clock.after(Math.min(next - nowMs, 20 * 24 * 60 * 60_000), () => this.look(userId)),
      );
  }
}
