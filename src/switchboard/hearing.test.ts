/** What people hear when the switchboard has the real engine: groups, lobbies, hold and transfers, by ear. */
import { expect, test } from 'vitest';
import { Phone } from '../../test/halves/phone.ts';
import { tuneOf } from '../../test/halves/tune-voice.ts';
import { silentLog } from '../base/log.ts';
import { seededRandom } from '../base/random.ts';
import { Scope } from '../base/scope.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import { MemoryPeers } from '../engine/memory-peer.ts';
import type { Key } from '../engine/port.ts';
import { keyTone } from '../media/dtmf.ts';
import { joined } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { AppLeg } from './call.ts';
import type { LobbyBypass } from './meeting.ts';
import { Switchboard } from './switchboard.ts';
import { bookOf, directory, done, meeting } from './test-house.ts';

type Ears = { readonly clock: VirtualClock; readonly switchboard: Switchboard; phone(userId: string): Phone } & AsyncDisposable;

function ears(lobby: LobbyBypass['scope'] = 'everyone'): Ears {
  const scope = new Scope();
  const clock = virtualClock();
  const peers = new MemoryPeers({ clock });
  const engine = new LocalEngine({ clock, peers });
  scope.defer(() => engine[Symbol.asyncDispose]());
  const sorry = writeWav(tuneOf('sorry'));
  const announcements = { 'bot-not-answering': sorry, 'number-unknown': sorry, 'nobody-answers': sorry };
  const parts = {
    engine,
    clock,
    random: seededRandom(1),
    log: silentLog,
    announcements,
    holdMusic: () => writeWav(tuneOf('please wait a moment')),
  };
  const switchboard = new Switchboard({ ...parts, directory, meetings: bookOf(meeting(lobby)) });
  scope.defer(() => switchboard[Symbol.asyncDispose]());
  const phone = (userId: string): Phone => new Phone({ userId, clock, switchboard, engine, peers });
  return { clock, switchboard, phone, [Symbol.asyncDispose]: () => scope.end() };
}

/** The desk answers whoever dials it. */
async function atDesk({ switchboard, clock }: Ears, caller: Phone): Promise<{ appId: string; legId: string }> {
  await caller.dial('100');
  const legs = switchboard.calls().flatMap((call) => call.legs);
  const leg = legs.findLast((each): each is AppLeg => each.kind === 'app' && each.appId === 'desk');
  done(switchboard.answerApp({ appId: 'desk', legId: leg?.legId ?? '', callbackUri: 'x' }));
  await clock.advance(200);
  return { appId: 'desk', legId: leg?.legId ?? '' };
}

/** One speaks for two seconds; who of the others hears it. */
async function whoHears({ clock }: Ears, speaker: Phone, words: string, listeners: readonly Phone[]): Promise<readonly boolean[]> {
  for (const { person } of listeners) person.forget();
  speaker.say(tuneOf(words));
  await clock.advance(3_000);
  return listeners.map((each) => each.heard(words) > 0.6);
}

test('all in a group hear all, and one who is muted is heard by nobody', async () => {
  await using h = ears();
  const [ada, grace, linus] = [h.phone('ada'), h.phone('grace'), h.phone('linus')];
  const desk = await atDesk(h, ada);
  for (const [userId, phone] of [
    ['grace', grace],
    ['linus', linus],
  ] as const) {
    done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId } }] }));
    await phone.answer();
  }
  await h.clock.advance(200);
  expect(await whoHears(h, grace, 'good morning to you all', [ada, linus])).toEqual([true, true]);
  done(h.switchboard.muteParticipant({ ...desk, participantId: grace.leg?.participantId ?? '' }));
  expect(await whoHears(h, grace, 'can anybody hear me now', [ada, linus])).toEqual([false, false]);
});

test('one in the lobby hears nobody and is heard by nobody, until she is let in', async () => {
  await using h = ears('organizer');
  const [ada, grace] = [h.phone('ada'), h.phone('grace')];
  await ada.dial('5550100');
  await grace.dial('5550100');
  await h.clock.advance(200);
  expect(await whoHears(h, ada, 'is anybody out there', [grace])).toEqual([false]);
  expect(await whoHears(h, grace, 'please let me come in', [ada])).toEqual([false]);
  done(h.switchboard.admitPerson({ legId: ada.leg?.legId ?? '', userId: 'ada', participantIds: 'all' }));
  expect(await whoHears(h, ada, 'here you are at last', [grace])).toEqual([true]);
  expect(await whoHears(h, grace, 'many thanks for that', [ada])).toEqual([true]);
});

test('one on hold hears the music of the house and not the others, and is back with them after it', async () => {
  await using h = ears();
  const [ada, grace] = [h.phone('ada'), h.phone('grace')];
  const desk = await atDesk(h, ada);
  done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId: 'grace' } }] }));
  await grace.answer();
  await h.clock.advance(200);
  const participantId = ada.leg?.participantId ?? '';
  done(h.switchboard.startHold({ ...desk, participantId }));
  expect(await whoHears(h, grace, 'we talk about her now', [ada])).toEqual([false]);
  expect(ada.heard('please wait a moment')).toBeGreaterThan(0.6);
  done(h.switchboard.stopHold({ ...desk, participantId }));
  expect(await whoHears(h, grace, 'welcome back to us', [ada])).toEqual([true]);
});

test('whoever is invited apart hears those alone whom a routing group brings to her', async () => {
  await using h = ears();
  const [ada, grace] = [h.phone('ada'), h.phone('grace')];
  const desk = await atDesk(h, ada);
  done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId: 'grace' }, isApart: true }] }));
  await grace.answer();
  await h.clock.advance(200);
  expect(await whoHears(h, ada, 'nobody interprets this', [grace])).toEqual([false]);
  const [source, receiver] = [ada.leg?.participantId ?? '', grace.leg?.participantId ?? ''];
  done(h.switchboard.putRoutingGroup({ ...desk, group: { routingMode: 'oneToOne', sources: [source], receivers: [receiver] } }));
  expect(await whoHears(h, ada, 'now you can follow me', [grace])).toEqual([true]);
  expect(await whoHears(h, grace, 'and whisper to yourself', [ada])).toEqual([false]);
});

test('after a consultative transfer the two hear each other', async () => {
  await using h = ears();
  const [ada, grace] = [h.phone('ada'), h.phone('grace')];
  const desk = await atDesk(h, ada);
  const target = { kind: 'person', userId: 'grace' } as const;
  const { legId } = done(h.switchboard.createCall({ appId: 'desk', callbackUri: 'x', targets: [{ target }] }));
  await grace.answer();
  await h.clock.advance(200);
  expect(await whoHears(h, ada, 'this is between us', [grace])).toEqual([false]);
  done(h.switchboard.transfer({ ...desk, target, replacesLegId: legId }));
  expect(await whoHears(h, ada, 'good to hear you', [grace])).toEqual([true]);
  expect(await whoHears(h, grace, 'it is a pleasure', [ada])).toEqual([true]);
});

test('a participant who is put through from a group hears the one who came, and the group no longer', async () => {
  await using h = ears();
  const [ada, grace, linus, eve] = [h.phone('ada'), h.phone('grace'), h.phone('linus'), h.phone('eve')];
  const desk = await atDesk(h, ada);
  for (const [userId, phone] of [
    ['grace', grace],
    ['linus', linus],
  ] as const) {
    done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId } }] }));
    await phone.answer();
  }
  await h.clock.advance(200);
  done(h.switchboard.transfer({ ...desk, target: { kind: 'person', userId: 'eve' }, transfereeId: ada.leg?.participantId }));
  await eve.answer();
  await h.clock.advance(200);
  expect(await whoHears(h, eve, 'how can I help you', [ada, grace, linus])).toEqual([true, false, false]);
  expect(await whoHears(h, grace, 'has she left us then', [ada, linus])).toEqual([false, true]);
});

test('keys that an app sends are heard, each with its own tones', async () => {
  await using h = ears();
  const ada = h.phone('ada');
  const desk = await atDesk(h, ada);
  ada.person.forget();
  done(h.switchboard.sendKeys({ ...desk, keys: ['1', '5', '9', '#'] }));
  await h.clock.advance(3_000);
  const gap = new Int16Array(120 * 16);
  const pressed = (keys: readonly Key[]): Int16Array => joined(keys.flatMap((key) => [keyTone(key, 120), gap]));
  expect(ada.likeness(pressed(['1', '5', '9', '#']))).toBeGreaterThan(0.8);
  expect(ada.likeness(pressed(['#', '9', '5', '1']))).toBeLessThan(0.6);
});
