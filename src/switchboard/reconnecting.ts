/** Lost connections: a person's that comes back, and those of a whole room whose media process died. */
import { addMedia } from './app-media.ts';
import { isTalking, type Leg, type PersonLeg } from './call.ts';
import { keepAnew } from './keeping/keeping-steps.ts';
import { affinityOf } from './opening.ts';
import { losePictures } from './pictures.ts';
import { routeAnew } from './routing.ts';
import { silenced } from './speaking.ts';
import { hearAnew } from './transcribing/hearing.ts';
import { engine, legWith, put, putGroup, startTimer, tell, type Turn } from './turn.ts';

/** Whether a lost connection is waited for: that of a person who talks. Who was never connected has to dial again. */
export function mayComeBack({ kind, state, pageId, mustReconnect }: Leg & { readonly pageId?: string | undefined }): boolean {
  return kind === 'person' && state === 'connected' && pageId !== undefined && !mustReconnect;
}

/** The network of a person is gone: she stays in the call, and has a while to connect anew. */
export function connectionLost(turn: Turn, leg: PersonLeg): void {
  awaitAgain(turn, leg, turn.env.limits.reconnectMs);
}

/** Her page knows sooner than we that its network has changed: the old connection makes room for a new one. */
export function connectsAnew(turn: Turn, leg: PersonLeg): void {
  engine(turn, { kind: 'removeLeg', legId: leg.legId });
  awaitAgain(turn, leg, turn.env.limits.reconnectMs);
}

/** The engine could not bring a leg's connection over: its owner connects anew, or is given up in time. */
export function displaced(turn: Turn, leg: Leg): void {
  // What is hosted is taken over by the engine itself.
  if (leg.kind === 'app' && leg.media === 'hosted') return;
  if (leg.kind === 'app') addMedia(turn, leg);
  awaitAgain(turn, leg, turn.env.limits.connectMs);
}

/** A room that is lost more often than this in a minute is lost by what is in it. */
const mostLosses = 3;

/**
 * The room of a group died with its media process. It is opened in another one: apps are added there, people connect anew. False: it has
 * died too often.
 */
export function roomLost(turn: Turn): boolean {
  const { callId, legs, group } = turn.call;
  const { nowMs } = turn.env;
  const lately = [...(group?.roomLostMs ?? []).filter((lostMs) => nowMs - lostMs < 60_000), nowMs];
  if (!group || lately.length > mostLosses) return false;
  putGroup(turn, { roomLostMs: lately });
  const roomId = callId;
  engine(turn, { kind: 'openRoom', roomId, affinity: affinityOf(...legs.map(({ self }) => self)) });
  engine(turn, { kind: 'watchSpeakers', roomId, isWatched: true });
  routeAnew(turn);
  keepAnew(turn);
  hearAnew(turn);
  for (const { legId } of legs.filter(isTalking)) {
    const leg = legWith(turn, legId);
    if (!leg || (leg.kind === 'person' && leg.pageId === undefined)) continue;
    if (leg.kind === 'app') addMedia(turn, leg);
    // What is hosted is there again at once.
    if (leg.kind === 'person' || leg.media !== 'hosted') awaitAgain(turn, leg, turn.env.limits.reconnectMs);
  }
  return true;
}

function awaitAgain(turn: Turn, { legId }: Leg, withinMs: number): void {
  const leg = legWith(turn, legId);
  if (!leg) return;
  const still = silenced(turn, losePictures(turn, put<Leg>(turn, leg, { isSoundUp: false, mustReconnect: true })));
  if (!leg.mustReconnect) tell(turn, { type: 'legReconnecting', legId, party: still.self, isAway: true });
  startTimer(turn, `connect:${legId}`, withinMs, { kind: 'connectTimedOut', legId });
}
