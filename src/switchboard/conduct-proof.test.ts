import { expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import { seededRandom } from '../base/random.ts';
import type { AppNotice } from './notice.ts';
import { participantsOf } from './roster.ts';
import { roleOf } from './roles.ts';
import type { House } from './test-house.ts';
import { appComes, bridge, comes, does, meetingHouse, pidOf } from './test-meeting.ts';

/** One who is in the meeting as it should be, said in the plainest words. */
type Someone = { muted: boolean; hand: boolean; camera: boolean; screen: boolean; away: boolean };
type Model = { inside: Map<string, Someone>; roles: Map<string, 'presenter' | 'attendee'>; isOver: boolean };

const people = ['ada', 'grace', 'linus', 'eve'] as const;
const fresh = (): Someone => ({ muted: false, hand: false, camera: false, screen: false, away: false });

test.each(proofRounds(10, 1_000))(
  'hands, roles, muting, pictures and the roster are as a plain model has them, whatever happens in whatever order (seed %i)',
  async (seed) => {
    const h = meetingHouse({ presenters: { scope: 'named', userIds: ['grace'] } }, seed);
    const random = seededRandom(seed * 13);
    const pick = (count: number): number => Math.floor(random.unit() * count);
    const model: Model = { inside: new Map(), roles: new Map(), isOver: false };
    await comes(h, 'ada');
    model.inside.set('ada', fresh());
    appComes(h);
    model.inside.set('desk', fresh());
    appComes(h, 'echo', bridge);
    model.inside.set('echo', fresh());
    for (let step = 0; step < 400; step++) {
      await anything(h, model, pick);
      if (model.isOver) break;
      isAsTheModelSays(h, model);
      appsSawIt(h);
    }
    expect(h.mistakes).toEqual([]);
  },
);

async function anything(h: House, model: Model, pick: (count: number) => number): Promise<void> {
  const { inside } = model;
  const who = people[pick(4)] ?? 'ada';
  const other = [...people, 'echo', 'desk', 'nobody'][pick(7)] ?? '';
  const participantId = pidOf(h, other);
  const legId = (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '';
  const me = inside.get(who);
  const them = inside.get(other);
  const moderates = me !== undefined && roleIn(model, who) !== 'attendee';
  const things: readonly (() => unknown)[] = [
    async () => {
      if (me) return;
      await comes(h, who);
      inside.set(who, fresh());
    },
    () => {
      const isRaised = pick(2) === 0;
      const { ok } = does(h, who, { kind: 'raiseHand', isRaised });
      expect(ok).toBe(me !== undefined);
      if (me) me.hand = isRaised;
    },
    () => {
      const { ok } = does(h, who, { kind: 'lowerHand', participantId });
      expect(ok).toBe(them !== undefined && (moderates || (me !== undefined && who === other)));
      if (ok && them) them.hand = false;
    },
    () => {
      const { ok } = does(h, who, { kind: 'muteOther', participantId });
      expect(ok).toBe(moderates && them !== undefined && who !== other);
      if (ok && them) them.muted = true;
    },
    () => {
      const { ok } = does(h, who, { kind: 'muteOther', participantId: 'all' });
      expect(ok).toBe(moderates);
      if (ok) for (const [each, someone] of inside) someone.muted ||= each !== who;
    },
    () => {
      if (me && h.switchboard.mute({ legId, userId: who, isMuted: false }).ok) me.muted = false;
    },
    () => {
      const role = pick(2) === 0 ? 'presenter' : 'attendee';
      const { ok } = does(h, who, { kind: 'giveRole', participantId, role });
      expect(ok).toBe(me !== undefined && who === 'ada' && them !== undefined && other !== 'ada' && !isApp(other));
      if (!ok || !them) return;
      model.roles.set(other, role);
      if (role === 'attendee') them.screen = false;
    },
    () => {
      const of = pick(3) === 0 ? 'camera' : 'screen';
      if (!me || me.away) return;
      h.engine.facts.tell('picturesBegan', { legId, of });
      if (of === 'camera') me.camera = true;
      else if (moderates) for (const [each, someone] of inside) someone.screen = each === who;
    },
    () => {
      const of = pick(2) === 0 ? 'camera' : 'screen';
      if (!me) return;
      if (pick(2) === 0) h.engine.facts.tell('picturesEnded', { legId, of });
      else does(h, who, { kind: 'endPictures', of });
      me[of] = false;
    },
    () => {
      const { ok } = does(h, who, { kind: 'stopSharingOf', participantId });
      expect(ok).toBe(moderates && them !== undefined && who !== other);
      if (ok && them) them.screen = false;
    },
    () => {
      if (pick(3) > 0) return;
      const { ok } = does(h, who, { kind: 'removeOther', participantId });
      expect(ok).toBe(moderates && them !== undefined && who !== other && other !== 'ada');
      if (ok) inside.delete(other);
    },
    () => {
      if (!me || me.away) return;
      h.engine.facts.tell('legLost', { legId, reason: 'gone' });
      Object.assign(me, { away: true, camera: false, screen: false });
    },
    async () => {
      if (!me) return;
      const again = h.switchboard.answer({ legId, userId: who, pageId: `page-${who}` });
      expect(again.ok).toBe(true);
      if (again.ok) await h.engine.connect({ roomId: again.callId, legId, offer: '' });
      Object.assign(me, me.away ? { away: false } : { camera: false, screen: false });
    },
    async () => {
      if (pick(4) > 0) return;
      await h.clock.advance(15_000);
      for (const [each, { away }] of inside) if (away) inside.delete(each);
    },
    () => {
      if (pick(3) > 0) return;
      h.engine.facts.tell('roomsLost', { roomIds: [h.switchboard.calls()[0]?.callId ?? ''], reason: 'killed' });
      h.engine.facts.tell('legConnected', { legId: h.appLeg('echo')?.legId ?? '' });
      for (const [each, someone] of inside) Object.assign(someone, { away: !isApp(each), camera: false, screen: false });
    },
    () => {
      const echo = inside.get('echo');
      if (!echo) return;
      const own = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
      const role = pick(3) === 0 ? 'viewer' : 'sharer';
      expect(h.switchboard.setSharingRole({ ...own, role }).ok).toBe(true);
      if (role === 'viewer') echo.screen = false;
      h.engine.facts.tell('picturesBegan', { legId: own.legId, of: 'screen' });
      if (role === 'sharer') for (const [each, someone] of inside) someone.screen = each === 'echo';
    },
    () => {
      if (!me || pick(3) > 0) return;
      h.switchboard.hangUp({ legId, userId: who });
      inside.delete(who);
    },
  ];
  await things[pick(things.length)]?.();
  const [call] = h.switchboard.calls();
  model.isOver = call === undefined || call.endedMs !== undefined;
}

function isApp(who: string): boolean {
  return who === 'desk' || who === 'echo';
}

function roleIn({ roles }: Model, who: string): string {
  if (who === 'ada') return 'organizer';
  return isApp(who) ? 'presenter' : (roles.get(who) ?? (who === 'grace' ? 'presenter' : 'attendee'));
}

function isAsTheModelSays(h: House, model: Model): void {
  const [call] = h.switchboard.calls();
  if (!call) return;
  const is = Object.fromEntries(
    participantsOf(call).map((leg) => {
      const { isMuted: muted, handMs, pictures, mustReconnect: away = false } = leg;
      return [leg.self.id, { muted, hand: handMs !== undefined, ...pictures, away, role: roleOf(call, leg) }];
    }),
  );
  const should = Object.fromEntries([...model.inside].map(([who, someone]) => [who, { ...someone, role: roleIn(model, who) }]));
  expect(is).toEqual(should);
  const sharer = [...model.inside].find(([, { screen }]) => screen)?.[0];
  expect(call.group?.sharing?.participantId).toBe(sharer === undefined ? undefined : pidOf(h, sharer));
}

/** What the desk was told last of the roster, and of what is shared, is how it is; it was told of nothing twice. */
function appsSawIt(h: House): void {
  const [call] = h.switchboard.calls();
  const desk = h.appLeg('desk');
  if (!call || desk?.state !== 'connected') return;
  const own = h.notices.filter(({ legId }) => legId === desk.legId);
  const roster = own.findLast((notice): notice is AppNotice & { kind: 'roster' } => notice.kind === 'roster');
  const seen = ({ self, isMuted, handMs, pictures, isSoundUp }: (typeof call.legs)[number]) => [
    self.id,
    isMuted,
    handMs,
    pictures,
    isSoundUp,
  ];
  expect(roster?.participants.map(seen)).toEqual(participantsOf(call).map(seen));
  const sharing = own.findLast((notice): notice is AppNotice & { kind: 'sharing' } => notice.kind === 'sharing');
  const presenter = sharing && sharing.change !== 'deleted' ? sharing.presenterId : undefined;
  expect(presenter).toBe(call.group?.sharing?.participantId);
}
