import { expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import type { EngineCommand } from '../engine/port.ts';
import { seededRandom } from '../base/random.ts';
import { isUp, type Call, type Leg } from './call.ts';
import type { Effect } from './effect.ts';
import type { Input } from './input.ts';
import { startMeeting } from './joining.ts';
import { defaultLimits } from './limits.ts';
import { noMeetings } from './meeting.ts';
import { next } from './next.ts';
import { noPictures } from './taking-part.ts';
import { startCreated, startDialled } from './starting.ts';
import { directory, meeting } from './test-house.ts';
import type { Env, Step } from './turn.ts';

/** Calls as pure steps leave them, without a loop: their timers, and what the engine has. */
type World = {
  readonly calls: Map<string, Call>;
  readonly timers: Map<string, Map<string, Extract<Effect, { kind: 'startTimer' }>>>;
  readonly rooms: Set<string>;
  readonly env: Env;
};

test.each(proofRounds(8, 1_000))('pure steps in whatever order keep timers, rooms and legs in order (seed %i)', (seed) => {
  const random = seededRandom(seed * 31);
  const pick = (count: number): number => Math.floor(random.unit() * count);
  let nowMs = 0;
  const calls = new Map<string, Call>();
  const callOfLeg = (legId: string): Call | undefined => [...calls.values()].find(({ legs }) => legs.some((leg) => leg.legId === legId));
  const env: Env = {
    directory: { ...directory, noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' } },
    limits: { ...defaultLimits, participants: 6 },
    newId: () => random.uuid(),
    meetings: noMeetings,
    canKeep: true,
    callOfLeg,
    get nowMs() {
      return nowMs;
    },
  };
  const world: World = { calls, timers: new Map(), rooms: new Set(), env };
  for (let step = 0; step < 300; step++) {
    nowMs += pick(400);
    const up = [...calls.values()].filter(({ endedMs }) => endedMs === undefined);
    const call = up[pick(up.length)];
    if (!call || (up.length < 3 && pick(5) === 0)) begin(world, pick);
    else take(world, next(call, inputFor(world, call, pick), env));
    inOrder(world);
  }
  for (const call of calls.values()) if (call.endedMs === undefined) take(world, next(call, { kind: 'closed', because: 'the end' }, env));
  inOrder(world);
  expect(world.rooms.size).toBe(0);
});

function take(world: World, step: Step): void {
  for (const each of [...(step.also ?? []), step]) {
    const { callId } = each.call;
    world.calls.set(callId, each.call);
    const timers = world.timers.get(callId) ?? new Map<string, Extract<Effect, { kind: 'startTimer' }>>();
    world.timers.set(callId, timers);
    for (const effect of each.effects) {
      if (effect.kind === 'startTimer') timers.set(effect.key, effect);
      if (effect.kind === 'stopTimer') timers.delete(effect.key);
      if (effect.kind === 'engine') toEngine(world, effect.command);
    }
  }
}

function toEngine({ rooms }: World, command: EngineCommand): void {
  if (command.kind === 'openRoom') rooms.add(command.roomId);
  else if ('roomId' in command) expect(rooms.has(command.roomId)).toBe(true);
  if (command.kind === 'closeRoom') rooms.delete(command.roomId);
}

function inOrder({ calls, timers }: World): void {
  const seen = new Set<string>();
  for (const { callId, legs, endedMs, group, holding } of calls.values()) {
    const up = legs.filter(isUp);
    for (const { legId } of legs) expect(seen.has(legId)).toBe(false);
    for (const { legId } of legs) seen.add(legId);
    for (const [key, { input }] of timers.get(callId) ?? []) {
      expect(endedMs).toBeUndefined();
      if ('legId' in input) expect([key, up.some(({ legId }) => legId === input.legId)]).toEqual([key, true]);
    }
    if (endedMs !== undefined) expect(up).toEqual([]);
    if (holding) expect(up.filter(({ legId }) => legId === holding.legId || legId === holding.byLegId)).toHaveLength(2);
    expect(legs.filter(({ isOnHold }) => isOnHold).map(({ legId }) => legId)).toEqual(holding?.isPlaying ? [holding.legId] : []);
    for (const { legIds } of group?.invitations ?? []) expect(legIds.length).toBeGreaterThan(0);
    const rung = new Set([...(group?.invitations ?? []), ...(group?.rounds ?? [])].flatMap(({ legIds }) => legIds));
    if (group) for (const leg of up) if (leg.state === 'ringing') expect(rung.has(leg.legId)).toBe(true);
    const passing = new Set((group?.rounds ?? []).map(({ byLegId }) => byLegId));
    if (group)
      for (const leg of up) if (leg.state === 'transferring' || leg.state === 'redirecting') expect(passing.has(leg.legId)).toBe(true);
    if (group) expect(up.length).toBeLessThanOrEqual(8);
    for (const leg of legs) if (!isUp(leg)) expect([leg.handMs, leg.pictures, leg.mustReconnect, leg.speakingFromMs]).toEqual([undefined, noPictures, undefined, undefined]); // prettier-ignore
    for (const { isInLobby, pictures } of up) if (isInLobby) expect(pictures).toEqual(noPictures);
    for (const { isSoundUp, mustReconnect } of up) if (isSoundUp) expect(mustReconnect).toBeUndefined();
    const sharers = group && endedMs === undefined ? up.filter(({ pictures }) => pictures.screen) : [];
    expect(sharers.map((leg) => leg.legId)).toEqual(endedMs === undefined && group?.sharing ? [group.sharing.legId] : []);
  }
}

function begin(world: World, pick: (count: number) => number): void {
  const { env } = world;
  const userId = ['ada', 'grace', 'linus', 'eve'][pick(4)] ?? '';
  const targets = ['ada', 'grace', 'linus'].slice(pick(3)).map((each) => ({ target: { kind: 'person', userId: each } }) as const);
  const steps = [
    () => startDialled({ userId, pageId: `page-${userId}`, number: ['100', '101', '202'][pick(3)] ?? '' }, env),
    () => startCreated({ appId: 'desk', callbackUri: 'x', targets }, env),
    () => startMeeting(meeting('invited'), { kind: 'joinPerson', legId: env.newId(), userId, pageId: `page-${userId}` }, env),
  ];
  const step = steps[pick(steps.length)]?.();
  if (step && !('ok' in step)) take(world, step);
}

/** Something that could happen to the call now; a timer of its own among it. */
function inputFor({ timers, calls, env }: World, call: Call, pick: (count: number) => number): Input {
  const any = <T>(list: readonly T[]): T | undefined => list[pick(list.length)];
  const up = call.legs.filter(isUp);
  const leg = any(up) as Leg;
  const { legId } = leg;
  const own = { legId, appId: leg.kind === 'app' ? leg.appId : 'desk' };
  const person = { legId, userId: leg.kind === 'person' ? leg.userId : 'ada' };
  const { participantId = '' } = any(up) ?? {};
  const userId = any(['ada', 'grace', 'linus', 'eve']) ?? '';
  const target = { kind: 'person', userId } as const;
  const bot = { kind: 'app', appId: 'echo' } as const;
  const operationId = env.newId();
  const mine = [...calls.values()].flatMap(({ legs }) => legs.filter((each) => each.kind === 'app' && each.appId === own.appId));
  const replacesLegId = any(mine)?.legId;
  const far =
    replacesLegId === undefined
      ? undefined
      : env.callOfLeg(replacesLegId)?.legs.find((each) => each.legId !== replacesLegId && each.kind === 'person');
  const replacing = { target: far?.kind === 'person' ? ({ kind: 'person', userId: far.userId } as const) : target, replacesLegId };
  const timer = any([...(timers.get(call.callId)?.values() ?? [])]);
  const { tasks = [] } = leg.kind === 'app' ? leg : {};
  const inputs: readonly Input[] = [
    { kind: 'answer', ...person, pageId: `page-${person.userId}` },
    { kind: 'answer', ...person, pageId: `page-${person.userId}` },
    { kind: 'answerApp', ...own, callbackUri: 'y' },
    { kind: 'legConnected', legId },
    { kind: 'legConnected', legId },
    { kind: 'legConnected', legId },
    { kind: 'invite', ...own, operationId, invitees: [{ target }] },
    { kind: 'invite', ...own, operationId, invitees: [{ target: bot }, { target, isApart: true }] },
    { kind: 'invite', ...own, operationId, invitees: [replacing] },
    { kind: 'transfer', ...own, target, transfereeId: call.group ? participantId : undefined },
    { kind: 'transfer', ...own, target: bot, transfereeId: call.group ? participantId : undefined },
    { kind: 'transfer', ...own, ...replacing, transfereeId: call.group ? participantId : undefined },
    { kind: 'redirect', ...own, targets: [target] },
    { kind: 'joinPerson', legId: env.newId(), userId, pageId: `page-${userId}` },
    { kind: 'joinApp', legId: env.newId(), appId: 'echo', callbackUri: 'z', guestName: 'Visitor' },
    { kind: 'startHold', ...own, operationId, participantId, prompt: pick(2) === 0 ? { uri: 'x' } : undefined },
    { kind: 'stopHold', ...own, operationId, participantId },
    { kind: 'promptsReady', ...own, operationId: call.holding?.operationId ?? '', sounds: [new Uint8Array()] },
    { kind: 'admit', ...own, participantIds: 'all' },
    { kind: 'play', ...own, operationId, prompts: [] },
    { kind: 'playEnded', legId, operationId: tasks[0]?.operationId ?? '', outcome: 'completed' },
    {
      kind: 'putRoutingGroup',
      ...own,
      isNew: true,
      group: { groupId: operationId, routingMode: 'multicast', sources: [participantId], receivers: [participantId] },
    },
    { kind: 'legDisplaced', legId },
    { kind: 'answerApp', ...own, callbackUri: 'y', media: { bridge: { soundsApart: 'all', pictures: 1 } } },
    { kind: 'raiseHand', ...person, isRaised: pick(2) === 0 },
    { kind: 'lowerHand', ...person, participantId: pick(2) === 0 ? 'all' : participantId },
    { kind: 'muteOther', ...person, participantId: pick(2) === 0 ? 'all' : participantId },
    { kind: 'giveRole', ...person, participantId, role: pick(2) === 0 ? 'attendee' : 'presenter' },
    { kind: 'stopSharingOf', ...person, participantId },
    { kind: 'invitePerson', ...person, number: any(['100', '101', '202', '999']) ?? '', operationId },
    { kind: 'uninvite', ...person, participantId },
    { kind: 'post', ...person, messageId: operationId, text: 'hello' },
    { kind: 'picturesBegan', legId, of: pick(2) === 0 ? 'screen' : 'camera' },
    { kind: 'picturesBegan', legId, of: 'screen' },
    { kind: 'picturesEnded', legId, of: 'screen' },
    { kind: 'endPictures', ...person, of: 'camera' },
    { kind: 'setSharingRole', ...own, role: pick(3) === 0 ? 'viewer' : 'sharer' },
    { kind: 'speakers', legIds: up.slice(pick(3)).map((each) => each.legId), dominantLegId: legId },
    ...(pick(3) === 0 && timer ? [timer.input] : []),
    ...(pick(4) > 0
      ? []
      : ([
          { kind: 'hangUp', ...person },
          { kind: 'hangUpApp', ...own },
          { kind: 'decline', ...person },
          { kind: 'reject', ...own, reason: 'busy' },
        ] as const)),
    ...(pick(8) > 0
      ? []
      : ([
          { kind: 'removeParticipant', ...own, participantId },
          { kind: 'removeOther', ...person, participantId },
          { kind: 'endMeeting', ...person },
          { kind: 'roomLost', reason: 'killed' },
          { kind: 'legLost', legId, reason: 'gone' },
          { kind: 'pageLost', pageId: `page-${userId}` },
        ] as const)),
  ];
  return any(inputs) as Input;
}
