import { expect, test } from 'vitest';
import { done, house, taken, threeTalk, type House } from './test-house.ts';

const legOf = (h: House, userId: string) => h.personLeg(userId) ?? { legId: '', participantId: '' };

test('nothing is routed while all hear all', async () => {
  const h = house();
  await threeTalk(h);
  expect(h.engine.last('route')).toBeUndefined();
});

test('a group is made, changed and deleted, each with one command in legs', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const [ada, grace] = [legOf(h, 'ada'), legOf(h, 'grace')];
  const made = { routingMode: 'oneToOne', sources: [ada.participantId], receivers: [grace.participantId] } as const;
  const { group } = done(h.switchboard.putRoutingGroup({ ...desk, group: made }));
  expect(h.engine.last('route')).toMatchObject({ apart: [], groups: [{ sources: [ada.legId], receivers: [grace.legId] }] });
  done(
    h.switchboard.putRoutingGroup({
      ...desk,
      group: { ...group, routingMode: 'multicast', sources: [ada.participantId, grace.participantId] },
    }),
  );
  expect(h.engine.last('route')).toMatchObject({ groups: [{ sources: [ada.legId, grace.legId] }] });
  h.switchboard.dropRoutingGroup({ ...desk, groupId: group.groupId });
  expect(h.engine.last('route')).toMatchObject({ apart: [], groups: [] });
  expect(h.engine.commands.filter(({ kind }) => kind === 'route')).toHaveLength(3);
  expect(h.switchboard.dropRoutingGroup({ ...desk, groupId: group.groupId })).toMatchObject({ code: 'switchboard/unknown-group' });
});

test('one who is invited apart hears only what a group brings; a group that everybody has left names nobody', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.invite({ ...desk, invitees: [{ target: { kind: 'person', userId: 'linus' }, isApart: true }] });
  expect(h.engine.last('route')).toBeUndefined();
  await taken(h, 'linus');
  const linus = legOf(h, 'linus');
  expect(h.engine.last('route')).toMatchObject({ apart: [linus.legId], groups: [] });
  const sources = [h.appLeg('desk')?.participantId ?? ''];
  done(h.switchboard.putRoutingGroup({ ...desk, group: { routingMode: 'oneToOne', sources, receivers: [linus.participantId] } }));
  expect(h.engine.last('route')).toMatchObject({ groups: [{ sources: [desk.legId], receivers: [linus.legId] }] });
  h.switchboard.hangUp({ userId: 'linus', legId: linus.legId });
  expect(h.engine.last('route')).toMatchObject({ apart: [], groups: [] });
  expect(done(h.switchboard.readCall(desk)).call.group?.routingGroups).toHaveLength(1);
});

test('groups that make no sense are refused', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const [ada, grace] = [legOf(h, 'ada').participantId, legOf(h, 'grace').participantId];
  for (const [group, code] of [
    [{ routingMode: 'oneToOne', sources: [ada, grace], receivers: [ada] }, 'switchboard/bad-group'],
    [{ routingMode: 'oneToOne', sources: [ada], receivers: [] }, 'switchboard/bad-group'],
    [{ routingMode: 'multicast', sources: [ada], receivers: ['x'] }, 'switchboard/unknown-participant'],
    [{ groupId: 'x', routingMode: 'multicast', sources: [ada], receivers: [grace] }, 'switchboard/unknown-group'],
  ] as const)
    expect(h.switchboard.putRoutingGroup({ ...desk, group })).toMatchObject({ ok: false, code });
  expect(h.engine.last('route')).toBeUndefined();
});

test('so many groups and no more', async () => {
  const h = house({ limits: { participants: 3 } });
  const desk = await threeTalk(h);
  const ids = [legOf(h, 'ada').participantId];
  const results = [1, 2, 3, 4].map(() =>
    h.switchboard.putRoutingGroup({ ...desk, group: { routingMode: 'multicast', sources: ids, receivers: ids } }),
  );
  expect(results.map((result) => result.ok || result.code)).toEqual([true, true, true, 'switchboard/queue-full']);
});
