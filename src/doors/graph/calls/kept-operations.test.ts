import { expect, test } from 'vitest';
import { virtualClock } from '../../../base/virtual-clock.ts';
import { Operations } from './kept-operations.ts';

test('operations are kept in order and as they are now, the oldest go when there are too many', () => {
  const operations = new Operations({ clock: virtualClock(), limit: 2, keptMs: 1_000 });
  operations.keep('leg', { id: '1', status: 'running' });
  operations.keep('leg', { id: '2', status: 'running' });
  operations.keep('leg', { id: '1', status: 'completed' });
  operations.keep('other', { id: '9', status: 'running' });
  expect(operations.of('leg')).toEqual([
    { id: '1', status: 'completed' },
    { id: '2', status: 'running' },
  ]);
  operations.keep('leg', { id: '3', status: 'running' });
  expect(operations.of('leg').map(({ id }) => id)).toEqual(['2', '3']);
  expect(operations.of('nobody')).toEqual([]);
});

test('they go a while after their call', async () => {
  const clock = virtualClock();
  const operations = new Operations({ clock, limit: 2, keptMs: 1_000 });
  operations.keep('leg', { id: '1', status: 'running' });
  operations.callEnded('leg');
  await clock.advance(999);
  expect(operations.of('leg')).toHaveLength(1);
  await clock.advance(1);
  expect(operations.of('leg')).toEqual([]);
});
