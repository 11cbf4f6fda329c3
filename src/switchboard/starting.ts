/** How a call begins: a person dials, or an app places it. */
import { announce } from './announcing.ts';
import { addMedia } from './app-media.ts';
import type { AppLeg } from './call.ts';
import { partyAtNumber, partyOfApp, partyOfPerson, type Party } from './directory.ts';
import { becomeGroup, newGroup } from './group.ts';
import type { CreateRequest, DialRequest } from './input.ts';
import { addInvitation, ringInvitee } from './inviting.ts';
import { callOptions, newAppLeg, newPersonLeg } from './new-leg.ts';
import { affinityOf, opened } from './opening.ts';
import { tooMany, unknownTarget } from './refusals.ts';
import { noMeetingWith } from './meeting-place.ts';
import { refused, type Refused } from './result.ts';
import { ring } from './ringing.ts';
import { settle } from './settling.ts';
import { distinctPartiesOf } from './targets.ts';
import { addLeg, notify, notifyEstablished, startTimer, type Env, type Step, type Turn } from './turn.ts';

/** A person dials a number. A number of nobody is a call as well: the caller hears that it is nobody's. */
export function startDialled({ userId, pageId, number, isMeeting }: DialRequest, env: Env): Step | Refused {
  if (isMeeting) return noMeetingWith(number);
  const person = env.directory.people.find((each) => each.userId === userId);
  if (!person) return refused('switchboard/unknown-person', `Nobody here is called ${userId}.`, 'Pick one of the people who are listed.');
  const self = partyOfPerson(person);
  const to = partyAtNumber(env.directory, number);
  if (to.id === userId) {
    return refused(
      'switchboard/own-number',
      `${number} is your own number.`,
      'Dial somebody else, or open a second window as another person.',
    );
  }
  const turn = opened({ from: self, to, affinity: affinityOf(to) }, env);
  const leg = newPersonLeg(env, { direction: 'outgoing', state: 'calling', self, peer: to, userId, pageId });
  addLeg(turn, leg);
  startTimer(turn, `connect:${leg.legId}`, env.limits.connectMs, { kind: 'connectTimedOut', legId: leg.legId });
  if (to.kind === 'nobody') announce(turn, 'number-unknown', `The number ${to.number} belongs to nobody here.`, 'unknownNumber');
  else ring(turn, { kind: 'dial', meant: to, targets: [to] });
  return turn;
}

/** An app places a call of its own: to one, or to several at once, who make a group call. */
export function startCreated(request: CreateRequest, env: Env): Step | Refused {
  const { appId, targets } = request;
  const app = env.directory.apps.find((each) => each.appId === appId);
  if (!app) return refused('switchboard/unknown-app', `No app with the id ${appId} is registered here.`, 'Register the app first.');
  const self = partyOfApp(app);
  const parties = distinctPartiesOf(env, undefined, targets.map(({ target }) => target)); // prettier-ignore
  if ('ok' in parties) return parties;
  const [to] = parties;
  if (!to) return unknownTarget();
  if (parties.some(({ id }) => id === appId))
    return refused('switchboard/own-number', 'An app cannot call itself.', 'Name another target.');
  if (targets.some(({ replacesLegId }) => replacesLegId !== undefined)) {
    return refused(
      'switchboard/wrong-state',
      'A new call cannot replace another.',
      'Place the call, then invite the one who is to be brought over.',
    );
  }
  if (parties.length > 1) return startGroup(request, { self, parties }, env);
  const turn = opened({ from: self, to, affinity: appId }, env);
  const leg = creator(turn, request, { self, peer: to, state: 'calling' });
  ring(turn, { kind: 'create', meant: to, targets: [to], byLegId: leg.legId, timeoutMs: request.ringMs });
  return turn;
}

type Parties = { readonly self: Party; readonly parties: readonly Party[] };

/** The app is in at once; each of the others as soon as she has come. */
function startGroup(request: CreateRequest, { self, parties }: Parties, env: Env): Step | Refused {
  const { targets, subject, ringMs } = request;
  const to = parties[0] ?? self;
  const turn = opened({ from: self, to, affinity: request.appId }, env);
  const full = tooMany(turn.call, parties.length + 1, env.limits.participants);
  if (full) return full;
  becomeGroup(turn, newGroup(env, { subject }));
  const leg = creator(turn, request, { self, peer: to, state: 'connecting' });
  notifyEstablished(turn, leg, { isMediaActive: false });
  startTimer(turn, `connect:${leg.legId}`, env.limits.connectMs, { kind: 'connectTimedOut', legId: leg.legId });
  const operationId = env.newId();
  const rung = parties.map((party, index) =>
    ringInvitee(turn, party, { caller: self, operationId, ringMs, isApart: targets[index]?.isApart }),
  );
  addInvitation(turn, { operationId, targets: parties }, rung);
  settle(turn, undefined);
  return turn;
}

/** The leg of an app that places a call. */
function creator(
  turn: Turn,
  { appId, callbackUri, media = 'hosted', options, ringMs }: CreateRequest,
  start: Pick<AppLeg, 'self' | 'peer' | 'state'>,
): AppLeg {
  const { env } = turn;
  const leg = addLeg(
    turn,
    newAppLeg(env, { ...start, direction: 'outgoing', appId, callbackUri, media, ringMs, options: callOptions(options) }),
  );
  addMedia(turn, leg);
  startTimer(turn, `alive:${leg.legId}`, env.limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
  notify(turn, leg, { kind: 'establishing' });
  return leg;
}
