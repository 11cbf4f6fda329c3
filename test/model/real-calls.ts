/** The switchboard as the model sees it: the same moves, and who is in which call as what. */
import { house } from '../../src/switchboard/test-house.ts';
import type { Call, Leg } from '../../src/switchboard/call.ts';
import type { Target } from '../../src/switchboard/directory.ts';
import type { Result } from '../../src/switchboard/result.ts';
import { isApp, type At, type Beginning, type Deed, type Who } from './call-model.ts';

const callbackUri = 'http://localhost/callback';

export class RealCalls {
  readonly #house = house();

  begin({ do: how, who, target }: Beginning): boolean {
    const { switchboard } = this.#house;
    if (how === 'dial') return switchboard.dial({ userId: who, pageId: `page-${who}`, number: numberOf(target) }).ok;
    return switchboard.createCall({ appId: who, callbackUri, targets: [{ target: targetOf(target) }] }).ok;
  }

  losePage(who: Who): void {
    this.#house.switchboard.pageLost(`page-${who}`);
  }

  /** In the call at that place, oldest first. */
  async act(index: number, move: Deed): Promise<boolean> {
    const call = this.#calls[index];
    const leg = call?.legs.find((each) => nameOf(each) === move.who && each.state !== 'ended');
    if (!call || !leg) return false;
    return this.#acted(call, leg, move);
  }

  async #acted(call: Call, leg: Leg, move: Deed): Promise<boolean> {
    const { switchboard, engine } = this.#house;
    const own = { appId: move.who, userId: move.who, legId: leg.legId };
    switch (move.do) {
      case 'answer':
        return isApp(move.who)
          ? switchboard.answerApp({ ...own, callbackUri }).ok
          : switchboard.answer({ ...own, pageId: `page-${move.who}` }).ok;
      case 'refuse':
        return isApp(move.who) ? switchboard.reject({ ...own, reason: 'busy' }).ok : switchboard.decline(own).ok;
      case 'hangUp':
        return isApp(move.who) ? switchboard.hangUpApp(own).ok : switchboard.hangUp(own).ok;
      case 'sound':
        if (isApp(move.who) || leg.state === 'ringing' || leg.isSoundUp) return false;
        await engine.connect({ roomId: call.callId, legId: leg.legId, offer: '' });
        return true;
      case 'loseSound':
        if (leg.state === 'ringing' || leg.state === 'redirecting') return false;
        engine.facts.tell('legLost', { legId: leg.legId, reason: 'network' });
        return true;
      case 'keepAlive':
        return switchboard.keepAlive(own).ok;
      case 'transfer':
        return switchboard.transfer({ ...own, target: targetOf(move.target) }).ok;
      case 'redirect':
        return switchboard.redirect({ ...own, targets: [targetOf(move.target)] }).ok;
      case 'invite':
        return switchboard.invite({ ...own, invitees: [{ target: targetOf(move.target) }] }).ok;
      case 'mute':
        return this.#moderated(call, move.target, (participantId) => switchboard.muteParticipant({ ...own, participantId }));
      case 'remove':
        return this.#moderated(call, move.target, (participantId) => switchboard.removeParticipant({ ...own, participantId }));
    }
  }

  #moderated(call: Call, who: Who, moderate: (participantId: string) => Result): boolean {
    const leg = call.legs.findLast((each) => nameOf(each) === who);
    return leg !== undefined && moderate(leg.participantId).ok;
  }

  shown(): readonly object[] {
    return this.#calls.map(({ group, legs }) => ({
      isGroup: group !== undefined,
      legs: Object.fromEntries(legs.filter(({ state }) => state !== 'ended').map((leg) => [nameOf(leg), atOf(leg)])),
    }));
  }

  get #calls(): readonly Call[] {
    return this.#house.switchboard.calls().filter(({ endedMs }) => endedMs === undefined);
  }
}

function nameOf(leg: Leg): Who {
  return leg.kind === 'app' ? leg.appId : leg.userId;
}

function atOf({ state }: Leg): At | 'up' | 'ended' {
  switch (state) {
    case 'calling':
      return 'calls';
    case 'ringing':
      return 'rings';
    case 'connecting':
      return 'talks';
    case 'connected':
      return 'up';
    case 'transferring':
      return 'waits';
    case 'transferAccepted':
      return 'accepted';
    case 'redirecting':
      return 'passed';
    case 'ended':
      return 'ended';
  }
}

function targetOf(who: Who): Target {
  return isApp(who) ? { kind: 'app', appId: who } : { kind: 'person', userId: who };
}

function numberOf(who: Who): string {
  return { ada: '201', grace: '202', linus: '203', desk: '100', echo: '101' }[who] ?? '999';
}
