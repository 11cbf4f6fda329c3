/** Whoever joins a meeting or a group call of her own accord: a person by dialling its number, an app by its coordinates. */
import { addMedia } from './app-media.ts';
import { isUp, type Call, type Leg } from './call.ts';
import { called, partyOfApp, partyOfPerson, type Party } from './directory.ts';
import { endLeg } from './ending.ts';
import { becomeGroup, newGroup, partyOfMeeting } from './group.ts';
import type { JoinInput } from './input.ts';
import { mustWait, wasIn, waits } from './lobby.ts';
import type { Meeting } from './meeting.ts';
import { callOptions, newAppLeg, newPersonLeg } from './new-leg.ts';
import { affinityOf, opened } from './opening.ts';
import { gone, tooMany } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { mayUse } from './roles.ts';
import { settle } from './settling.ts';
import { addLeg, notify, notifyEstablished, put, startTimer, type Env, type Step, type Turn } from './turn.ts';

/** The first to join a meeting begins its call. */
export function startMeeting(meeting: Meeting, input: JoinInput, env: Env): Step | Refused {
  const self = joiner(input, env);
  if ('ok' in self) return self;
  const turn = opened(
    { from: self, to: partyOfMeeting(meeting), affinity: input.kind === 'joinApp' ? input.appId : affinityOf(self) },
    env,
  );
  becomeGroup(turn, newGroup(env, { meeting }));
  const refusal = enter(turn, self, input);
  if (refusal) return refusal;
  settle(turn, undefined);
  return turn;
}

export function join(turn: Turn, input: JoinInput): Refused | undefined {
  if (!turn.call.group || turn.call.endedMs !== undefined || turn.call.ending) return gone;
  const self = joiner(input, turn.env);
  return 'ok' in self ? self : enter(turn, self, input);
}

function enter(turn: Turn, self: Party, input: JoinInput): Refused | undefined {
  const { call, env } = turn;
  makeRoom(turn, input);
  const refusal = twice(turn.call, self) ?? tooMany(turn.call, 1, env.limits.participants);
  if (refusal) return refusal;
  const meeting = call.group?.meeting;
  const isInLobby = meeting !== undefined && mustWait(meeting, self) && !wasIn(call, self);
  const leg = addLeg(turn, newLeg(env, input, { self, peer: meeting ? partyOfMeeting(meeting) : call.from, isInLobby }));
  if (!mayUse(call, leg, 'microphone')) put<Leg>(turn, leg, { isMuted: true, isMutedByOther: true });
  if (leg.kind === 'app') {
    startTimer(turn, `alive:${leg.legId}`, env.limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
    notify(turn, leg, { kind: 'establishing' });
    notifyEstablished(turn, leg, { isMediaActive: false });
    addMedia(turn, leg);
  }
  startTimer(turn, `connect:${leg.legId}`, env.limits.connectMs, { kind: 'connectTimedOut', legId: leg.legId });
  if (isInLobby) waits(turn, leg);
  return undefined;
}

/** A window that was loaded anew takes the place of what it was before; what that one held would wait for it in vain. */
function makeRoom(turn: Turn, input: JoinInput): void {
  if (input.kind !== 'joinPerson') return;
  const { userId, pageId, awayPageIds = [] } = input;
  for (const leg of turn.call.legs) {
    if (leg.kind !== 'person' || !isUp(leg) || leg.userId !== userId || leg.pageId === undefined || leg.pageId === pageId) continue;
    if (awayPageIds.includes(leg.pageId)) endLeg(turn, leg, 'takenElsewhere', 'You joined again in another window.');
  }
}

function newLeg(env: Env, input: JoinInput, common: Pick<Leg, 'self' | 'peer' | 'isInLobby'>): Leg {
  const start = { ...common, legId: input.legId, direction: 'outgoing', state: 'connecting' } as const;
  if (input.kind === 'joinPerson') return newPersonLeg(env, { ...start, userId: input.userId, pageId: input.pageId });
  const { appId, callbackUri, isApart = false, media = 'hosted', options } = input;
  return newAppLeg(env, { ...start, appId, callbackUri, isApart, media, options: callOptions(options) });
}

/** Who joins, as others see it. */
function joiner(input: JoinInput, { directory }: Env): Party | Refused {
  if (input.kind === 'joinPerson') {
    const person = directory.people.find(({ userId }) => userId === input.userId);
    return person ? partyOfPerson(person) : refused('switchboard/unknown-person', `Nobody here is called ${input.userId}.`, 'Pick one of the people who are listed.'); // prettier-ignore
  }
  const app = directory.apps.find(({ appId }) => appId === input.appId);
  if (!app) return refused('switchboard/unknown-app', `No app with the id ${input.appId} is registered here.`, 'Register the app first.');
  if (input.guestName === undefined) return partyOfApp(app);
  return { kind: 'guest', id: input.legId, tenantId: app.tenantId, name: input.guestName, number: '' };
}

function twice({ legs }: Call, self: Party): Refused | undefined {
  if (!legs.some((leg) => isUp(leg) && leg.self.id === self.id)) return undefined;
  return self.kind === 'person'
    ? refused('switchboard/wrong-state', 'You are in it in another window.', 'Go on in that window, or leave there and join here.')
    : refused('switchboard/wrong-state', `${called(self)} takes part in this conversation already.`, 'Hang up there first.');
}
