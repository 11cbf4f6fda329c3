import { expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import { seededRandom } from '../base/random.ts';
import type { Leg } from './call.ts';
import type { Target } from './directory.ts';
import type { Invitee } from './input.ts';
import type { Result } from './result.ts';
import { bookOf, house, meeting, type House } from './test-house.ts';

type Pick = (count: number) => number;

test.each(proofRounds(12, 1_000))(
  'whatever is asked in whatever order, nothing throws, nothing is lost and nothing is left behind (seed %i)',
  async (seed) => {
    const scope = (['everyone', 'organization', 'organizer', 'invited'] as const)[seed % 4] ?? 'everyone';
    const h = house({ noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' }, meetings: bookOf(meeting(scope)), seed });
    h.engine.isSplit = seed % 3 === 0;
    const random = seededRandom(seed * 77);
    const pick: Pick = (count) => Math.floor(random.unit() * count);
    const started: string[] = [];
    for (let step = 0; step < 500; step++) {
      await anything(h, pick, started);
      // In every other house people are slow to come.
      if (pick(seed % 2 === 0 ? 2 : 12) === 0) await somebodyComes(h, pick);
      if (seed % 2 === 1 && pick(8) === 0) await h.clock.advance(pick(20_000));
      everyLegHasOneCall(h);
    }
    for (const { legs } of h.switchboard.calls()) {
      for (const leg of legs) {
        if (leg.kind === 'person') h.switchboard.hangUp(leg);
        else h.switchboard.hangUpApp(leg);
      }
    }
    await h.clock.advance(46 * 60_000);
    expect(h.switchboard.calls()).toEqual([]);
    expect([...h.engine.rooms, ...h.engine.legs]).toEqual([]);
    expect(h.engine.mistakes).toEqual([]);
    expect(h.mistakes).toEqual([]);
    everyAppIsToldTheWholeStory(h);
    everythingStartedEndsOnce(h, started);
  },
);

function everyLegHasOneCall({ switchboard }: House): void {
  const seen = new Set<string>();
  for (const { callId, legs, group, endedMs } of switchboard.calls()) {
    for (const { legId, state } of legs) {
      expect(seen.has(legId)).toBe(false);
      seen.add(legId);
      expect(switchboard.callOfLeg(legId)?.callId).toBe(callId);
      if (endedMs !== undefined) expect(state).toBe('ended');
    }
    if (endedMs === undefined && !group) expect(legs.filter(({ state }) => state === 'connected').length).toBeLessThanOrEqual(2);
  }
}

function everyAppIsToldTheWholeStory({ notices }: House): void {
  const legs = new Set(notices.map(({ legId }) => legId));
  for (const legId of legs) {
    const own = notices.filter((notice) => notice.legId === legId);
    const ends = own.filter(({ kind }) => kind === 'terminated').length;
    // Only an app that could not be reached is not told of its end.
    if (own.length > 1) expect(ends).toBe(1);
    if (ends > 0) expect(own.at(-1)?.kind).toBe('terminated');
    for (const callId of new Set(own.map((notice) => notice.callId))) {
      const sequences = own.flatMap((notice) => (notice.kind === 'roster' && notice.callId === callId ? [notice.sequence] : []));
      expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
    }
  }
}

function everythingStartedEndsOnce({ notices }: House, started: readonly string[]): void {
  const ended = notices.flatMap((notice) => {
    if (notice.kind === 'taskEnded') return [notice.task.operationId];
    return notice.kind === 'inviteEnded' || notice.kind === 'holdEnded' ? [notice.operationId] : [];
  });
  expect(ended.toSorted()).toEqual(started.toSorted());
}

/** One of everything that can happen, to a call picked by chance. */
async function anything(h: House, pick: Pick, started: string[]): Promise<void> {
  const { switchboard, engine, clock, wanted } = h;
  const calls = switchboard.calls();
  const legs = calls.flatMap((call) => call.legs.map((leg) => ({ ...leg, callId: call.callId })));
  const up = legs.filter(({ state }) => state !== 'ended');
  const leg = pick(15) === 0 ? legs[pick(legs.length)] : up[pick(up.length)];
  const userId = ['ada', 'grace', 'linus', 'eve'][pick(4)] ?? '';
  const targets: readonly Target[] = [
    { kind: 'person', userId },
    { kind: 'app', appId: ['desk', 'echo'][pick(2)] ?? '' },
    { kind: 'number', number: ['202', '101', '999'][pick(3)] ?? '' },
  ];
  const target = targets[pick(3)] as Target;
  if (!leg || (up.length < 14 && pick(4) === 0)) return begins(h, { pick, userId, target });
  const own = leg.kind === 'app' ? { appId: leg.appId, legId: leg.legId } : { appId: 'desk', legId: leg.legId };
  const person = { userId: leg.kind === 'person' ? leg.userId : userId, legId: leg.legId };
  const beside = calls.find(({ callId }) => callId === leg.callId)?.legs ?? [];
  const { participantId = '' } = beside[pick(beside.length)] ?? {};
  const replacing = (): Invitee => {
    const { legId, far } = otherCallOf(h, leg, pick);
    return far ? { target: far, replacesLegId: legId } : { target };
  };
  const options = { bargeIn: pick(2) === 0, beep: true, initialSilenceMs: 1, maxSilenceMs: 1, maxDurationMs: 1, stopTones: [] };
  const task = wanted[pick(wanted.length)];
  const starts = (result: Result<{ readonly operationId: string }>): void => void (result.ok && started.push(result.operationId));
  const common: readonly (() => unknown)[] = [
    () => switchboard.answer({ ...person, pageId: `page-${person.userId}` }),
    () =>
      leg.kind === 'person' && leg.pageId && leg.state !== 'ended' && engine.connect({ roomId: leg.callId, legId: leg.legId, offer: '' }),
    () =>
      switchboard.answerApp({
        ...own,
        callbackUri: 'http://localhost/callback',
        media: pick(3) === 0 ? { bridge: { soundsApart: 4, pictures: 1 } } : 'hosted',
        options: { isHiddenAfterEscalation: pick(3) === 0 },
      }),
    () =>
      starts(
        switchboard.invite({
          ...own,
          invitees: pick(2) === 0 ? [replacing()] : [{ target }, { target: { kind: 'person', userId }, isApart: true }],
        }),
      ),
    () => starts(switchboard.invite({ ...own, invitees: [{ target }] })),
    () => switchboard.transfer({ ...own, ...replacing(), transfereeId: pick(2) === 0 ? participantId : undefined }),
    () => switchboard.transfer({ ...own, target, transfereeId: pick(2) === 0 ? participantId : undefined }),
  ];
  const redirect = (): Result => switchboard.redirect({ ...own, targets: [target] });
  const things: readonly (() => unknown)[] = [
    ...common,
    redirect,
    redirect,
    redirect,
    ...common,
    () => switchboard.decline(person),
    () => pick(8) === 0 && switchboard.hangUp(person),
    () => switchboard.pressKey({ ...person, key: '1' }),
    () => switchboard.mute({ ...person, isMuted: pick(2) === 0 }),
    () => switchboard.admitPerson({ ...person, participantIds: pick(2) === 0 ? 'all' : [participantId] }),
    () => pick(8) === 0 && switchboard.denyPerson({ ...person, participantIds: [participantId] }),
    () => pick(12) === 0 && switchboard.pageLost(`page-${person.userId}`),
    () => pick(12) === 0 && switchboard.mediaFailed({ ...person, message: 'no microphone' }),
    () => pick(4) === 0 && engine.legs.has(leg.legId) && engine.facts.tell('legLost', { legId: leg.legId, reason: 'network' }),
    () => pick(60) === 0 && engine.facts.tell('roomsLost', { roomIds: [leg.callId], reason: 'killed' }),
    () => pick(8) === 0 && switchboard.reject({ ...own, reason: 'busy' }),
    () => pick(8) === 0 && switchboard.incomingFailed({ ...own, message: 'refused' }),
    () => switchboard.redirect({ ...own, targets: targets.slice(pick(2)) }),
    () => switchboard.muteApp({ ...own, isMuted: pick(2) === 0 }),
    () => switchboard.muteParticipant({ ...own, participantId }),
    () => pick(8) === 0 && switchboard.removeParticipant({ ...own, participantId }),
    () => starts(switchboard.startHold({ ...own, participantId, prompt: pick(2) === 0 ? { uri: 'x' } : undefined })),
    () => starts(switchboard.stopHold({ ...own, participantId })),
    () => switchboard.admit({ ...own, participantIds: pick(2) === 0 ? 'all' : [participantId] }),
    () => pick(8) === 0 && switchboard.denyEntry({ ...own, participantId }),
    () =>
      switchboard.putRoutingGroup({ ...own, group: { routingMode: 'multicast', sources: [participantId], receivers: [participantId] } }),
    () => switchboard.setRecording({ ...own, status: 'recording' }),
    () => starts(switchboard.sendKeys({ ...own, keys: ['1'] })),
    () => starts(switchboard.play({ ...own, prompts: [{ uri: 'x' }], isLooping: pick(2) === 0 })),
    () => starts(switchboard.record({ ...own, prompts: [], options })),
    () => task && switchboard.promptsReady({ ...task, sounds: [new Uint8Array([1])] }),
    () => task && switchboard.promptsFailed({ ...task, problem: { kind: 'download', message: '404' } }),
    () => switchboard.conduct({ kind: 'raiseHand', ...person, isRaised: pick(2) === 0 }),
    () => switchboard.conduct({ kind: 'lowerHand', ...person, participantId: pick(2) === 0 ? 'all' : participantId }),
    () => switchboard.conduct({ kind: 'muteOther', ...person, participantId: pick(2) === 0 ? 'all' : participantId }),
    () => switchboard.conduct({ kind: 'giveRole', ...person, participantId, role: pick(2) === 0 ? 'attendee' : 'presenter' }),
    () => switchboard.conduct({ kind: 'stopSharingOf', ...person, participantId }),
    () => switchboard.conduct({ kind: 'uninvite', ...person, participantId }),
    () => switchboard.conduct({ kind: 'endPictures', ...person, of: 'screen' }),
    () => switchboard.invitePerson({ ...person, number: ['100', '202', '999'][pick(3)] ?? '' }),
    () => switchboard.setSharingRole({ ...own, role: 'sharer' }),
    () => switchboard.chats.post({ ...person, text: 'hello' }),
    () =>
      switchboard.connectPictures({ ...person, what: 'screen' }).ok &&
      engine.facts.tell('picturesBegan', { legId: leg.legId, of: 'screen' }),
    () => pick(12) === 0 && switchboard.conduct({ kind: 'removeOther', ...person, participantId }),
    () => pick(20) === 0 && switchboard.conduct({ kind: 'endMeeting', ...person }),
    () => engine.facts.tell('speakers', { roomId: leg.callId, legIds: [leg.legId] }),
    () => engine.played(),
    () => engine.pressed(),
    () => switchboard.cancel(own),
    () => switchboard.subscribeTones(own),
    () => switchboard.keepAlive(own),
    () => pick(8) === 0 && switchboard.hangUpApp(own),
    () => clock.advance(pick([500, 5_000, 30_000][pick(3)] ?? 0)),
  ];
  await things[pick(things.length)]?.();
}

/** One who is rung answers, or the sound of one comes up. */
async function somebodyComes({ switchboard, engine }: House, pick: Pick): Promise<void> {
  const legs = switchboard.calls().flatMap((call) => call.legs.map((leg) => ({ leg, callId: call.callId })));
  const waiting = legs.filter(
    ({ leg }) => leg.state === 'ringing' || (leg.state !== 'ended' && !leg.isSoundUp && (leg.kind === 'person' || leg.media !== 'hosted')),
  );
  const { leg, callId } = waiting[pick(waiting.length)] ?? {};
  if (!leg || callId === undefined) return;
  if (leg.kind === 'app' && leg.state !== 'ringing')
    return void (engine.legs.has(leg.legId) && engine.facts.tell('legConnected', { legId: leg.legId }));
  if (leg.kind === 'app') return void switchboard.answerApp({ ...leg, callbackUri: 'http://localhost/callback' });
  const answered = leg.state === 'ringing' ? switchboard.answer({ ...leg, pageId: `page-${leg.userId}` }) : { ok: true as const, callId };
  if (answered.ok) await engine.connect({ roomId: answered.callId, legId: leg.legId, offer: '' });
}

/** Somebody calls, or joins the meeting. */
function begins({ switchboard }: House, { pick, userId, target }: { pick: Pick; userId: string; target: Target }): void {
  const appId = ['desk', 'echo'][pick(2)] ?? '';
  const from = { appId, callbackUri: 'http://localhost/out', options: { isDeltaRosterEnabled: pick(2) === 0 } };
  const things = [
    () => switchboard.createCall({ ...from, targets: [{ target }] }),
    () => switchboard.createCall({ ...from, targets: [{ target }, { target: { kind: 'person', userId } }] }),
    () => switchboard.joinMeeting({ ...from, key: { by: 'joinMeetingId', joinMeetingId: '5550100' } }),
    () => switchboard.joinMeeting({ ...from, key: { by: 'conversation', conversationId: 'weekly' }, guestName: 'Guest' }),
    () => switchboard.dial({ userId, pageId: `page-${userId}`, number: ['100', '101', '202', '999', '5550100'][pick(5)] ?? '' }),
    () => switchboard.dial({ userId, pageId: `page-${userId}`, number: ['100', '101'][pick(2)] ?? '' }),
  ];
  things[pick(things.length)]?.();
}

/** Another leg of the same app, and who is at its other side. */
function otherCallOf({ switchboard }: House, leg: Leg, pick: Pick): { legId: string; far?: Target | undefined } {
  const others = switchboard
    .calls()
    .flatMap(({ legs }) => legs.filter((each) => each.kind === 'app' && leg.kind === 'app' && each.appId === leg.appId));
  const { legId = '' } = others[pick(others.length)] ?? {};
  const far = switchboard.callOfLeg(legId)?.legs.find((each) => each.legId !== legId && each.state === 'connected');
  if (!far) return { legId };
  return { legId, far: far.kind === 'person' ? { kind: 'person', userId: far.userId } : { kind: 'app', appId: far.appId } };
}
