import { expect, test } from 'vitest';
import { silentLog } from '../../../base/log.ts';
import { notificationItem } from '../../../wire/graph/notification.ts';
import { NotificationQueue, type Outgoing } from './notification-queue.ts';

function one(name: string, more: Partial<Outgoing> = {}): Outgoing {
  const changeType = name === 'incoming' ? 'created' : more.isLast ? 'deleted' : 'updated';
  return { callbackUri: 'http://a/', item: notificationItem(changeType, name, {}), worth: 'needed', isLast: false, ...more };
}

const update = (name: string): Outgoing => one(name, { worth: 'update' });
const snapshot = (name: string): Outgoing => one(name, { worth: 'snapshot' });
const last = one('end', { isLast: true });

/** A queue whose bot answers when it is told to. */
function queue({ limit = 100, batch = 1 }: { readonly limit?: number; readonly batch?: number } = {}): {
  readonly queue: NotificationQueue;
  readonly posts: string[];
  readonly done: () => boolean;
  answered(): Promise<void>;
  settled(): Promise<void>;
} {
  const posts: string[] = [];
  const waiting: (() => void)[] = [];
  let isDone = false;
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => void setImmediate(resolve));
  };
  return {
    queue: new NotificationQueue({
      limit,
      batch,
      log: silentLog,
      post: (together) => {
        posts.push(together.map(({ item }) => item.resource.replace('/app/calls/', '')).join(' '));
        return new Promise((resolve) => void waiting.push(resolve));
      },
      onDone: () => (isDone = true),
    }),
    posts,
    done: () => isDone,
    answered: async () => {
      waiting.shift()?.();
      await settled();
    },
    settled,
  };
}

test('one after the other: the next goes when the former was answered', async () => {
  const q = queue();
  for (const each of [one('incoming'), one('a'), last]) q.queue.push(each);
  await q.settled();
  expect(q.posts).toEqual(['incoming']);
  await q.answered();
  expect([q.posts, q.done()]).toEqual([['incoming', 'a'], false]);
  await q.answered();
  await q.answered();
  expect([q.posts, q.done()]).toEqual([['incoming', 'a', 'end'], true]);
});

test('in batches: those for one address together, incoming alone, no more than the batch holds', async () => {
  const q = queue({ batch: 3 });
  const elsewhere = one('d', { callbackUri: 'http://b/' });
  for (const each of [one('incoming'), one('a'), one('b'), one('c'), one('c2'), elsewhere, one('e'), last]) q.queue.push(each);
  await q.settled();
  for (let answers = 0; answers < 6; answers++) await q.answered();
  expect(q.posts).toEqual(['incoming', 'a b c', 'c2', 'd', 'e end']);
  expect(q.done()).toBe(true);
});

test('when it is full, the oldest update goes, and what is needed stays', async () => {
  const q = queue({ limit: 3 });
  q.queue.push(one('first'));
  await q.settled();
  for (const each of [update('1'), one('a'), update('2'), update('3'), one('b'), last]) q.queue.push(each);
  for (let answers = 0; answers < 8; answers++) await q.answered();
  expect(q.posts).toEqual(['first', 'a', 'b', 'end']);
});

test('when it is full, a roster goes that a later one outdates, but never the newest', async () => {
  const q = queue({ limit: 3 });
  q.queue.push(one('first'));
  await q.settled();
  for (const each of [snapshot('r1'), update('1'), snapshot('r2'), snapshot('r3'), update('2'), update('3')]) q.queue.push(each);
  for (let answers = 0; answers < 8; answers++) await q.answered();
  expect(q.posts).toEqual(['first', 'r3', '2', '3']);
});

test('a bot that hears nothing and goes on asking does not fill the memory', async () => {
  const q = queue({ limit: 3 });
  q.queue.push(one('first'));
  await q.settled();
  for (let more = 0; more < 500; more++) q.queue.push(one(`n${String(more)}`));
  q.queue.push(last);
  for (let answers = 0; answers < 600; answers++) await q.answered();
  expect(q.posts).toHaveLength(31);
  expect(q.posts.slice(-2)).toEqual(['n499', 'end']);
});

test('closed, it begins nothing more', async () => {
  const q = queue();
  q.queue.push(one('a'));
  q.queue.push(one('b'));
  await q.settled();
  q.queue.close();
  q.queue.push(one('c'));
  await q.answered();
  expect(q.posts).toEqual(['a']);
});
