import { describe, expect, test } from 'vitest';
import type { CallFact, CallNews } from '../call-fact.ts';
import type { Party } from '../directory.ts';
import { attendanceOf } from './attendance.ts';
import { CallRecords } from './call-records.ts';
import type { CallStory } from './call-story.ts';

const party = (id: string, kind: Party['kind'] = 'person'): Party => ({ kind, id, tenantId: 't', name: id, number: '' });
const [ada, grace, bot] = [party('ada'), party('grace'), party('bot', 'app')];
const fact = (atMs: number, news: CallNews, callId = 'c'): CallFact => ({ version: 1, callId, atMs, ...news });
const leg = (legId: string, who: Party): { readonly legId: string; readonly party: Party } => ({ legId, party: who });

const meeting: readonly CallFact[] = [
  fact(0, { type: 'callStarted', from: ada, to: party('m', 'nobody') }),
  fact(0, { type: 'becameGroup', threadId: '19:x', meetingId: 'm', subject: 'Weekly' }),
  fact(0, { type: 'legConnected', ...leg('1', ada) }),
  fact(10, { type: 'legInLobby', ...leg('2', grace), isInLobby: true }),
  fact(11, { type: 'legConnected', ...leg('2', grace) }),
  fact(20, { type: 'legInLobby', ...leg('2', grace), isInLobby: false, waitedMs: 10 }),
  fact(30, { type: 'legConnected', ...leg('3', grace) }),
  fact(40, { type: 'legEnded', ...leg('2', grace), as: 'hungUp', because: '', spokenMs: 7 }),
  fact(50, { type: 'legConnected', ...leg('4', bot) }),
  fact(60, { type: 'legMoved', ...leg('3', grace), otherCallId: 'd', isHere: false, spokenMs: 5 }),
  fact(70, { type: 'legRang', ...leg('5', party('linus')), because: 'invite' }),
  fact(80, { type: 'legEnded', ...leg('5', party('linus')), as: 'noAnswer', because: '' }),
  fact(100, { type: 'callEnded', because: 'All have left.' }),
];

describe('the story of a call', () => {
  test('is told when it is whole, and once', () => {
    const records = new CallRecords();
    const told: CallStory[] = [];
    records.facts.on('recorded', (story) => void told.push(story));
    for (const each of meeting) records.take(each);
    records.take(fact(101, { type: 'legEnded', ...leg('4', bot), as: 'lastOneLeft', because: '' }));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ startedMs: 0, endedMs: 100, endedBecause: 'All have left.', group: { meetingId: 'm' } });
    expect(told[0]?.stays.map(({ legId, heard, endedAs }) => [legId, heard.map(({ fromMs, toMs }) => [fromMs, toMs]), endedAs])).toEqual([
      ['1', [[0, 100]], undefined],
      ['2', [[20, 40]], 'hungUp'],
      ['3', [[30, 60]], undefined],
      ['4', [[50, 100]], undefined],
      ['5', [], 'noAnswer'],
    ]);
    expect(told[0]?.stays[1]).toMatchObject({ waitedMs: 10, spokenMs: 7 });
  });

  test('gives a meeting its attendance: people once, two windows together, no lobby, no app, nobody who did not come', () => {
    const records = new CallRecords();
    for (const each of meeting) records.take(each);
    expect(records.ofMeeting('m').map(attendanceOf)).toEqual([
      {
        reportId: 'c',
        meetingId: 'm',
        startedMs: 0,
        endedMs: 100,
        records: [
          { party: ada, intervals: [{ fromMs: 0, toMs: 100 }], totalMs: 100, spokenMs: 0 },
          { party: grace, intervals: [{ fromMs: 20, toMs: 60 }], totalMs: 40, spokenMs: 12 },
        ],
      },
    ]);
    expect(records.ofMeeting('other')).toEqual([]);
  });
});

test('calls of earlier runs are recalled; one that was cut off ended with its run, and nobody is told of it', () => {
  const records = new CallRecords();
  let told = 0;
  records.facts.on('recorded', () => told++);
  records.recall([
    ...meeting,
    fact(200, { type: 'callStarted', from: ada, to: grace }, 'cut'),
    fact(210, { type: 'legConnected', ...leg('1', ada) }, 'cut'),
    fact(220, { type: 'legConnected', ...leg('9', ada) }, 'without a beginning'),
  ]);
  expect(told).toBe(0);
  expect(records.list(300).map(({ callId }) => callId)).toEqual(['cut', 'c']);
  expect(records.get('cut', 300)).toMatchObject({ endedMs: 210, stays: [{ heard: [{ fromMs: 210, toMs: 210 }] }] });
});

test('old and many stories are forgotten', () => {
  const records = new CallRecords({ keptMs: 1_000, limit: 2 });
  for (const [index, callId] of ['a', 'b', 'c'].entries()) {
    records.take(fact(index * 600, { type: 'callStarted', from: ada, to: grace }, callId));
    records.take(fact(index * 600, { type: 'callEnded', because: '' }, callId));
  }
  expect(records.list(1_200).map(({ callId }) => callId)).toEqual(['c', 'b']);
  expect(records.list(1_700).map(({ callId }) => callId)).toEqual(['c']);
  expect(records.get('b', 1_700)).toBeUndefined();
});
