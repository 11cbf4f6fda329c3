/** One who is rung: a person at all her windows, or an app that is told of the call. */
import type { AppLeg, Leg } from './call.ts';
import type { CallNews } from './call-fact.ts';
import type { Party } from './directory.ts';
import { newAppLeg, newPersonLeg } from './new-leg.ts';
import { addLeg, notify, startTimer, tell, type Env, type Turn } from './turn.ts';

type Ringing = {
  /** Who calls, as the one who is rung sees it. */
  readonly caller: Party;
  readonly because: Extract<CallNews, { type: 'legRang' }>['because'];
  readonly meant?: Party | undefined;
  readonly transferor?: Party | undefined;
  readonly invitationId?: string | undefined;
  readonly isApart?: boolean | undefined;
  /** After which it is given up by itself; in a group. */
  readonly timeoutMs?: number | undefined;
};

/** Rings one. An app has its own, shorter time to answer. */
export function ringOne(turn: Turn, party: Party, how: Ringing): Leg {
  const { caller, because, meant, invitationId, isApart = false, timeoutMs } = how;
  const { env } = turn;
  const common = { direction: 'incoming', state: 'ringing', self: party, peer: caller, invitationId, isApart } as const;
  const app = env.directory.apps.find(({ appId }) => party.kind === 'app' && appId === party.id);
  const forwardedFrom = meant?.id === party.id ? undefined : meant;
  const leg = addLeg<Leg>(
    turn,
    app
      ? newAppLeg(env, { ...common, appId: app.appId, callbackUri: app.webhook ?? '', forwardedFrom })
      : newPersonLeg(env, { ...common, userId: party.id }),
  );
  tell(turn, { type: 'legRang', legId: leg.legId, party, because });
  if (timeoutMs !== undefined) startTimer(turn, `ring:${leg.legId}`, timeoutMs, { kind: 'inviteeTimedOut', legId: leg.legId });
  if (leg.kind === 'app') announceTo(turn, leg, how);
  return leg;
}

function announceTo(turn: Turn, leg: AppLeg, { caller, transferor, invitationId }: Ringing): void {
  startTimer(turn, `answer:${leg.legId}`, answerWithinMs(turn.env, leg), { kind: 'appAnswerTimedOut', legId: leg.legId });
  notify(turn, leg, {
    kind: 'incoming',
    source: caller,
    target: leg.self,
    forwardedFrom: leg.forwardedFrom,
    group: invitationId === undefined ? undefined : turn.call.group,
    transferor,
    participantId: leg.participantId,
  });
}

/** How long an app has until it must have said what becomes of a call. */
export function answerWithinMs({ directory, limits }: Env, { appId }: AppLeg): number {
  return directory.apps.find((app) => app.appId === appId)?.answerWithinMs ?? limits.appAnswerMs;
}
