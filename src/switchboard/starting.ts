/** How a call begins: a person dials, or an app places it. */
import { announce } from './announcing.ts';
import type { AppLeg, Call, PersonLeg } from './call.ts';
import { partyAtNumber, partyOfApp, partyOfPerson, partyOfTarget, type Party } from './directory.ts';
import type { CreateRequest, DialRequest } from './input.ts';
import { refused, type Refused } from './result.ts';
import { ring } from './ringing.ts';
import { addLeg, begin, engine, notify, startTimer, tell, type Env, type Step, type Turn } from './turn.ts';

/** A person dials a number. A number of nobody is a call as well: the caller hears that it is nobody's. */
export function startDialled({ userId, pageId, number }: DialRequest, env: Env): Step | Refused {
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
  const turn = opened(self, to, env);
  const leg: PersonLeg = {
    kind: 'person',
    legId: env.newId(),
    direction: 'outgoing',
    state: 'calling',
    startedMs: env.nowMs,
    self,
    peer: to,
    userId,
    pageId,
    isMuted: false,
    isSoundUp: false,
  };
  addLeg(turn, leg);
  startTimer(turn, `connect:${leg.legId}`, env.limits.connectMs, { kind: 'connectTimedOut', legId: leg.legId });
  if (to.kind === 'nobody') announce(turn, 'number-unknown', `The number ${to.number} belongs to nobody here.`, 'unknownNumber');
  else ring(turn, { kind: 'dial', meant: to, targets: [to] });
  return turn;
}

/** An app places a call of its own. */
export function startCreated({ appId, callbackUri, target }: CreateRequest, env: Env): Step | Refused {
  const app = env.directory.apps.find((each) => each.appId === appId);
  if (!app) return refused('switchboard/unknown-app', `No app with the id ${appId} is registered here.`, 'Register the app first.');
  const to = partyOfTarget(env.directory, target);
  if (!to) return unknownTarget();
  const self = partyOfApp(app);
  if (to.id === appId) return refused('switchboard/own-number', 'An app cannot call itself.', 'Name another target.');
  const turn = opened(self, to, env);
  const leg: AppLeg = {
    kind: 'app',
    legId: env.newId(),
    direction: 'outgoing',
    state: 'calling',
    startedMs: env.nowMs,
    self,
    peer: to,
    appId,
    callbackUri,
    tasks: [],
    toneSequence: 0,
    isSubscribedToTones: false,
    lastAliveMs: env.nowMs,
    isMediaActive: false,
    isSoundUp: false,
  };
  addLeg(turn, leg);
  engine(turn, { kind: 'addHosted', roomId: turn.call.callId, legId: leg.legId });
  startTimer(turn, `alive:${leg.legId}`, env.limits.keepAliveMs, { kind: 'keepAliveTimedOut', legId: leg.legId });
  notify(turn, leg, { kind: 'establishing' });
  ring(turn, { kind: 'create', meant: to, targets: [to], byLegId: leg.legId });
  return turn;
}

export function unknownTarget(): Refused {
  return refused(
    'switchboard/unknown-target',
    'The target is in no directory of this tenant.',
    'Name a user or an application by the id that the directory has for it.',
  );
}

function opened(from: Party, to: Party, env: Env): Turn {
  const call: Call = { callId: env.newId(), from, to, startedMs: env.nowMs, legs: [] };
  const turn = begin(call, env);
  engine(turn, { kind: 'openRoom', roomId: call.callId });
  tell(turn, { type: 'callStarted', from, to });
  return turn;
}
