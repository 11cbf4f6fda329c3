import { expect, test } from 'vitest';
import type { SwitchboardFacts } from './call-loop.ts';
import { attendanceOf } from './records/attendance.ts';
import { CallRecords } from './records/call-records.ts';
import { done } from './test-house.ts';
import { appComes, bridge, comes, meetingHouse, pidOf } from './test-meeting.ts';

test('who speaks is told as it changes, never by the roster, and how long is in the attendance', async () => {
  const h = meetingHouse({ lobby: { scope: 'organization', invitedIds: [] } });
  const records = new CallRecords();
  h.switchboard.facts.on('told', ({ fact }) => records.take(fact));
  const told: SwitchboardFacts['speakersChanged'][] = [];
  let changes = 0;
  for (const userId of ['ada', 'grace', 'eve']) await comes(h, userId);
  appComes(h);
  h.switchboard.facts.on('speakersChanged', (each) => void told.push(each));
  h.switchboard.facts.on('callChanged', () => changes++);
  const [roomId, ada, grace, eve] = [h.switchboard.calls()[0]?.callId ?? '', ...['ada', 'grace', 'eve'].map((who) => h.personLeg(who)?.legId ?? '')] as const; // prettier-ignore
  const speak = async (legIds: readonly (string | undefined)[], ms: number): Promise<void> => {
    const up = legIds.filter((id) => id !== undefined);
    h.engine.facts.tell('speakers', { roomId, legIds: up, ...(up[0] === undefined ? {} : { dominantLegId: up[0] }) });
    await h.clock.advance(ms);
  };
  const { length } = h.notices;
  await speak([ada], 1_000);
  await speak([ada, grace, eve], 500);
  await speak([grace, 'nobody'], 250);
  await speak([], 10_000);
  expect(told.map(({ participantIds, dominantId }) => [participantIds, dominantId])).toEqual([
    [[pidOf(h, 'ada')], pidOf(h, 'ada')],
    [[pidOf(h, 'ada'), pidOf(h, 'grace')], pidOf(h, 'ada')],
    [[pidOf(h, 'grace')], pidOf(h, 'grace')],
    [[], undefined],
  ]);
  expect([h.notices.length, changes]).toEqual([length, 0]);
  await speak([grace], 50);
  h.switchboard.hangUp({ userId: 'grace', legId: grace ?? '' });
  expect(h.facts.findLast(({ type }) => type === 'legEnded')).toMatchObject({ spokenMs: 800 });
  h.switchboard.hangUp({ userId: 'ada', legId: ada ?? '' });
  await h.clock.advance(40 * 60_000);
  const report = records.ofMeeting('weekly').map(attendanceOf)[0];
  expect(report?.records.map(({ party, spokenMs }) => [party.id, spokenMs])).toEqual([
    ['ada', 1_500],
    ['grace', 800],
  ]);
});

test('captions name who speaks by the number of the source; the lobby captions nothing', async () => {
  const h = meetingHouse({ lobby: { scope: 'invited', invitedIds: ['desk', 'ada'] } });
  await comes(h, 'ada');
  const told: SwitchboardFacts['captioned'][] = [];
  h.switchboard.facts.on('captioned', (each) => void told.push(each));
  const { legId } = appComes(h, 'desk', bridge);
  const outside = appComes(h, 'echo', bridge);
  const sourceId = h.engine.commands.flatMap((each) => (each.kind === 'identify' ? [each.sourceId] : []))[0] ?? 0;
  const said = { captionId: '1', text: 'Hello', isFinal: true };
  h.engine.facts.tell('captioned', { legId, sourceId, ...said });
  h.engine.facts.tell('captioned', { legId, sourceId: 4_000_000, ...said });
  h.engine.facts.tell('captioned', { legId, ...said });
  h.engine.facts.tell('captioned', { legId: outside.legId, ...said });
  expect(told.map(({ caption }) => [caption.participantId, caption.speaker, caption.captionId])).toEqual([
    [pidOf(h, 'ada'), 'Ada', `${legId}/1`],
    [undefined, '', `${legId}/1`],
    [pidOf(h, 'desk'), 'desk', `${legId}/1`],
  ]);
});

test('how a leg fares is told with its call', async () => {
  const h = meetingHouse();
  const { legId } = await comes(h, 'ada');
  const told: unknown[] = [];
  h.switchboard.facts.on('quality', ({ legId: of, quality }) => told.push([of, quality]));
  h.engine.facts.tell('quality', { legId, in: { loss: 0.1, jitterMs: 3 } });
  h.engine.facts.tell('quality', { legId: 'nobody', in: { loss: 0.1, jitterMs: 3 } });
  expect(told).toEqual([[legId, { in: { loss: 0.1, jitterMs: 3 } }]]);
  done(h.switchboard.hangUp({ legId, userId: 'ada' }));
});
