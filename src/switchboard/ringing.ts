/** Ringing: whom a call rings, and what becomes of it when nobody takes it. */
import { announce } from './announcing.ts';
import { isUp, type AnnouncementName, type AppLeg, type Leg, type LegEnd, type Offer, type PersonLeg } from './call.ts';
import { called, partyOfTarget, type Party } from './directory.ts';
import { endCall, endLeg } from './ending.ts';
import { transferFailed } from './transfer-failure.ts';
import { addLeg, engine, legWith, notify, put, startTimer, stopTimer, tell, type Turn } from './turn.ts';

type Round = {
  readonly kind: Offer['kind'];
  readonly meant: Party;
  readonly targets: readonly Party[];
  readonly byLegId?: string | undefined;
  readonly timeoutMs?: number | undefined;
};

/** Rings all targets at once; the first to answer takes the call. */
export function ring(turn: Turn, { kind, meant, targets, byLegId, timeoutMs }: Round): void {
  const caller = whoHearsRinging(turn, kind, byLegId);
  if (!caller) return;
  const rung = targets.map((party) => ringOne(turn, party, caller, kind, meant));
  turn.call = { ...turn.call, offer: { kind, meant, byLegId, legIds: rung.map(({ legId }) => legId) } };
  if (caller.isSoundUp) engine(turn, { kind: 'progress', legId: caller.legId, tone: 'ringback' });
  // An app has its own, shorter time to answer.
  if (timeoutMs !== undefined || targets.some((party) => party.kind === 'person')) {
    startTimer(turn, 'offer', timeoutMs ?? patience(turn, kind), { kind: 'offerTimedOut' });
  }
}

/** The leg that waits for the one who is rung. */
export function whoHearsRinging(turn: Turn, kind: Offer['kind'], byLegId: string | undefined): Leg | undefined {
  if (kind === 'create') return legWith(turn, byLegId);
  return turn.call.legs.find((leg) => leg.legId !== byLegId && (leg.state === 'calling' || leg.state === 'transferring'));
}

function patience({ env: { directory, limits } }: Turn, kind: Offer['kind']): number {
  if (kind === 'dial') return directory.noAnswer?.afterMs ?? limits.personRingMs;
  return kind === 'transfer' ? limits.transferRingMs : limits.personRingMs;
}

function ringOne(turn: Turn, party: Party, caller: Leg, kind: Offer['kind'], meant: Party): Leg {
  const { env } = turn;
  const common = {
    legId: env.newId(),
    direction: 'incoming',
    state: 'ringing',
    startedMs: env.nowMs,
    self: party,
    peer: caller.self,
    isSoundUp: false,
  } as const;
  tell(turn, { type: 'legRang', legId: common.legId, party, because: kind });
  const app = env.directory.apps.find(({ appId }) => party.kind === 'app' && appId === party.id);
  if (!app) return addLeg<PersonLeg>(turn, { ...common, kind: 'person', userId: party.id, isMuted: false });
  const leg = addLeg<AppLeg>(turn, {
    ...common,
    kind: 'app',
    appId: app.appId,
    callbackUri: app.webhook,
    tasks: [],
    toneSequence: 0,
    isSubscribedToTones: false,
    isMediaActive: false,
    lastAliveMs: env.nowMs,
    forwardedFrom: meant.id === app.appId ? undefined : meant,
  });
  startTimer(turn, `answer:${leg.legId}`, env.limits.appAnswerMs, { kind: 'appAnswerTimedOut', legId: leg.legId });
  notify(turn, leg, { kind: 'incoming', source: caller.self, target: party, forwardedFrom: leg.forwardedFrom });
  return leg;
}

/** One of those who are rung will not come: when it was the last, the whole round has failed. `own` is said to it, `because` to the others. */
export function targetFailed(turn: Turn, leg: Leg, as: LegEnd, { own, because }: { readonly own: string; readonly because: string }): void {
  endLeg(turn, leg, as, own);
  const { offer } = turn.call;
  if (!offer?.legIds.includes(leg.legId)) return;
  if (offer.legIds.some((legId) => legWith(turn, legId)?.state === 'ringing')) return;
  roundFailed(turn, offer, as, because);
}

/** Nobody took it in time. */
export function roundTimedOut(turn: Turn): void {
  const { offer } = turn.call;
  if (!offer) return;
  const ringing = offer.legIds.map((legId) => legWith(turn, legId)).filter((leg) => leg !== undefined && isUp(leg)) as Leg[];
  for (const leg of ringing) endLeg(turn, leg, 'noAnswer', 'Not answered.');
  const [only] = offer.legIds.length === 1 ? ringing : [];
  roundFailed(turn, offer, 'noAnswer', only ? `${called(only.self)} did not answer.` : 'Nobody answered.');
}

function roundFailed(turn: Turn, offer: Offer, as: LegEnd, because: string): void {
  stopTimer(turn, 'offer');
  turn.call = { ...turn.call, offer: undefined };
  const by = legWith(turn, offer.byLegId);
  if (offer.kind === 'transfer' && by?.kind === 'app') return transferFailed(turn, by, because);
  if (offer.kind === 'create') return endCall(turn, { because, as: otherSide[as] ?? 'nobodyAnswered' });
  if (by && isUp(by)) endLeg(turn, by, 'redirected', because);
  if (offer.kind === 'dial' && as === 'noAnswer' && forwarded(turn, offer.meant)) return;
  const announcement = announcementFor(turn, offer, as);
  if (announcement) announce(turn, announcement, because, otherSide[as] ?? 'nobodyAnswered');
  else endCall(turn, { because, as: otherSide[as] ?? 'nobodyAnswered' });
}

/** Passes the call on to the app that takes calls which a person does not answer. */
function forwarded(turn: Turn, meant: Party): boolean {
  const { noAnswer } = turn.env.directory;
  const app = noAnswer && partyOfTarget(turn.env.directory, { kind: 'app', appId: noAnswer.forwardTo });
  const caller = whoHearsRinging(turn, 'forward', undefined);
  if (meant.kind !== 'person' || !app || !caller) return false;
  put(turn, caller, { peer: app });
  ring(turn, { kind: 'forward', meant, targets: [app] });
  return true;
}

const otherSide: Partial<Record<LegEnd, LegEnd>> = {
  declined: 'otherDeclined',
  rejected: 'otherRejected',
  unreachable: 'otherUnreachable',
  noAnswer: 'nobodyAnswered',
};

function announcementFor({ call }: Turn, { kind, legIds }: Offer, as: LegEnd): AnnouncementName | undefined {
  if (as !== 'noAnswer' && as !== 'unreachable') return undefined;
  const wasApp = call.legs.some((leg) => legIds.includes(leg.legId) && leg.kind === 'app');
  return wasApp && kind !== 'forward' ? 'bot-not-answering' : 'nobody-answers';
}
