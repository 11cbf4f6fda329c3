/** Ringing: whom a call rings, and what becomes of it when nobody takes it. */
import { announce } from './announcing.ts';
import { isUp, type AnnouncementName, type Leg, type LegEnd, type Offer } from './call.ts';
import { called, partyOfTarget, type Party } from './directory.ts';
import { endCall, endLeg } from './ending.ts';
import { groupRoundFailed } from './group-rounds.ts';
import { ringOne } from './ring-one.ts';
import { transferFailed } from './transfer-failure.ts';
import { engine, legWith, put, startTimer, stopTimer, type Turn } from './turn.ts';

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
  const transferorId = kind === 'transfer' ? byLegId : kind === 'redirect' ? turn.call.offer?.transferorId : undefined;
  const transferor = legWith(turn, transferorId)?.self;
  const rung = targets.map((party) => ringOne(turn, party, { caller: caller.self, because: kind, meant, transferor }));
  turn.call = { ...turn.call, offer: { kind, meant, byLegId, transferorId, legIds: rung.map(({ legId }) => legId) } };
  if (caller.isSoundUp) engine(turn, { kind: 'progress', legId: caller.legId, tone: 'ringback' });
  // An app has its own, shorter time to answer.
  if (timeoutMs !== undefined || targets.some((party) => party.kind === 'person')) {
    startTimer(turn, 'offer', timeoutMs ?? patience(turn, kind), { kind: 'offerTimedOut' });
  }
}

/** The leg that waits for the one who is rung. */
export function whoHearsRinging(turn: Turn, kind: Offer['kind'], byLegId: string | undefined): Leg | undefined {
  if (kind === 'create') return legWith(turn, byLegId);
  const transferorId = kind === 'transfer' ? byLegId : turn.call.offer?.transferorId;
  const others = turn.call.legs.filter(({ legId }) => legId !== byLegId && legId !== transferorId);
  return others.find(({ state }) => state === 'calling' || state === 'transferring');
}

function patience({ env: { directory, limits } }: Turn, kind: Offer['kind']): number {
  if (kind === 'dial') return directory.noAnswer?.afterMs ?? limits.personRingMs;
  return kind === 'transfer' ? limits.transferRingMs : limits.personRingMs;
}

/** One of those who are rung will not come: when it was the last, the whole round has failed. `own` is said to it, `because` to the others. */
export function targetFailed(turn: Turn, leg: Leg, as: LegEnd, { own, because }: { readonly own: string; readonly because: string }): void {
  endLeg(turn, leg, as, own);
  const { offer, group } = turn.call;
  if (group) return groupRoundFailed(turn, leg.legId, because);
  if (!offer?.legIds.includes(leg.legId)) return;
  if (offer.legIds.some((legId) => legWith(turn, legId)?.state === 'ringing')) return;
  roundFailed(turn, offer, as, because);
}

/** One who was rung in a group has not come in time. */
export function inviteeMissed(turn: Turn, leg: Leg): void {
  if (leg.state === 'ringing')
    targetFailed(turn, leg, 'noAnswer', { own: 'Not answered.', because: `${called(leg.self)} did not answer.` });
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
  const transferor = legWith(turn, offer.transferorId);
  if (offer.kind === 'create') return endCall(turn, { because, as: otherSide[as] ?? 'nobodyAnswered' });
  for (const leg of turn.call.legs) if (leg.state === 'redirecting') endLeg(turn, leg, 'redirected', because);
  if (transferor?.kind === 'app' && transferor.state === 'transferring') return transferFailed(turn, transferor, because);
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
