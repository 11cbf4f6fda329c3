/** The house records a meeting at the word of a page: who may, and what everybody sees. */
import { expect, test } from 'vitest';
import { TestPlaces } from '../../switchboard/keeping/test-places.ts';
import { bookOf, meeting } from '../../switchboard/test-house.ts';
import type { PhoneLine } from '../../wire/live/page-event.ts';
import { inMeeting, legOf, liveHouse } from './test-live-house.ts';
import type { TestPage } from './test-page.ts';

const lineOf = (page: TestPage): PhoneLine | undefined => page.last('phone')?.phone.lines[0];

test('organizer and presenters begin and end it, everybody sees who records, and the link is in the chat', async () => {
  const places = new TestPlaces();
  const house = liveHouse({
    meetings: bookOf(meeting('everyone', { presenters: { scope: 'named', userIds: [] } })),
    recordings: places,
  });
  const ada = await inMeeting(house, 'ada', 1);
  const grace = await inMeeting(house, 'grace', 2);
  expect([lineOf(ada)?.group?.mayRecord, lineOf(grace)?.group?.mayRecord]).toEqual([true, false]);
  expect(await grace.ask({ kind: 'startRecording', legId: legOf(grace) })).toMatchObject({
    ok: false,
    error: { code: 'switchboard/not-allowed', message: 'Attendees cannot record the call.' },
  });
  expect(await ada.ask({ kind: 'startRecording', legId: legOf(ada) })).toMatchObject({ ok: true });
  await house.clock.advance(10);
  for (const page of [ada, grace]) {
    expect(lineOf(page)).toMatchObject({ recordedBy: ['Ada'], group: { recording: 'running' } });
    expect(lineOf(page)?.group?.participants.map(({ party, isRecording }) => [party.name, isRecording])).toEqual([
      ['Grace', false],
      ['Ada', true],
    ]);
    expect(page.last('notice')).toMatchObject({ text: 'Ada records this call.' });
  }
  expect(await ada.ask({ kind: 'startRecording', legId: legOf(ada) })).toMatchObject({ ok: false });
  expect(await ada.ask({ kind: 'stopRecording', legId: legOf(ada) })).toMatchObject({ ok: true });
  await house.clock.advance(10);
  expect([lineOf(grace)?.recordedBy, lineOf(grace)?.group?.recording]).toEqual([[], undefined]);
  expect(grace.last('chat')).toMatchObject({ messages: [{ from: { name: 'Ada' }, text: 'Recording: /library/r1' }] });
});

test('a house that keeps nothing offers nothing', async () => {
  const house = liveHouse({ meetings: bookOf(meeting()) });
  const ada = await inMeeting(house, 'ada', 1);
  expect(lineOf(ada)?.group?.mayRecord).toBe(false);
  expect(await ada.ask({ kind: 'startRecording', legId: legOf(ada) })).toMatchObject({ ok: false });
});
