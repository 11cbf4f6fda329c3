/** Captions, interpretation and transcripts at a page: what a line can have, what it chose, and who is sent which caption. */
import { expect, test } from 'vitest';
import { sourceIdsOf } from '../../switchboard/source-ids.ts';
import { bookOf, done, meeting } from '../../switchboard/test-house.ts';
import { houseOffers, TestSpeech } from '../../switchboard/transcribing/test-speech.ts';
import type { LineLanguages, PhoneLine } from '../../wire/live/page-event.ts';
import { inMeeting, legOf, liveHouse, type LiveHouse } from './test-live-house.ts';
import type { TestPage } from './test-page.ts';

const lineOf = (page: TestPage): PhoneLine | undefined => page.last('phone')?.phone.lines[0];
const languages = (page: TestPage): LineLanguages | undefined => page.last('languages')?.languages;
const captionsOf = (page: TestPage): readonly string[] =>
  page.events.flatMap((event) => (event.kind === 'caption' ? [`${event.caption.speaker}: ${event.caption.text}`] : []));

/** A bot with media of its own in the meeting; gives its leg. */
async function bot(house: LiveHouse): Promise<string> {
  const key = { by: 'joinMeetingId', joinMeetingId: '5550100' } as const;
  const media = { bridge: { soundsApart: 4, pictures: 0 } };
  const { legId } = done(house.switchboard.joinMeeting({ appId: 'echo', callbackUri: 'http://localhost/in', key, media }));
  house.engine.facts.tell('legConnected', { legId });
  await house.clock.settle();
  return legId;
}

test('captions of the house: whoever switches them on gets them in her language, nobody else is sent any', async () => {
  const speech = new TestSpeech();
  const house = liveHouse({ meetings: bookOf(meeting()), speech });
  const ada = await inMeeting(house, 'ada', 1);
  const grace = await inMeeting(house, 'grace', 2);
  expect(languages(ada)).toEqual({ ...houseOffers, canCaption: true, by: 'Rollcall', hasCaptions: false });
  expect(await ada.ask({ kind: 'captions', legId: legOf(ada), isOn: true, language: 'de' })).toMatchObject({
    ok: false,
    error: { code: 'switchboard/not-offered', message: 'Nobody in this call makes captions in de.' },
  });
  expect(await ada.ask({ kind: 'captions', legId: legOf(ada), isOn: true, language: 'es' })).toMatchObject({ ok: true });
  await house.clock.settle();
  expect(languages(ada)).toMatchObject({ hasCaptions: true, language: 'es' });
  const said = { callId: house.callId(), legId: legOf(grace), captionId: 's', isFinal: true };
  speech.facts.tell('caption', { ...said, text: 'Hello', language: 'en-US' });
  speech.facts.tell('caption', { ...said, text: 'Hola', language: 'es', isTranslation: true });
  expect(captionsOf(ada)).toEqual(['Grace: Hola']);
  expect(ada.last('caption')?.caption).not.toHaveProperty('isTranslation');
  expect(captionsOf(grace)).toEqual([]);
  const { length } = ada.events.filter(({ kind }) => kind === 'languages');
  await grace.ask({ kind: 'raiseHand', legId: legOf(grace), isRaised: true });
  await house.clock.settle();
  expect(ada.events.filter(({ kind }) => kind === 'languages')).toHaveLength(length);
  await ada.ask({ kind: 'captions', legId: legOf(ada), isOn: false });
  await house.clock.settle();
  expect(languages(ada)).toMatchObject({ hasCaptions: false });
  expect(languages(ada)?.language).toBeUndefined();
});

test('a bot that captions and interprets: who does it is shown, with whether what is said leaves the machine', async () => {
  const house = liveHouse({ meetings: bookOf(meeting()) });
  const ada = await inMeeting(house, 'ada', 1);
  expect(languages(ada)).toMatchObject({ canCaption: false, remedy: 'Let a bot into the call that makes captions.', captions: [] });
  const legId = await bot(house);
  const transcriber = { name: 'cloud', leavesMachine: true, sendsTo: 'api.example' };
  house.engine.facts.tell('offered', { legId, spoken: 'en', captions: ['fr'], voices: ['es'], transcriber });
  await house.clock.settle();
  expect(languages(ada)).toMatchObject({ canCaption: true, by: 'echo', spoken: 'en', captions: ['fr'], voices: ['es'], transcriber });
  expect(await ada.ask({ kind: 'interpretation', legId: legOf(ada), language: 'es' })).toMatchObject({ ok: true });
  await house.clock.settle();
  expect(languages(ada)).toMatchObject({ voice: 'es', hasCaptions: false });
  const { participantId = '' } = lineOf(ada)?.group?.participants.find(({ isMe }) => isMe) ?? {};
  expect(house.engine.last('tellWants')?.wants.voices).toEqual([{ language: 'es', sourceIds: [sourceIdsOf(participantId).sound] }]);
  await ada.ask({ kind: 'captions', legId: legOf(ada), isOn: true });
  house.engine.facts.tell('captioned', { legId, captionId: '7', sourceId: sourceIdsOf(participantId).sound, text: 'Well', isFinal: false });
  expect(captionsOf(ada)).toEqual(['Ada: Well']);
  house.switchboard.hangUpApp({ appId: 'echo', legId });
  await house.clock.settle();
  expect(languages(ada)).toMatchObject({ canCaption: false, voices: [], hasCaptions: true });
  expect(languages(ada)?.voice).toBeUndefined();
  expect(await ada.ask({ kind: 'interpretation', legId: legOf(ada), language: null })).toMatchObject({ ok: true });
});

test('a transcript is kept at the word of those who may, everybody sees it, and a window that comes back is told its languages', async () => {
  const speech = new TestSpeech();
  const house = liveHouse({ meetings: bookOf(meeting('everyone', { presenters: { scope: 'named', userIds: [] } })), speech });
  const ada = await inMeeting(house, 'ada', 1);
  const grace = await inMeeting(house, 'grace', 2);
  expect(await grace.ask({ kind: 'startTranscript', legId: legOf(grace) })).toMatchObject({
    ok: false,
    error: { code: 'switchboard/not-allowed', message: 'Attendees cannot keep a transcript.' },
  });
  expect(lineOf(grace)?.transcribedBy).toBeUndefined();
  expect(await ada.ask({ kind: 'startTranscript', legId: legOf(ada) })).toMatchObject({ ok: true });
  await house.clock.advance(10);
  for (const page of [ada, grace]) {
    expect(lineOf(page)).toMatchObject({ transcribedBy: ['Ada'], group: { transcript: 'running' } });
    expect(page.last('notice')).toMatchObject({ text: 'Ada keeps a transcript of this call.' });
  }
  expect(await ada.ask({ kind: 'stopTranscript', legId: legOf(ada) })).toMatchObject({ ok: true });
  await house.clock.advance(10);
  expect([lineOf(grace)?.transcribedBy, lineOf(grace)?.group?.transcript]).toEqual([undefined, undefined]);
  expect(speech.told).toEqual(['t1 begun', 't1 finished: Ada ended it']);
});
