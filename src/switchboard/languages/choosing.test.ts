/** Captions and voices: who offers them, who chooses, what each app is told of it, and who gets which caption. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { EngineFacts } from '../../engine/port.ts';
import type { SwitchboardFacts } from '../call-loop.ts';
import { sourceIdsOf } from '../source-ids.ts';
import { bookOf, done, house, meeting, type House } from '../test-house.ts';
import { appComes, bridge, comes, pidOf } from '../test-meeting.ts';
import { TestSpeech } from '../transcribing/test-speech.ts';

let h: House;
let speech: TestSpeech;
let captioned: SwitchboardFacts['captioned'][];
beforeEach(() => {
  speech = new TestSpeech();
  speech.state = { remedy: 'Install one.' };
  h = house({ meetings: bookOf(meeting()), speech });
  captioned = [];
  h.switchboard.facts.on('captioned', (fact) => void captioned.push(fact));
});

const legOf = (who: string): string => (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '';
const sourceOf = (who: string): number => sourceIdsOf(pidOf(h, who)).sound;
const wants = (who: string): unknown =>
  h.engine.commands.findLast((command) => command.kind === 'tellWants' && command.legId === legOf(who));
const count = (): number => h.engine.commands.filter(({ kind }) => kind === 'tellWants').length;

function offers(who: string, offer: Partial<EngineFacts['offered']> = {}): void {
  h.engine.facts.tell('offered', { legId: legOf(who), spoken: 'en-US', captions: ['es', 'fr'], voices: [], ...offer });
}
const captions = (userId: string, isOn = true, language?: string): object =>
  h.switchboard.transcribing.captions({ userId, legId: legOf(userId), isOn, language });
const hears = (userId: string, language: string | null): object =>
  h.switchboard.transcribing.interpretation({ userId, legId: legOf(userId), language });

/** Who got the last caption. */
function readers(): readonly (string | undefined)[] {
  const { call, toLegIds = [] } = captioned.at(-1) ?? {};
  return toLegIds.map((legId) => call?.legs.find((leg) => leg.legId === legId)?.self.id);
}
function says(
  by: string,
  language: string,
  isTranslation?: boolean,
  text: string = 'x',
  isFinal: boolean = true,
): readonly (string | undefined)[] {
  const sourceId = sourceOf('ada');
  h.engine.facts.tell('captioned', { legId: legOf(by), captionId: '1', sourceId, text, isFinal, language, isTranslation });
  return readers();
}

describe('in a meeting with a bot that captions', () => {
  beforeEach(async () => {
    for (const userId of ['ada', 'grace', 'linus']) await comes(h, userId);
    appComes(h, 'echo', bridge);
  });

  test('it is told after its offer, and whenever people choose, change their minds, or leave', () => {
    offers('echo');
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: false, captions: [], voices: [] } });
    done(captions('ada') as { ok: true });
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: true, captions: [] } });
    captions('grace', true, 'es');
    captions('linus', true, 'es-MX');
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: true, captions: ['es'] } });
    const before = count();
    h.switchboard.mute({ userId: 'ada', legId: legOf('ada'), isMuted: true });
    expect(count()).toBe(before);
    for (const userId of ['grace', 'linus']) h.switchboard.hangUp({ userId, legId: legOf(userId) });
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: true, captions: [] } });
    captions('ada', false);
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: false } });
    offers('echo');
    expect(count()).toBe(before + 3);
    expect(h.engine.mistakes).toEqual([]);
  });

  test('a caption goes to those who have them on, in the language of each', () => {
    offers('echo');
    captions('ada');
    captions('grace', true, 'es');
    expect(says('echo', 'en-US')).toEqual(['ada']);
    expect(says('echo', 'es', true)).toEqual(['grace']);
    expect(says('echo', 'fr', true)).toEqual([]);
    // Who speaks Spanish is read as she speaks.
    expect(says('echo', 'es')).toEqual(['ada', 'grace']);
    captions('ada', false);
    expect(says('echo', 'en-US')).toEqual([]);
  });

  test('a gap, and a text that was taken back, are seen by those who read it translated as well', () => {
    offers('echo');
    captions('ada');
    captions('grace', true, 'es');
    expect(says('echo', 'en-US', false, '[…]')).toEqual(['ada', 'grace']);
    expect(says('echo', 'en-US', false, '')).toEqual(['ada', 'grace']);
    // What is still being said may yet be translated.
    expect(says('echo', 'en-US', false, '…', false)).toEqual(['ada']);
    expect(says('echo', 'es', true, '')).toEqual(['grace']);
    captions('grace', false);
    expect(says('echo', 'en-US', false, '[…]')).toEqual(['ada']);
  });

  test('a language that nobody offers is refused; the choice falls back when the bot goes, and is there again when another comes', () => {
    expect(captions('ada', true, 'es')).toMatchObject({ ok: false, code: 'switchboard/not-offered' });
    offers('echo');
    expect(captions('ada', true, 'de')).toMatchObject({ ok: false, message: 'Nobody in this call makes captions in de.' });
    captions('ada', true, 'es');
    h.switchboard.hangUpApp({ appId: 'echo', legId: legOf('echo') });
    appComes(h, 'desk', bridge);
    offers('desk', { captions: [] });
    expect(wants('desk')).toMatchObject({ wants: { hasCaptions: true, captions: [] } });
    expect(says('desk', 'en-US')).toEqual(['ada']);
    offers('desk');
    expect(wants('desk')).toMatchObject({ wants: { hasCaptions: true, captions: ['es'] } });
    expect(says('desk', 'en-US')).toEqual([]);
  });

  test('of two that caption one is read, unless only the other has the language', () => {
    offers('echo', { captions: ['fr'] });
    appComes(h, 'desk', bridge);
    offers('desk', { captions: ['es'] });
    captions('ada');
    captions('grace', true, 'es');
    expect(says('echo', 'en-US')).toEqual(['ada']);
    expect(says('desk', 'en-US')).toEqual([]);
    expect(says('desk', 'es', true)).toEqual(['grace']);
    expect(wants('echo')).toMatchObject({ wants: { captions: [] } });
    expect(wants('desk')).toMatchObject({ wants: { captions: ['es'] } });
  });

  test('one that captions without a word before offers captions of what is spoken', () => {
    captions('ada');
    expect(says('echo', 'de')).toEqual(['ada']);
    expect(wants('echo')).toMatchObject({ wants: { hasCaptions: true } });
    expect(h.appLeg('echo')?.offer).toMatchObject({ spoken: 'de', captions: [], voices: [] });
  });

  test('the choice stays while somebody reconnects', async () => {
    offers('echo');
    captions('ada', true, 'es');
    h.engine.facts.tell('legLost', { legId: legOf('ada'), reason: 'the network' });
    expect(h.personLeg('ada')).toMatchObject({ mustReconnect: true, languages: { hasCaptions: true, captions: 'es' } });
    done(h.switchboard.answer({ userId: 'ada', legId: legOf('ada'), pageId: 'page-ada' }));
    const callId = h.switchboard.callOfLeg(legOf('ada'))?.callId ?? '';
    await h.engine.connect({ roomId: callId, legId: legOf('ada'), offer: '' });
    expect(says('echo', 'es', true)).toEqual(['ada']);
    expect(wants('echo')).toMatchObject({ wants: { captions: ['es'] } });
  });

  test('an interpreter is told who has chosen its language, by their sound, and captions nothing', () => {
    offers('echo', { captions: [], voices: ['es'] });
    expect(hears('ada', 'de')).toMatchObject({ ok: false, message: 'Nobody in this call interprets into de.' });
    done(hears('ada', 'es') as { ok: true });
    hears('grace', 'es-ES');
    expect(wants('echo')).toMatchObject({
      wants: { hasCaptions: false, voices: [{ language: 'es', sourceIds: [sourceOf('ada'), sourceOf('grace')] }] },
    });
    hears('ada', null);
    expect(wants('echo')).toMatchObject({ wants: { voices: [{ language: 'es', sourceIds: [sourceOf('grace')] }] } });
  });

  test('a group that ducks sets the bot apart: heard by those alone who chose it, while it hears everybody', () => {
    const [ada, grace, linus, echo] = ['ada', 'grace', 'linus', 'echo'].map(legOf);
    const group = { routingMode: 'multicast', sources: [pidOf(h, 'echo')], receivers: [], duckDb: 12 } as const;
    const { group: made } = done(h.switchboard.putRoutingGroup({ appId: 'echo', legId: legOf('echo'), group }));
    expect(h.engine.last('route')).toMatchObject({ apart: [echo], groups: [{ sources: [ada, grace, linus], receivers: [echo] }] });
    const chosen = { ...made, receivers: [pidOf(h, 'ada')] };
    done(h.switchboard.putRoutingGroup({ appId: 'echo', legId: legOf('echo'), group: chosen }));
    expect(h.engine.last('route')).toMatchObject({
      apart: [echo],
      groups: [
        { sources: [echo], receivers: [ada], duckDb: 12 },
        { sources: [ada, grace, linus], receivers: [echo] },
      ],
    });
    done(h.switchboard.dropRoutingGroup({ appId: 'echo', legId: legOf('echo'), groupId: made.groupId }));
    expect(h.engine.last('route')).toMatchObject({ apart: [], groups: [] });
  });
});

test('who waits in the lobby can choose nothing, and gets nothing', async () => {
  h = house({ meetings: bookOf(meeting('organizer')) });
  h.switchboard.facts.on('captioned', (fact) => void captioned.push(fact));
  await comes(h, 'ada');
  await comes(h, 'linus');
  expect(captions('linus')).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
  expect(hears('linus', 'es')).toMatchObject({ ok: false });
  expect(h.switchboard.transcribing.captions({ userId: 'eve', legId: legOf('ada'), isOn: true })).toMatchObject({ ok: false });
});

test('beside an interpreter the house still captions; an offer that is taken back is over', async () => {
  speech.state = { offer: { spoken: 'en-US', captions: ['es'], voices: [] } };
  await comes(h, 'ada');
  appComes(h, 'echo', bridge);
  offers('echo', { captions: [], voices: ['fr'] });
  done(captions('ada', true, 'es') as { ok: true });
  expect([...speech.heard.values()]).toMatchObject([{ hasCaptions: true, languages: ['es'] }]);
  done(hears('ada', 'fr') as { ok: true });
  offers('echo', { spoken: '', captions: [] });
  expect(h.appLeg('echo')?.offer).toBeUndefined();
  expect(hears('ada', 'fr')).toMatchObject({ ok: false });
});
