/** The switchboard's own recordings: who may begin and end them, who is kept, and that every one is finished. */
import { beforeEach, describe, expect, test } from 'vitest';
import { atDesk, bookOf, dialled, done, house, meeting, taken, threeTalk, type House } from '../test-house.ts';
import { keeperOf } from './keeping.ts';
import { TestPlaces } from './test-places.ts';

let places: TestPlaces;
let h: House;
beforeEach(() => {
  places = new TestPlaces();
  h = house({ recordings: places, meetings: bookOf(meeting()) });
});

const settled = (): Promise<void> => h.clock.advance(1);
const kept = (): readonly string[] | undefined => h.engine.last('keepRoom')?.people.map(({ name }) => name);
const said = (): string[] => {
  const lines: string[] = [];
  h.switchboard.facts.on('said', ({ text }) => void lines.push(text));
  return lines;
};

describe('in a group call', () => {
  let desk: { appId: string; legId: string };
  beforeEach(async () => {
    desk = await threeTalk(h);
  });

  test('an app begins it: a place is lent, the room is kept with all who are in it, and everybody is told', async () => {
    const lines = said();
    const { operationId } = done(h.switchboard.keeping.start({ ...desk, clientContext: 'minutes' }));
    expect(h.told().filter((each) => each.includes('keepingEnded'))).toEqual([]);
    await settled();
    expect(places.asked).toMatchObject([{ kind: 'recording', madeBy: { id: 'desk' }, callId: h.engine.last('keepRoom')?.roomId }]);
    expect(h.engine.last('keepRoom')).toMatchObject({ recordingId: 'r1', place: { folder: '/kept/r1', key: 'secret' } });
    expect(kept()).toEqual(['Ada', 'desk', 'Grace']);
    expect(h.notices.find(({ kind }) => kind === 'keepingEnded')).toMatchObject({
      what: 'startRecording',
      operationId,
      clientContext: 'minutes',
    });
    expect(h.told().at(-1)).toMatch(/^desk roster/);
    expect(lines).toEqual(['The bot “desk” records this call.', 'The bot “desk” records this call.']);
    expect(keeperOf(h.switchboard.calls()[0] ?? {})?.name).toBe('desk');
    expect(JSON.stringify(h.switchboard.calls())).not.toContain('secret');
  });

  test('a second one is refused, and it can be ended once', async () => {
    done(h.switchboard.keeping.start(desk));
    expect(h.switchboard.keeping.start(desk)).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
    await settled();
    expect(h.switchboard.keeping.start(desk)).toMatchObject({ ok: false, message: 'The bot “desk” records this call already.' });
    const { operationId } = done(h.switchboard.keeping.stop({ ...desk, clientContext: 'enough' }));
    expect(h.engine.last('endKeeping')).toMatchObject({ recordingId: 'r1', why: 'The bot “desk” ended it' });
    await settled();
    expect(places.told).toEqual(['r1 lent', 'r1 finished: it was ended']);
    expect(h.notices.filter(({ kind }) => kind === 'keepingEnded').at(-1)).toMatchObject({
      what: 'stopRecording',
      operationId,
      clientContext: 'enough',
      problem: undefined,
    });
    expect(h.switchboard.keeping.stop(desk)).toMatchObject({ ok: false, message: 'This call is not being recorded.' });
    done(h.switchboard.keeping.start(desk));
    await settled();
    expect(h.engine.last('keepRoom')).toMatchObject({ recordingId: 'r2' });
  });

  test('who comes later is kept, who leaves is kept no longer, and whoever is muted stays named', async () => {
    done(h.switchboard.keeping.start(desk));
    await settled();
    done(h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId: 'linus' } }] }));
    expect(kept()).toEqual(['Ada', 'desk', 'Grace']);
    await taken(h, 'linus');
    expect(kept()).toEqual(['Ada', 'desk', 'Grace', 'Linus']);
    const before = h.engine.commands.length;
    done(h.switchboard.mute({ userId: 'linus', legId: h.personLeg('linus')?.legId ?? '', isMuted: true }));
    expect(h.engine.commands.slice(before).map(({ kind }) => kind)).toEqual(['mute']);
    done(h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' }));
    expect(kept()).toEqual(['desk', 'Grace', 'Linus']);
  });

  test('it ends with the call, and is finished', async () => {
    done(h.switchboard.keeping.start(desk));
    await settled();
    for (const userId of ['ada', 'grace']) h.switchboard.hangUp({ userId, legId: h.personLeg(userId)?.legId ?? '' });
    await settled();
    expect(places.told).toEqual(['r1 lent', 'r1 finished: it was ended']);
    expect(h.facts.filter(({ type }) => type === 'recordingStatus')).toMatchObject([{ status: 'recording' }, { status: 'notRecording' }]);
    expect(h.mistakes).toEqual([]);
  });

  test('no place can be had: whoever asked is told, and nothing is recorded', async () => {
    places.refuse = new Error('the disk is full');
    done(h.switchboard.keeping.start(desk));
    await settled();
    expect(h.notices.at(-1)).toMatchObject({ kind: 'keepingEnded', what: 'startRecording', problem: { message: 'the disk is full' } });
    expect(h.engine.last('keepRoom')).toBeUndefined();
    expect(h.switchboard.calls()[0]?.group?.keeping).toBeUndefined();
  });

  test('it is ended before a place is there: that is put back when it comes', async () => {
    let lend = (): void => undefined;
    places.wait = new Promise((resolve) => (lend = resolve));
    done(h.switchboard.keeping.start(desk));
    done(h.switchboard.keeping.stop(desk));
    expect(h.told().slice(-2)).toEqual(['desk keepingEnded startRecording failed', 'desk keepingEnded stopRecording']);
    lend();
    await settled();
    expect(places.told).toEqual(['r1 lent', 'r1 discarded']);
    expect(h.engine.last('keepRoom')).toBeUndefined();
  });

  test('the call is over before a place is there', async () => {
    let lend = (): void => undefined;
    places.wait = new Promise((resolve) => (lend = resolve));
    done(h.switchboard.keeping.start(desk));
    for (const userId of ['ada', 'grace']) h.switchboard.hangUp({ userId, legId: h.personLeg(userId)?.legId ?? '' });
    lend();
    await settled();
    expect(places.told).toEqual(['r1 lent', 'r1 discarded']);
  });

  test('the media process dies: what there is is finished, and the meeting goes on in a second recording', async () => {
    done(h.switchboard.keeping.start(desk));
    await settled();
    const { callId } = h.switchboard.calls()[0] ?? { callId: '' };
    h.engine.facts.tell('roomsLost', { roomIds: [callId], reason: 'killed' });
    await settled();
    expect(places.told).toEqual(['r1 lent', 'r1 finished: killed', 'r2 lent']);
    expect(h.engine.last('keepRoom')).toMatchObject({ recordingId: 'r2', roomId: callId });
    expect(h.told().filter((each) => each.includes('startRecording'))).toHaveLength(1);
    done(h.switchboard.keeping.stop(desk));
    await settled();
    expect(places.told.at(-1)).toBe('r2 finished: it was ended');
    expect(h.mistakes).toEqual([]);
  });

  test('it cannot be written any more: everybody is told, and what there is is finished', async () => {
    done(h.switchboard.keeping.start(desk));
    await settled();
    const lines = said();
    h.engine.kept.delete('r1');
    h.engine.facts.tell('keepingEnded', { recordingId: 'r1', outcome: 'failed', message: 'the disk is full' });
    await settled();
    expect(lines).toEqual([
      'The recording of this call broke off: the disk is full.',
      'The recording of this call broke off: the disk is full.',
    ]);
    expect(places.told.at(-1)).toBe('r1 finished: the disk is full');
    expect(h.switchboard.calls()[0]?.group?.keeping).toBeUndefined();
    expect(h.facts.filter(({ type }) => type === 'recordingStatus').at(-1)).toMatchObject({ status: 'failed' });
  });

  test('a house without a place refuses', async () => {
    h = house();
    desk = await threeTalk(h);
    expect(h.switchboard.keeping.isPossible).toBe(false);
    expect(h.switchboard.keeping.start(desk)).toMatchObject({ ok: false, code: 'switchboard/not-allowed' });
  });
});

test('a call between two is not recorded', async () => {
  const desk = await atDesk(h);
  expect(h.switchboard.keeping.start(desk)).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
});

describe('in a meeting', () => {
  const leg = (userId: string): { userId: string; legId: string } => ({ userId, legId: h.personLeg(userId)?.legId ?? '' });

  test('organizer and presenters begin and end it, attendees and those in the lobby do neither', async () => {
    h = house({
      recordings: places,
      meetings: bookOf(meeting('organization', { presenters: { scope: 'named', userIds: ['grace'] } })),
    });
    for (const userId of ['ada', 'grace', 'linus', 'eve']) await dialled(h, userId, '5550100');
    expect(h.switchboard.keeping.startByPerson(leg('linus'))).toMatchObject({ ok: false, code: 'switchboard/not-allowed' });
    expect(h.switchboard.keeping.startByPerson(leg('eve'))).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
    done(h.switchboard.keeping.startByPerson(leg('grace')));
    await settled();
    expect(places.asked).toMatchObject([
      {
        madeBy: { id: 'grace', name: 'Grace' },
        subject: 'Every week',
        meetingId: 'weekly',
        joinMeetingId: '5550100',
        organizer: { id: 'ada', name: 'Ada' },
      },
    ]);
    expect(kept()).toEqual(['Ada', 'Grace', 'Linus']);
    expect(h.switchboard.keeping.stopByPerson(leg('linus'))).toMatchObject({ ok: false });
    done(h.switchboard.keeping.stopByPerson(leg('ada')));
    await settled();
    expect(places.told.at(-1)).toBe('r1 finished: it was ended');
  });

  test('a link to it is in the chat when it is saved, also when the meeting is over', async () => {
    for (const userId of ['ada', 'grace']) await dialled(h, userId, '5550100');
    done(h.switchboard.keeping.startByPerson(leg('ada')));
    await settled();
    for (const userId of ['ada', 'grace']) h.switchboard.hangUp(leg(userId));
    await settled();
    const { threadId } = meeting();
    expect(h.switchboard.chats.of(threadId)).toMatchObject([{ from: { id: 'ada' }, text: 'Recording: /library/r1' }]);
    expect(h.facts.filter(({ type }) => type === 'posted')).toHaveLength(1);
  });
});

test('at the end of the house all that is kept is finished', async () => {
  const desk = await threeTalk(h);
  done(h.switchboard.keeping.start(desk));
  await settled();
  await h.switchboard[Symbol.asyncDispose]();
  expect(places.told).toEqual(['r1 lent', 'r1 finished: it was ended']);
});
