/** How a person's presence comes about: what she prefers, what apps said of her, her calls and her windows. Pure; time is handed in. */

/** Source: Graph docs, resources/presence. */
type PresenceState = { readonly availability: string; readonly activity: string };

/** What an app said of a person, until `expiresMs`. Source: Graph docs, api/presence-setpresence. */
export type AppSession = PresenceState & {
  readonly sessionId: string;
  readonly setMs: number;
  readonly expiresMs: number;
};

export type StatusMessage = {
  readonly content: string;
  readonly contentType: 'text' | 'html';
  readonly publishedMs: number;
  readonly expiresMs?: number | undefined;
  /** As it was given, to be given back: the time without its zone, and the zone. */
  readonly expiry?: { readonly dateTime: string; readonly timeZone: string } | undefined;
};

/** What is kept of a person. */
export type KeptPresence = {
  readonly userId: string;
  readonly sessions: readonly AppSession[];
  readonly preferred?: (PresenceState & { readonly expiresMs: number }) | undefined;
  readonly status?: StatusMessage | undefined;
};

export type Presence = PresenceState & { readonly userId: string; readonly status?: StatusMessage | undefined };

/** What the house sees for itself. */
export type Seen = { readonly activity?: 'InACall' | 'InAConferenceCall' | undefined; readonly isAtPage: boolean };

/** An `Available` session fades after so long, and once more after as much again. */
const fadeMs = 5 * 60_000;
const offline: PresenceState = { availability: 'Offline', activity: 'Offline' };
/** The first that some session has is what others see. */
const precedence = ['DoNotDisturb', 'Busy', 'Available', 'Away'];

/** What she prefers wins, while some session is there at all; without one she is offline. */
export function presenceOf({ userId, sessions, preferred, status }: KeptPresence, seen: Seen, nowMs: number): Presence {
  const there = [...seenSessions(seen), ...sessions.filter(({ expiresMs }) => nowMs < expiresMs).map((each) => faded(each, nowMs))];
  const strongest = precedence
    .map((availability) => there.find((each) => each.availability === availability))
    .find((each) => each !== undefined);
  const wanted = preferred && nowMs < preferred.expiresMs ? preferred : undefined;
  const { availability, activity } = strongest ? (wanted ?? strongest) : offline;
  const message = status && (status.expiresMs === undefined || nowMs < status.expiresMs) ? { status } : {};
  return { userId, availability, activity, ...message };
}

/** When it will change by itself; undefined if never. */
export function nextChangeMs({ sessions, preferred, status }: KeptPresence, nowMs: number): number | undefined {
  const moments = [
    ...sessions.flatMap(({ setMs, expiresMs, availability }) => [
      expiresMs,
      ...(availability === 'Available' ? [setMs + fadeMs, setMs + 2 * fadeMs] : []),
    ]),
    preferred?.expiresMs ?? 0,
    status?.expiresMs ?? 0,
  ].filter((moment) => moment > nowMs);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Without what has run out. */
export function swept({ userId, sessions, preferred, status }: KeptPresence, nowMs: number): KeptPresence {
  return {
    userId,
    sessions: sessions.filter(({ expiresMs }) => nowMs < expiresMs),
    ...(preferred && nowMs < preferred.expiresMs ? { preferred } : {}),
    ...(status && (status.expiresMs === undefined || nowMs < status.expiresMs) ? { status } : {}),
  };
}

function seenSessions({ activity, isAtPage }: Seen): readonly PresenceState[] {
  const inCall = activity === undefined ? [] : [{ availability: 'Busy', activity }];
  return isAtPage ? [...inCall, { availability: 'Available', activity: 'Available' }] : inCall;
}

function faded({ availability, activity, setMs }: AppSession, nowMs: number): PresenceState {
  if (availability !== 'Available' || nowMs - setMs < fadeMs) return { availability, activity };
  return nowMs - setMs < 2 * fadeMs
    ? { availability: 'Available', activity: 'AvailableInactive' }
    : { availability: 'Away', activity: 'Away' };
}
