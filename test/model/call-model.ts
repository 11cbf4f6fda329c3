/**
 * What calls are, told a second time and as simply as it goes, from the documents and not from the switchboard's code: who is in which call,
 * and as what. Sound, notices and reasons are left out. The switchboard is held against it, command by command.
 */

export type Who = string;
/**
 * `calls` waits for an answer · `rings` · `talks` has answered or was answered · `waits` is being put through, or puts through ·
 * `accepted` an app whose target has answered · `passed` an app that redirected.
 */
export type At = 'calls' | 'rings' | 'talks' | 'waits' | 'accepted' | 'passed';
export type ModelLeg = {
  readonly who: Who;
  at: At;
  hasSound: boolean;
  isUp: boolean;
  /** A person whose connection was lost, or is made anew: stays as she was, until she has sound again. */
  isAway?: boolean | undefined;
  readonly why: Why;
  /** On whose behalf it rings, and who has redirected to it, one after the other. */
  readonly by?: Who | undefined;
  readonly passedBy: readonly Who[];
};
/** What made a leg ring, or `own` for who began the call. */
type Why = 'own' | 'dial' | 'create' | 'transfer' | 'invite';
export type ModelCall = { isGroup: boolean; legs: ModelLeg[] };

export type Beginning = { readonly do: 'dial' | 'create'; readonly who: Who; readonly target: Who };
/** Done in a call by somebody who is in it. */
export type Deed =
  | { readonly do: 'answer' | 'refuse' | 'hangUp' | 'sound' | 'loseSound' | 'keepAlive'; readonly who: Who }
  | { readonly do: 'transfer' | 'redirect' | 'invite'; readonly who: Who; readonly target: Who }
  | { readonly do: 'mute' | 'remove'; readonly who: Who; readonly target: Who };

const apps = ['desk', 'echo'];
export const isApp = (who: Who): boolean => apps.includes(who);

export class CallModel {
  calls: ModelCall[] = [];

  /** A new call; says whether that is possible. */
  begin({ do: how, who, target }: Beginning): boolean {
    if (who === target) return false;
    const own: ModelLeg = { who, at: 'calls', hasSound: isApp(who), isUp: false, why: 'own', passedBy: [] };
    this.calls.push({ isGroup: false, legs: [own, ring(target, how, who)] });
    return true;
  }

  /** Somebody's window is gone: from every call that she has taken there. */
  losePage(who: Who): void {
    for (const call of this.calls) if (call.legs.some((leg) => leg.who === who && leg.at !== 'rings')) leave(call, who);
    this.#sweep();
  }

  /** Something that one does in a call; says whether it is possible. */
  act(call: ModelCall, move: Deed): boolean {
    const leg = call.legs.find(({ who }) => who === move.who);
    const isDone = leg !== undefined && this.#acted(call, leg, move);
    this.#sweep();
    return isDone;
  }

  #acted(call: ModelCall, leg: ModelLeg, move: Deed): boolean {
    switch (move.do) {
      case 'answer':
        return leg.at === 'rings' ? answered(call, leg) : !isApp(leg.who) && (leg.isAway === true || isConnected(leg)) && goneAway(leg);
      case 'refuse':
        return leg.at === 'rings' && refused(call, leg);
      case 'hangUp':
        if (leg.at === 'rings') return isApp(leg.who) && refused(call, leg);
        if (leg.at === 'passed' || leg.at === 'accepted') return remove(call, leg);
        return leave(call, leg.who);
      case 'sound':
        if (isApp(leg.who) || leg.at === 'rings' || leg.hasSound) return false;
        leg.hasSound = true;
        leg.isAway = false;
        return settle(call);
      case 'loseSound':
        if (leg.at === 'rings' || leg.at === 'passed') return false;
        if (leg.isAway === true || (!isApp(leg.who) && isConnected(leg))) return goneAway(leg);
        return soundLost(call, leg);
      case 'keepAlive':
        return isApp(leg.who);
      case 'transfer': {
        const [other, ...more] = call.legs.filter((each) => each !== leg && each.at !== 'rings');
        if (call.isGroup || leg.at !== 'talks' || !leg.isUp || !other || more.length > 0 || isThere(call, move.target)) return false;
        leg.at = other.at = 'waits';
        call.legs.push(ring(move.target, 'transfer', leg.who));
        return true;
      }
      case 'redirect':
        if (leg.at !== 'rings' || isThere(call, move.target)) return false;
        leg.at = 'passed';
        call.legs.push({ ...ring(move.target, leg.why, leg.by), passedBy: [...leg.passedBy, leg.who] });
        return true;
      case 'invite':
        if (leg.at !== 'talks' || !leg.isUp || isThere(call, move.target)) return false;
        call.isGroup = true;
        call.legs.push(ring(move.target, 'invite', leg.who));
        return true;
      case 'mute':
        return call.isGroup && leg.at === 'talks' && leg.isUp && isSeen(call, move.target);
      case 'remove':
        if (!call.isGroup || leg.at !== 'talks' || !leg.isUp || move.target === leg.who || !isSeen(call, move.target)) return false;
        return leave(call, move.target);
    }
  }

  /** A group in which only one is left, and nobody is expected, is over; so is a call that nobody is in. */
  #sweep(): void {
    this.calls = this.calls.filter(({ isGroup, legs }) => {
      const there = legs.filter(({ at }) => at !== 'rings' && at !== 'passed');
      return there.length > 1 || legs.length > there.length || (!isGroup && there.length > 0);
    });
    this.calls = this.calls.filter(({ legs }) => legs.some(({ at }) => at !== 'rings' && at !== 'passed'));
  }
}

function ring(who: Who, why: Why, by: Who | undefined): ModelLeg {
  return { who, at: 'rings', hasSound: false, isUp: false, why, by, passedBy: [] };
}

function isThere({ legs }: ModelCall, who: Who): boolean {
  return legs.some((leg) => leg.who === who);
}

/** In the roster: there, with sound. */
function isSeen({ legs }: ModelCall, who: Who): boolean {
  return legs.some((leg) => leg.who === who && leg.at === 'talks' && leg.isUp);
}

function answered(call: ModelCall, leg: ModelLeg): true {
  const by = call.legs.find(({ who }) => who === leg.by);
  leg.at = 'talks';
  leg.hasSound = isApp(leg.who);
  call.legs = call.legs.filter(({ who }) => !leg.passedBy.includes(who));
  if (leg.why === 'transfer' && by) by.at = 'accepted';
  for (const other of call.legs) {
    if (other.at !== 'calls' && (leg.why !== 'transfer' || other.at !== 'waits')) continue;
    // Whoever is put through is not up again before the one who answered has sound.
    other.at = 'talks';
    other.isUp = false;
  }
  return settle(call);
}

function isConnected({ at, isUp }: ModelLeg): boolean {
  return at === 'talks' && isUp;
}

function goneAway(leg: ModelLeg): true {
  leg.isAway = true;
  leg.hasSound = false;
  return true;
}

function refused(call: ModelCall, leg: ModelLeg): true {
  call.legs = call.legs.filter((each) => each !== leg && !leg.passedBy.includes(each.who));
  if (leg.why === 'transfer') for (const other of call.legs) other.at = 'talks';
  else if (!call.isGroup) call.legs = [];
  return true;
}

/** Between two, who leaves ends the call; of a group, one goes. */
function leave(call: ModelCall, who: Who): true {
  call.legs = call.isGroup ? call.legs.filter((leg) => leg.who !== who) : [];
  return true;
}

function remove(call: ModelCall, leg: ModelLeg): true {
  call.legs = call.legs.filter((each) => each !== leg);
  return true;
}

/** Whoever was put through to somebody who turns out to have no sound goes back to the app. */
function soundLost(call: ModelCall, leg: ModelLeg): true {
  const by = call.legs.find(({ at }) => at === 'accepted');
  if (!by || leg.why !== 'transfer' || leg.isUp) return leave(call, leg.who);
  remove(call, leg);
  for (const other of call.legs) {
    other.at = 'talks';
    other.isUp = true;
  }
  return true;
}

/** Of two, both are up once both have sound; in a group each by itself. */
function settle(call: ModelCall): true {
  const talking = call.legs.filter(({ at }) => at === 'talks');
  if (call.isGroup) for (const leg of talking) leg.isUp ||= leg.hasSound;
  else if (talking.length === 2 && talking.every(({ hasSound }) => hasSound)) {
    for (const leg of talking) leg.isUp = true;
    call.legs = call.legs.filter(({ at }) => at !== 'accepted');
  }
  return true;
}
