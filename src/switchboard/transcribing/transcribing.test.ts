/** The switchboard's own captions and transcripts: whom it hears and when, who may keep a transcript, and that each is finished. */
import { beforeEach, describe, expect, test } from 'vitest';
import { TestPlaces } from '../keeping/test-places.ts';
import type { SwitchboardFacts } from '../call-loop.ts';
import { bookOf, dialled, done, house, meeting, taken, threeTalk, type House } from '../test-house.ts';
import { appComes, bridge, comes, linesOf } from '../test-meeting.ts';
import { TestSpeech, houseOffers } from './test-speech.ts';
import { transcriberOf } from './transcribing.ts';

let speech: TestSpeech;
let places: TestPlaces;
let h: House;
beforeEach(() => {
  speech = new TestSpeech();
  places = new TestPlaces();
  h = house({ speech, recordings: places, meetings: bookOf(meeting()) });
});

const settled = (): Promise<void> => h.clock.advance(1);
const legOf = (who: string): string => (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '';
const captions = (userId: string, isOn = true, language?: string): unknown =>
  h.switchboard.transcribing.captions({ userId, legId: legOf(userId), isOn, language });
const heardLegs = (): readonly string[] | undefined => h.engine.last('hearRoom')?.legIds;
const heard = (): unknown => [...speech.heard.values()][0];

describe('captions', () => {
  test('between two: nobody is heard until somebody wants them, and nobody when nobody does any more', async () => {
    const { callId } = await dialled(h, 'ada', '202');
    await taken(h, 'grace');
    expect(heardLegs()).toBeUndefined();
    captions('ada', true, 'es');
    expect(heardLegs()).toEqual([legOf('ada'), legOf('grace')]);
    const people = [
      { legId: legOf('ada'), personId: 'ada', name: 'Ada' },
      { legId: legOf('grace'), personId: 'grace', name: 'Grace' },
    ];
    expect(speech.heard.get(callId)).toEqual({ people, hasCaptions: true, languages: ['es'] });
    captions('ada', false);
    expect([heardLegs(), speech.heard.size]).toEqual([[], 0]);
  });

  test('they are told to whoever chose them, in her language, with the name of whoever speaks', async () => {
    const { callId } = await dialled(h, 'ada', '202');
    await taken(h, 'grace');
    const told: SwitchboardFacts['captioned'][] = [];
    h.switchboard.facts.on('captioned', (fact) => void told.push(fact));
    captions('ada', true, 'es');
    captions('grace');
    const said = { callId, legId: legOf('grace'), captionId: 's1', isFinal: true };
    speech.facts.tell('caption', { ...said, text: 'Hello', language: 'en-US' });
    speech.facts.tell('caption', { ...said, text: 'Hola', language: 'es', isTranslation: true });
    expect(told.map(({ toLegIds, byLegId }) => [toLegIds, byLegId])).toEqual([
      [[legOf('grace')], undefined],
      [[legOf('ada')], undefined],
    ]);
    expect(told[0]?.caption).toMatchObject({ captionId: 's1', speaker: 'Grace', participantId: h.personLeg('grace')?.participantId });
    speech.facts.tell('caption', { ...said, callId: 'no call', text: 'x' });
    expect(told).toHaveLength(2);
  });

  test('a bot that captions takes the place of the house, and the house takes its place when it leaves', async () => {
    await comes(h, 'ada');
    captions('ada', true, 'es');
    expect(heard()).toMatchObject({ languages: ['es'] });
    appComes(h, 'echo', bridge);
    expect(heardLegs()).toEqual([legOf('ada'), legOf('echo')]);
    h.engine.facts.tell('offered', { legId: legOf('echo'), spoken: 'en', captions: ['es'], voices: [] });
    expect([heardLegs(), heard()]).toEqual([[], undefined]);
    h.switchboard.hangUpApp({ appId: 'echo', legId: legOf('echo') });
    expect(heardLegs()).toEqual([legOf('ada')]);
  });

  test('where nothing recognises nobody is heard; when something does, those who wait for captions are', async () => {
    speech.state = { remedy: 'apt install it' };
    await comes(h, 'ada');
    captions('ada');
    expect(heardLegs()).toBeUndefined();
    expect(captions('ada', true, 'es')).toMatchObject({ ok: false, code: 'switchboard/not-offered' });
    const changed: string[] = [];
    h.switchboard.facts.on('callChanged', ({ call }) => void changed.push(call.callId));
    speech.becomes({ offer: houseOffers });
    expect(heardLegs()).toEqual([legOf('ada')]);
    expect(changed).toHaveLength(1);
    speech.becomes({ remedy: 'it broke' });
    expect([heardLegs(), speech.heard.size]).toEqual([[], 0]);
  });

  test('a room whose media process died is heard anew', async () => {
    const { legId } = await comes(h, 'ada');
    captions('ada');
    const callId = h.switchboard.callOfLeg(legId)?.callId ?? '';
    const before = h.engine.commands.length;
    h.engine.facts.tell('roomsLost', { roomIds: [callId], reason: 'killed' });
    expect(h.engine.commands.slice(before)).toContainEqual({ kind: 'hearRoom', roomId: callId, legIds: [legId] });
  });

  test('the end of the call ends it', async () => {
    await dialled(h, 'ada', '202');
    await taken(h, 'grace');
    captions('ada');
    h.switchboard.hangUp({ userId: 'ada', legId: legOf('ada') });
    expect(speech.heard.size).toBe(0);
    expect(h.engine.mistakes).toEqual([]);
  });
});

describe('a transcript', () => {
  let desk: { appId: string; legId: string };
  beforeEach(async () => {
    desk = await threeTalk(h);
  });

  test('it goes on hearing where nobody recognises at present, so that a gap is a gap and no silence', async () => {
    done(h.switchboard.transcribing.start(desk));
    await settled();
    speech.becomes({ remedy: 'it broke' });
    expect(heardLegs()).toHaveLength(3);
    expect(heard()).toMatchObject({ hasCaptions: false, languages: [] });
  });

  test('an app begins it: all are heard and told, and apps see it at the call', async () => {
    const lines = linesOf(h);
    const { operationId } = done(h.switchboard.transcribing.start({ ...desk, clientContext: 'minutes', language: 'en-US' }));
    expect(transcriberOf(h.switchboard.calls()[0] ?? {})).toBeUndefined();
    await settled();
    expect(speech.asked).toMatchObject([{ language: 'en-US', about: { madeBy: { id: 'desk' } }, recording: undefined }]);
    expect(speech.asked[0]?.about).not.toHaveProperty('kind');
    expect(heardLegs()).toHaveLength(3);
    expect(heard()).toMatchObject({ hasCaptions: false, languages: [] });
    expect(h.notices.filter(({ kind }) => kind === 'keepingEnded')).toMatchObject([
      { what: 'startTranscription', operationId, clientContext: 'minutes', problem: undefined },
    ]);
    expect(h.notices.filter(({ kind }) => kind === 'transcription')).toMatchObject([{ transcription: { state: 'active' } }]);
    expect(lines).toEqual([
      'ada: The bot “desk” keeps a transcript of this call.',
      'grace: The bot “desk” keeps a transcript of this call.',
    ]);
    expect(transcriberOf(h.switchboard.calls()[0] ?? {})?.name).toBe('desk');
    expect(h.switchboard.transcribing.start(desk)).toMatchObject({ ok: false, message: 'The bot “desk” keeps a transcript already.' });

    done(h.switchboard.transcribing.stop({ ...desk, clientContext: 'enough' }));
    await settled();
    expect(speech.told).toEqual(['t1 begun', 't1 finished: The bot “desk” ended it']);
    expect(h.notices.filter(({ kind }) => kind === 'keepingEnded').at(-1)).toMatchObject({ what: 'stopTranscription', problem: undefined });
    expect(h.notices.filter(({ kind }) => kind === 'transcription').at(-1)).toMatchObject({ transcription: { state: 'inactive' } });
    expect([heardLegs(), speech.heard.size]).toEqual([[], 0]);
    expect(h.facts.filter(({ type }) => type === 'transcriptStatus')).toMatchObject([
      { status: 'transcribing' },
      { status: 'notTranscribing' },
    ]);
    expect(h.switchboard.transcribing.stop(desk)).toMatchObject({ ok: false, message: 'No transcript of this call is kept.' });
  });

  test('it ends with the call, and is finished', async () => {
    done(h.switchboard.transcribing.start(desk));
    await settled();
    for (const userId of ['ada', 'grace']) h.switchboard.hangUp({ userId, legId: legOf(userId) });
    await settled();
    expect(speech.told).toEqual(['t1 begun', 't1 finished: the call is over']);
    expect(h.mistakes).toEqual([]);
  });

  test('one that cannot be kept is told as a failure, and so is one that breaks off', async () => {
    speech.refuse = new Error('the disk is full');
    done(h.switchboard.transcribing.start(desk));
    await settled();
    expect(h.notices.at(-1)).toMatchObject({ kind: 'keepingEnded', what: 'startTranscription', problem: { message: 'the disk is full' } });
    expect(h.switchboard.calls()[0]?.group?.transcribing).toBeUndefined();
    speech.refuse = undefined;
    const lines = linesOf(h);
    done(h.switchboard.transcribing.start(desk));
    await settled();
    const callId = h.switchboard.calls()[0]?.callId ?? '';
    speech.facts.tell('keepingFailed', { callId, recordingId: 't2', message: 'the disk is gone' });
    expect(lines.at(-1)).toBe('grace: The transcript of this call broke off: the disk is gone.');
    expect(h.facts.at(-1)).toMatchObject({ type: 'transcriptStatus', status: 'failed' });
  });

  test('one that is stopped before it has begun is ended when it comes', async () => {
    let begin = (): void => undefined;
    speech.wait = new Promise((resolve) => (begin = resolve));
    done(h.switchboard.transcribing.start(desk));
    done(h.switchboard.transcribing.stop(desk));
    begin();
    await settled();
    expect(speech.told).toEqual(['t1 begun', 't1 finished: it came too late']);
    expect(h.told().slice(-2)).toEqual(['desk keepingEnded startTranscription failed', 'desk keepingEnded stopTranscription']);
  });

  test('one that cannot be finished says so to whoever ended it', async () => {
    done(h.switchboard.transcribing.start(desk));
    await settled();
    speech.failAtEnd = new Error('no space');
    done(h.switchboard.transcribing.stop(desk));
    await settled();
    expect(h.notices.filter(({ kind }) => kind === 'keepingEnded').at(-1)).toMatchObject({ problem: { message: 'no space' } });
  });

  test('while the switchboard records, it belongs to that recording; when that is over it goes on by itself', async () => {
    done(h.switchboard.keeping.start(desk));
    await settled();
    done(h.switchboard.transcribing.start(desk));
    await settled();
    expect(speech.asked.at(-1)?.recording).toEqual({ recordingId: 'r1', startedMs: 0 });
    done(h.switchboard.keeping.stop(desk));
    await settled();
    expect(speech.told).toEqual(['r1 begun', 'r1 finished: the recording is over', 't2 begun']);
    expect(speech.asked.at(-1)?.recording).toBeUndefined();
    expect(h.switchboard.calls()[0]?.group?.transcribing).toMatchObject({ state: 'running', recordingId: 't2' });
    expect(h.notices.filter(({ kind }) => kind === 'transcription')).toHaveLength(1);
  });

  test('where nothing recognises it is refused, with what to do', () => {
    speech.state = { remedy: 'Install pocketsphinx.' };
    expect(h.switchboard.transcribing.start(desk)).toMatchObject({
      ok: false,
      code: 'switchboard/not-offered',
      remedy: 'Install pocketsphinx.',
    });
  });
});

test('people begin and end it who may record; a call between two has none', async () => {
  await comes(h, 'ada');
  const { legId } = await comes(h, 'grace');
  done(h.switchboard.transcribing.startByPerson({ userId: 'grace', legId }));
  await settled();
  expect(transcriberOf(h.switchboard.calls()[0] ?? {})?.name).toBe('Grace');
  done(h.switchboard.transcribing.stopByPerson({ userId: 'ada', legId: legOf('ada') }));
  await settled();
  expect(speech.told).toEqual(['t1 begun', 't1 finished: Ada ended it']);
  h = house({ speech, meetings: bookOf(meeting('everyone', { presenters: { scope: 'named', userIds: [] } })) });
  await comes(h, 'grace');
  expect(h.switchboard.transcribing.startByPerson({ userId: 'grace', legId: legOf('grace') })).toMatchObject({
    message: 'Attendees cannot keep a transcript.',
  });
  const two = await dialled(h, 'linus', '202');
  expect(h.switchboard.transcribing.startByPerson({ userId: 'linus', legId: two.legId })).toMatchObject({ ok: false });
});
