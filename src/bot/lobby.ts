/** The lobby of a meeting as a bot lives through it: since when it waits, until when, and how that came out. */
import type { Clock, Timer } from '../base/clock.ts';
import { DeadlineError } from '../base/clock.ts';
import type { CarrierCall, EndReason } from '../call/platform.ts';

/** Both in milliseconds since 1970 UTC. */
export type LobbyWait = { readonly sinceMs: number; readonly untilMs: number };

/** Why a meeting was not joined: there is none; somebody sent the bot away; nobody let it in in time; or else, as `reason` says. */
export type NotJoinedWhy = 'noMeeting' | 'lobbyDenied' | 'lobbyTimedOut' | 'other';

/** Of the service: nobody let it in within the service's own time. */
const TIMED_OUT_SUBCODE = 5855;

export type LobbyOptions = {
  readonly carrier: CarrierCall;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onLobby: ((wait: LobbyWait) => void) | undefined;
};

export class Lobby implements Disposable {
  readonly #options: LobbyOptions;
  readonly #over = new AbortController();
  readonly #done = new AbortController();
  #timer: Timer | undefined;
  #beganMs: number | undefined;
  #letInMs: number | undefined;

  constructor(options: LobbyOptions) {
    this.#options = options;
    const { facts } = options.carrier;
    const { signal } = this.#done;
    facts.on('participantJoined', () => this.#look(), { signal });
    facts.on('participantChanged', () => this.#look(), { signal });
    this.#look();
  }

  /** Aborts when it has waited for too long. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** In the lobby, up to now. */
  get waitedMs(): number {
    return this.#beganMs === undefined ? 0 : (this.#letInMs ?? this.#options.clock.now()) - this.#beganMs;
  }

  get isWaiting(): boolean {
    return this.#beganMs !== undefined && this.#letInMs === undefined;
  }

  /** Why the call that ended so was not joined. */
  why(reason: EndReason): NotJoinedWhy {
    if (!this.isWaiting) return 'other';
    return reason.subcode === TIMED_OUT_SUBCODE ? 'lobbyTimedOut' : 'lobbyDenied';
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#done.abort();
  }

  #look(): void {
    const { carrier, clock, timeoutMs, onLobby } = this.#options;
    const self = carrier.roster.participants.find(({ isSelf }) => isSelf);
    if (!self) return;
    if (!self.isInLobby) {
      if (this.#beganMs !== undefined) this.#letInMs ??= clock.now();
      this.#timer?.[Symbol.dispose]();
      return;
    }
    if (this.#beganMs !== undefined) return;
    this.#beganMs = clock.now();
    this.#timer = clock.after(timeoutMs, () => this.#over.abort(new DeadlineError(timeoutMs)));
    onLobby?.({ sinceMs: clock.wallMs(), untilMs: clock.wallMs() + timeoutMs });
  }
}
