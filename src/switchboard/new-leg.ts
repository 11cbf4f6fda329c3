/** Legs as they begin. */
import type { AppCallOptions, AppLeg, PersonLeg } from './call.ts';
import { noPictures } from './taking-part.ts';
import type { Env } from './turn.ts';

type Start<L> = Partial<L> & Pick<PersonLeg, 'direction' | 'state' | 'self' | 'peer'>;

export function newPersonLeg(env: Env, start: Start<PersonLeg> & Pick<PersonLeg, 'userId'>): PersonLeg {
  return { ...blank(env), ...start, kind: 'person' };
}

export function newAppLeg(env: Env, start: Start<AppLeg> & Pick<AppLeg, 'appId' | 'callbackUri'>): AppLeg {
  return {
    ...blank(env),
    tasks: [],
    toneSequence: 0,
    isSubscribedToTones: false,
    isMediaActive: false,
    lastAliveMs: env.nowMs,
    options: callOptions(),
    recording: 'unknown',
    media: 'hosted',
    sharingRole: 'viewer',
    ...start,
    kind: 'app',
  };
}

export function callOptions(asked: Partial<AppCallOptions> = {}): AppCallOptions {
  return { isHiddenAfterEscalation: false, isDeltaRosterEnabled: false, isContentSharingNotificationEnabled: false, ...asked };
}

type Blank = Pick<
  PersonLeg,
  | 'legId'
  | 'participantId'
  | 'startedMs'
  | 'isSoundUp'
  | 'isMuted'
  | 'isMutedByOther'
  | 'isInLobby'
  | 'isOnHold'
  | 'isApart'
  | 'pictures'
  | 'spokenMs'
>;

function blank({ newId, nowMs }: Env): Blank {
  return {
    legId: newId(),
    participantId: newId(),
    startedMs: nowMs,
    isSoundUp: false,
    isMuted: false,
    isMutedByOther: false,
    isInLobby: false,
    isOnHold: false,
    isApart: false,
    pictures: noPictures,
    spokenMs: 0,
  };
}
