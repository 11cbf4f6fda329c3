/** A bot that some alone hear: how it joins, the routing group that it makes, changes and deletes, and what cannot be. */
import { expect, test } from 'vitest';
import type { CarrierCall } from '../../call/platform.ts';
import { botParticipant, participantNamed } from './fake-service.ts';
import { established, wired, type Wired } from './test-platform.ts';

async function joined(apart: boolean): Promise<Wired & { readonly call: CarrierCall; readonly groups: unknown[] }> {
  const world = await wired();
  const groups: unknown[] = [];
  world.far.replies.push(({ method, path, body }) => {
    if (!path.includes('audioRoutingGroups')) return undefined;
    groups.push([method, path.split('/').slice(5).join('/'), body]);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    return Response.json({ ...body, id: 'group-1' }, { status: method === 'POST' ? 201 : 200 });
  });
  const call = await world.platform.join({ id: '123 456 789' }, { guestName: 'Interpreter', apart });
  await world.far.notifyCall('updated', call.info.id, established);
  await world.far.notifyRoster(call.info.id, [botParticipant(), participantNamed('ada'), participantNamed('grace')]);
  await world.clock.settle();
  return { ...world, call, groups };
}

test('it joins apart, and is heard by those alone whom it speaks to, who hear the others more quietly', async () => {
  const { call, far, groups } = await joined(true);
  expect(far.asked('calls').at(-1)?.body).toMatchObject({ mediaConfig: { removeFromDefaultAudioGroup: true } });
  expect(await call.roster.speakTo?.([])).toEqual({ kind: 'done' });
  expect(groups).toEqual([]);
  await call.roster.speakTo?.(['participant-ada'], { duckDb: 12 });
  await call.roster.speakTo?.(['participant-ada', 'participant-grace'], { duckDb: 12 });
  await call.roster.speakTo?.([]);
  const group = { '@odata.type': '#microsoft.graph.audioRoutingGroup', sources: ['participant-bot'], '@rollcall.duckDb': 12 };
  expect(groups).toEqual([
    ['POST', 'audioRoutingGroups', { ...group, routingMode: 'oneToOne', receivers: ['participant-ada'] }],
    [
      'PATCH',
      'audioRoutingGroups/group-1',
      { ...group, id: 'group-1', routingMode: 'multicast', receivers: ['participant-ada', 'participant-grace'] },
    ],
    ['DELETE', 'audioRoutingGroups/group-1', {}],
  ]);
});

test('to all is to everybody who is there, and to whoever comes', async () => {
  const { call, far, clock, groups } = await joined(true);
  await call.roster.speakTo?.('all');
  await far.notifyRoster(call.info.id, [botParticipant(), ...['ada', 'grace', 'linus'].map((name) => participantNamed(name))]);
  await clock.settle();
  expect(groups.map((each) => (each as [string, string, { receivers: readonly string[] }])[2].receivers)).toEqual([
    ['participant-ada', 'participant-grace'],
    ['participant-ada', 'participant-grace', 'participant-linus'],
  ]);
});

test('a bot that did not join apart is told how to, and a refusal names what can be done instead', async () => {
  const { call } = await joined(false);
  await expect(call.roster.speakTo?.(['participant-ada'])).rejects.toMatchObject({ code: 'call/cannot', message: /apart: true/ });
  expect(await call.roster.speakTo?.('all')).toEqual({ kind: 'done' });
  const other = await joined(true);
  other.far.replies.unshift(({ path }) =>
    path.includes('audioRoutingGroups') ? Response.json({ error: { code: '7504', message: 'No.' } }, { status: 403 }) : undefined,
  );
  await expect(other.call.roster.speakTo?.(['participant-ada'])).rejects.toMatchObject({ code: 'call/cannot', message: /Instead: / });
});
