import type { CallRecords } from '@microsoft/microsoft-graph-types';
import { describe, expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { CallRecord, Session } from '../../../../wire/graph/call-record.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { testAround, type TestAround } from '../test-around.ts';

/** Ada calls Grace, who answers; they talk for a minute. */
async function talked(t: TestAround): Promise<string> {
  const { callId, legId } = await dialled(t.h, 'ada', '202');
  await t.h.clock.advance(5_000);
  t.h.switchboard.answer({ userId: 'grace', pageId: 'page-grace', legId: t.h.personLeg('grace')?.legId ?? '' });
  await t.h.engine.connect({ roomId: callId, legId: t.h.personLeg('grace')?.legId ?? '', offer: '' });
  await t.h.clock.advance(60_000);
  t.h.switchboard.hangUp({ userId: 'ada', legId });
  await t.h.clock.advance(60_000);
  return callId;
}

describe('when a call between two is over', () => {
  test('its record has its times, who was in it, and one session', async () => {
    const t = await testAround();
    const callId = await talked(t);
    const record = await t.json<CallRecord>(
      'GET',
      `/communications/callRecords/${callId}?$expand=sessions($expand=segments),participants_v2`,
    );
    // What our types say must be what Microsoft's say, but for declarations of annotations.
    const known: CallRecords.CallRecord = record;
    expect(known).toMatchObject({
      id: callId,
      version: 1,
      type: 'peerToPeer',
      modalities: ['audio'],
      startDateTime: '2026-01-01T00:00:00.000Z',
      endDateTime: '2026-01-01T00:01:05.000Z',
      organizer_v2: { id: 'ada', identity: { user: { id: 'ada', displayName: 'Ada' } } },
      participants: [{ user: { id: 'ada' } }, { user: { id: 'grace' } }],
      participants_v2: [{ id: 'ada' }, { id: 'grace' }],
    } satisfies CallRecords.CallRecord);
    expect(record.sessions).toMatchObject([
      {
        id: callId,
        isTest: false,
        caller: { associatedIdentity: { id: 'ada', userPrincipalName: 'ada@contoso.example' }, userAgent: { platform: 'web' } },
        callee: { associatedIdentity: { id: 'grace' } },
        failureInfo: null,
        segments: [{ id: callId, media: [] }],
      },
    ] as unknown as Session[]);
    expect(await t.json('GET', `/communications/callRecords/${callId}`)).not.toHaveProperty('sessions');
    expect(await t.json('GET', `/communications/callRecords/${callId}/sessions/${callId}/segments`)).toMatchObject({
      value: [{ id: callId }],
    });
    expect(await t.json('GET', `/communications/callRecords/${callId}/organizer_v2`)).toMatchObject({ id: 'ada' });
  });

  test('it is listed, by its time and by who was in it, as for others it is not there', async () => {
    const t = await testAround();
    const callId = await talked(t);
    const ids = async (query: string, tenantId = 'tenant-1'): Promise<unknown> =>
      (await t.json<{ value?: CallRecord[] }>('GET', `/communications/callRecords${query}`, undefined, { tenantId })).value?.map(
        ({ id }) => id,
      );
    expect(await ids('')).toEqual([callId]);
    expect(await ids("?$filter=startDateTime ge 2026-01-01T00:00:00Z and participants_v2/any(p:p/id eq 'grace')")).toEqual([callId]);
    expect(await ids("?$filter=participants_v2/any(p:p/id eq 'linus')")).toEqual([]);
    expect(await ids('?$filter=startDateTime lt 2026-01-01T00:00:00Z')).toEqual([]);
    expect(await ids("?$filter=shoeSize eq '7'")).toBeUndefined();
    expect(await ids('', 'tenant-2')).toEqual([]);
    expect((await t.ask('GET', `/communications/callRecords/${callId}`, undefined, { tenantId: 'tenant-2' })).status).toBe(404);
    await t.h.clock.advance(31 * 24 * 60 * 60_000);
    expect((await t.ask('GET', `/communications/callRecords/${callId}`)).status, 'after 30 days').toBe(404);
  });

  test('a call that nobody answered says so, and with an app it names it as such', async () => {
    const t = await testAround();
    const { callId } = await dialled(t.h, 'ada', '202');
    await t.h.clock.advance(10 * 60_000);
    const [session] = (await t.json<{ value: Session[] }>('GET', `/communications/callRecords/${callId}/sessions?$expand=segments`)).value;
    expect(session?.failureInfo).toMatchObject({ stage: 'callSetup', reason: 'Nobody answered.' });
    const desk = await dialled(t.h, 'ada', '100');
    expect((await t.ask('GET', `/communications/callRecords/${desk.callId}`)).status, 'while it is up').toBe(404);
    await t.h.clock.advance(10 * 60_000);
    const { participants } = await t.json<CallRecord>('GET', `/communications/callRecords/${desk.callId}`);
    expect(participants).toContainEqual({ application: expect.objectContaining({ id: 'desk' }) });
  });
});

test('of a meeting everybody has a session for each time that she was there', async () => {
  const t = await testAround();
  const meeting = await t.json<OnlineMeeting>('POST', '/users/grace/onlineMeetings', { lobbyBypassSettings: { scope: 'everyone' } });
  const ada = await dialled(t.h, 'ada', meeting.joinMeetingIdSettings.joinMeetingId);
  const linus = await dialled(t.h, 'linus', meeting.joinMeetingIdSettings.joinMeetingId);
  await t.h.clock.advance(60_000);
  t.h.switchboard.hangUp({ userId: 'ada', legId: ada.legId });
  t.h.switchboard.hangUp({ userId: 'linus', legId: linus.legId });
  await t.h.clock.advance(10 * 60_000);
  const record = await t.json<CallRecord>('GET', `/communications/callRecords/${ada.callId}?$expand=sessions`);
  expect(record).toMatchObject({ type: 'groupCall', joinWebUrl: meeting.joinWebUrl, organizer_v2: { id: 'grace' } });
  expect(record.sessions?.map(({ id, caller, callee }) => [id, caller.associatedIdentity?.id, callee['@odata.type']])).toEqual([
    [ada.legId, 'ada', '#microsoft.graph.callRecords.serviceEndpoint'],
    [linus.legId, 'linus', '#microsoft.graph.callRecords.serviceEndpoint'],
  ]);
});

test('there is no trunk: lists of telephone calls are empty, and ask for their times', async () => {
  const t = await testAround();
  const span = '(fromDateTime=2026-01-01,toDateTime=2026-02-01)';
  for (const name of ['getPstnCalls', 'microsoft.graph.callRecords.getDirectRoutingCalls', 'getSmsLog'])
    expect(await t.json('GET', `/communications/callRecords/${name}${span}`)).toMatchObject({ value: [] });
  expect((await t.ask('GET', '/communications/callRecords/getPstnCalls')).status).toBe(400);
  expect((await t.ask('GET', '/communications/callRecords/x?$expand=cats')).status).toBe(404);
});
