/** What people hear when apps tell the switchboard itself what to do, past the Graph door: groups, lobbies, hold and transfers, by ear. */
import { expect, test } from 'vitest';
import { ada, alan, grace, katherine, type Person } from '../../bots/people.ts';
import { hearsSound, story, takes, whoHears } from '../../test/stories/story.ts';
import { holdMusic } from '../media/hold-music.ts';
import type { GraphApp } from '../testing/house/graph-app.ts';
import { appIdOf } from '../testing/house/lab-directory.ts';
import type { Lab } from '../testing/lab.ts';
import type { Line } from '../testing/people/line.ts';
import type { AppLeg } from './call.ts';
import type { Switchboard } from './switchboard.ts';
import { done } from './test-house.ts';

/** Takes what it is told, and does nothing of its own. */
const desk: GraphApp = { name: 'desk', open: () => () => new Response(null, { status: 202 }) };
const bots = { '100': desk };
const appId = appIdOf('100');

type AtDesk = {
  readonly caller: Line;
  readonly leg: { readonly appId: string; readonly legId: string };
  readonly switchboard: Switchboard;
};

/** Ada dials the desk, which answers. */
async function atDesk(lab: Lab): Promise<AtDesk> {
  const caller = await lab.person('Ada').dial('100');
  const { switchboard } = lab.house.carrier;
  const legs = switchboard.calls().flatMap((call) => call.legs);
  const leg = legs.findLast((each): each is AppLeg => each.kind === 'app' && each.appId === appId);
  const { legId = '' } = leg ?? {};
  done(switchboard.answerApp({ appId, legId, callbackUri: 'http://127.0.0.1:4400/bots/100/calls' }));
  await lab.pass(200);
  return { caller, leg: { appId, legId }, switchboard };
}

function target({ user }: Person): { readonly kind: 'person'; readonly userId: string } {
  return { kind: 'person', userId: user };
}

/** The desk invites somebody, who comes. */
async function comes(
  lab: Lab,
  { leg, switchboard }: AtDesk,
  { person, isApart = false }: { person: Person; isApart?: boolean },
): Promise<Line> {
  done(switchboard.invite({ ...leg, invitees: [{ target: target(person), isApart }] }));
  return takes(lab, person);
}

function participant({ handset }: Line): string {
  return handset.leg?.participantId ?? '';
}

test('all in a group hear all, and one who is muted is heard by nobody', () =>
  story({ bots }, async (lab) => {
    const at = await atDesk(lab);
    const [second, third] = [await comes(lab, at, { person: grace }), await comes(lab, at, { person: alan })];
    expect(await whoHears(lab, second, 'good morning to you all', [at.caller, third])).toEqual([true, true]);
    done(at.switchboard.muteParticipant({ ...at.leg, participantId: participant(second) }));
    expect(await whoHears(lab, second, 'can anybody hear me now', [at.caller, third])).toEqual([false, false]);
  }));

test('one in the lobby hears nobody and is heard by nobody, until she is let in', () =>
  story({ bots }, async (lab) => {
    const meeting = await lab.meeting({ organizer: 'Ada', lobby: 'organizer' });
    const [organizer, guest] = [await lab.person('Ada').joins(meeting), await lab.person('Grace').joins(meeting)];
    await guest.waitsInLobby();
    expect(await whoHears(lab, organizer, 'is anybody out there', [guest])).toEqual([false]);
    expect(await whoHears(lab, guest, 'please let me come in', [organizer])).toEqual([false]);
    const { switchboard } = lab.house.carrier;
    done(switchboard.admitPerson({ legId: organizer.handset.legId, userId: ada.user, participantIds: 'all' }));
    expect(await whoHears(lab, organizer, 'here you are at last', [guest])).toEqual([true]);
    expect(await whoHears(lab, guest, 'many thanks for that', [organizer])).toEqual([true]);
  }));

test('one on hold hears the music of the house and not the others, and is back with them after it', () =>
  story({ bots }, async (lab) => {
    const at = await atDesk(lab);
    const second = await comes(lab, at, { person: grace });
    const held = { ...at.leg, participantId: participant(at.caller) };
    done(at.switchboard.startHold(held));
    expect(await whoHears(lab, second, 'we talk about her now', [at.caller])).toEqual([false]);
    await lab.pass('2 s');
    done(at.switchboard.stopHold(held));
    await hearsSound(at.caller, holdMusic().subarray(0, 16 * 2_000));
    expect(await whoHears(lab, second, 'welcome back to us', [at.caller])).toEqual([true]);
  }));

test('whoever is invited apart hears those alone whom a routing group brings to her', () =>
  story({ bots }, async (lab) => {
    const at = await atDesk(lab);
    const apart = await comes(lab, at, { person: grace, isApart: true });
    expect(await whoHears(lab, at.caller, 'nobody interprets this', [apart])).toEqual([false]);
    const group = { routingMode: 'oneToOne', sources: [participant(at.caller)], receivers: [participant(apart)] } as const;
    done(at.switchboard.putRoutingGroup({ ...at.leg, group }));
    expect(await whoHears(lab, at.caller, 'now you can follow me', [apart])).toEqual([true]);
    expect(await whoHears(lab, apart, 'and whisper to yourself', [at.caller])).toEqual([false]);
  }));

test('after a consultative transfer the two hear each other', () =>
  story({ bots }, async (lab) => {
    const { caller, leg, switchboard } = await atDesk(lab);
    const asked = done(
      switchboard.createCall({ appId, callbackUri: 'http://127.0.0.1:4400/bots/100/calls', targets: [{ target: target(grace) }] }),
    );
    const colleague = await takes(lab, grace);
    expect(await whoHears(lab, caller, 'this is between us', [colleague])).toEqual([false]);
    done(switchboard.transfer({ ...leg, target: target(grace), replacesLegId: asked.legId }));
    expect(await whoHears(lab, caller, 'good to hear you', [colleague])).toEqual([true]);
    expect(await whoHears(lab, colleague, 'it is a pleasure', [caller])).toEqual([true]);
  }));

test('a participant who is put through from a group hears the one who came, and the group no longer', () =>
  story({ bots }, async (lab) => {
    const at = await atDesk(lab);
    const [second, third] = [await comes(lab, at, { person: grace }), await comes(lab, at, { person: alan })];
    done(at.switchboard.transfer({ ...at.leg, target: target(katherine), transfereeId: participant(at.caller) }));
    const other = await takes(lab, katherine);
    expect(await whoHears(lab, other, 'how can I help you', [at.caller, second, third])).toEqual([true, false, false]);
    expect(await whoHears(lab, second, 'has she left us then', [at.caller, third])).toEqual([false, true]);
  }));

test('keys that an app sends are heard, each with its own tones', () =>
  story({ bots }, async (lab) => {
    const { caller, leg, switchboard } = await atDesk(lab);
    done(switchboard.sendKeys({ ...leg, keys: ['1', '5', '9', '#'] }));
    await caller.hearsKeys('159#');
    await lab.pass('1 s');
    expect(caller.handset.ear.keys().map(({ key }) => key)).toEqual(['1', '5', '9', '#']);
  }));
