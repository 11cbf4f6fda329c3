import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { directory } from '../test-house.ts';
import { PresenceBoard } from './presence-board.ts';

const session = { sessionId: 's', availability: 'Available', activity: 'Available' };

async function board(log = memoryFactLog(), clock = virtualClock()) {
  const atPage = new Set<string>();
  const opened = await PresenceBoard.open({
    log,
    clock,
    directory,
    calls: () => [],
    isAtPage: (userId) => atPage.has(userId),
    onError: (error) => {
      throw error;
    },
  });
  const changes: string[] = [];
  opened.facts.on('changed', ({ userId, activity }) => void changes.push(`${userId} ${activity}`));
  return { opened, changes, clock, atPage, log };
}

test('it tells each change once, also those that time brings', async () => {
  const { opened, changes, clock, atPage } = await board();
  await opened.setSession('ada', session, 20 * 60_000);
  await opened.setSession('ada', session, 20 * 60_000);
  atPage.add('grace');
  opened.look('grace');
  opened.look('grace');
  opened.lookAround();
  await clock.advance(60 * 60_000);
  expect(changes).toEqual(['ada Available', 'grace Available', 'ada AvailableInactive', 'ada Away', 'ada Offline']);
});

test('what was said survives a restart, and runs out in time', async () => {
  const { opened, clock, log } = await board();
  await opened.setSession('ada', session, 20 * 60_000);
  await opened.setPreferred('ada', { availability: 'Busy', activity: 'Busy', expiresMs: clock.wallMs() + 5 * 60_000 });
  opened[Symbol.dispose]();
  const again = await board(log, clock);
  expect(again.opened.of('ada')).toMatchObject({ availability: 'Busy' });
  await clock.advance(30 * 60_000);
  expect(again.changes).toEqual(['ada AvailableInactive', 'ada Away', 'ada Offline']);
});
