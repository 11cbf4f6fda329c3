/** Who shares content, from sessions and rosters in either order. */
import { describe, expect, test } from 'vitest';
import { notificationBody, notificationItem, type ChangeType } from '../../wire/graph/notification.ts';
import { botParticipant, participantNamed } from './fake-service.ts';
import { established, wired } from './test-platform.ts';

const screen = (direction: string): object => ({
  mediaStreams: [{ mediaType: 'videoBasedScreenSharing', label: 'applicationsharing-video', sourceId: '9', direction, serverMuted: false }],
});
const ada = (direction: string): object => participantNamed('ada', screen(direction));
const grace = (direction: string): object => participantNamed('grace', screen(direction));

async function meeting(): Promise<{
  readonly told: unknown[];
  readonly roster: (...people: readonly object[]) => Promise<void>;
  readonly session: (changeType: ChangeType, data: object) => Promise<void>;
  readonly asked: Record<string, unknown>;
}> {
  const { platform, far, clock } = await wired();
  const call = await platform.join({ id: '123456789' });
  await far.notifyCall('updated', 'dialled-1', established);
  const told: unknown[] = [];
  call.facts.on('sharingChanged', (fact) => told.push(fact));
  return {
    told,
    asked: far.last('calls').body,
    async roster(...people) {
      await far.notifyRoster('dialled-1', [botParticipant(), ...people]);
      await clock.settle();
    },
    async session(changeType, data) {
      await far.post(notificationBody([notificationItem(changeType, 'dialled-1/contentsharingsessions', data)]));
      await clock.settle();
    },
  };
}

describe('content that is shared', () => {
  test('is asked for when a bot joins', async () => {
    const { asked } = await meeting();
    expect(asked['callOptions']).toEqual({
      '@odata.type': '#microsoft.graph.outgoingCallOptions',
      isContentSharingNotificationEnabled: true,
    });
  });

  test('is told with its presenter, when another takes over, and when it is over', async () => {
    const { told, roster, session } = await meeting();
    await roster(ada('receiveOnly'), grace('receiveOnly'));
    await session('created', [{ id: 's' }]);
    await roster(ada('sendOnly'), grace('receiveOnly'));
    await roster(ada('receiveOnly'), grace('receiveOnly'));
    await roster(ada('receiveOnly'), grace('sendReceive'));
    await session('updated', [{ id: 's' }]);
    await session('deleted', [{ id: 's' }]);
    await roster(ada('receiveOnly'), grace('receiveOnly'));
    expect(told).toEqual([
      { isShared: true },
      { isShared: true, participantId: 'participant-ada' },
      { isShared: true, participantId: 'participant-grace' },
      { isShared: false },
    ]);
  });

  test('is told once when the roster is quicker, and beta names who it is', async () => {
    const { told, roster, session } = await meeting();
    await roster(ada('sendOnly'));
    await session('created', { id: 's' });
    await session('updated', { id: 's', presenterParticipantId: 'participant-grace' });
    expect(told).toEqual([
      { isShared: true, participantId: 'participant-ada' },
      { isShared: true, participantId: 'participant-grace' },
    ]);
  });

  test('is known by the roster alone where no session is told; an app that merely may share is behind people', async () => {
    const { told, roster, session } = await meeting();
    await session('created', [{ name: 'no id' }]);
    await roster(botParticipant(screen('sendOnly')), ada('sendReceive'));
    await roster(ada('inactive'));
    expect(told).toEqual([{ isShared: true, participantId: 'participant-ada' }, { isShared: false }]);
  });
});
