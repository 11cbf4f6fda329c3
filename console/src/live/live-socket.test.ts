/** The page's connection: answers find their questions, and what is lost comes back. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PageEvent } from '../../../src/wire/live/page-event.ts';
import { LiveSocket } from './live-socket.ts';

/** A socket whose far end is the test. */
class FarEnd extends EventTarget {
  readyState = 0;
  readonly sent: { id: number; command: { kind: string } }[] = [];

  send(frame: string): void {
    this.sent.push(JSON.parse(frame) as FarEnd['sent'][number]);
  }

  say(event: PageEvent): void {
    this.readyState = 1;
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }

  vanish(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

const hello: PageEvent = { kind: 'hello', version: '1', instance: 'one', iceServers: [] };

function connected(): { live: LiveSocket; ends: FarEnd[]; events: PageEvent[] } {
  const ends: FarEnd[] = [];
  const events: PageEvent[] = [];
  const live = new LiveSocket({
    url: 'ws://test/live',
    onEvent: (event) => events.push(event),
    open: () => {
      ends.push(new FarEnd());
      return ends.at(-1) as unknown as WebSocket;
    },
  });
  live.connect();
  return { live, ends, events };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a command', () => {
  test('is settled by the reply with its id, in whatever order replies come', async () => {
    const { live, ends } = connected();
    ends[0]?.say(hello);
    const first = live.request({ kind: 'signOut' });
    const second = live.request({ kind: 'watchCall', callId: 'c' });
    const [one, two] = ends[0]?.sent ?? [];
    ends[0]?.say({
      kind: 'reply',
      id: two?.id ?? -1,
      ok: false,
      error: { code: 'x', message: 'No such call.', remedy: 'Look at the list.' },
    });
    ends[0]?.say({ kind: 'reply', id: one?.id ?? -1, ok: true, result: 'done' });
    await expect(first).resolves.toBe('done');
    await expect(second).rejects.toMatchObject({ code: 'x', message: 'No such call.', remedy: 'Look at the list.' });
  });

  test('is refused at once while there is no connection', async () => {
    await expect(connected().live.request({ kind: 'signOut' })).rejects.toMatchObject({ code: 'live/not-connected' });
  });

  test('fails when the connection goes before the reply', async () => {
    const { live, ends } = connected();
    ends[0]?.say(hello);
    const asked = live.request({ kind: 'signOut' });
    ends[0]?.vanish();
    await expect(asked).rejects.toMatchObject({ code: 'live/not-connected' });
  });

  test('fails when no reply comes within 20 seconds', async () => {
    const { live, ends } = connected();
    ends[0]?.say(hello);
    const asked = expect(live.request({ kind: 'signOut' })).rejects.toMatchObject({ code: 'live/no-answer' });
    vi.advanceTimersByTime(20_000);
    await asked;
  });
});

describe('a lost connection', () => {
  test('is tried again, ever more slowly, and the pace starts over once it is back', () => {
    const { live, ends } = connected();
    ends[0]?.vanish();
    expect(live.link.get()).toMatchObject({ status: 'waiting', attempt: 1 });
    vi.advanceTimersByTime(500);
    expect(ends).toHaveLength(2);
    ends[1]?.vanish();
    vi.advanceTimersByTime(500);
    expect(ends).toHaveLength(2);
    vi.advanceTimersByTime(500);
    expect(ends).toHaveLength(3);
    ends[2]?.say(hello);
    expect(live.link.get()).toEqual({ status: 'open' });
    ends[2]?.vanish();
    expect(live.link.get()).toMatchObject({ attempt: 1 });
  });

  test('is tried at once when asked, and only once', () => {
    const { live, ends } = connected();
    ends[0]?.vanish();
    live.connect();
    live.connect();
    vi.advanceTimersByTime(10_000);
    expect(ends).toHaveLength(2);
  });
});

test('events reach the page; a reply to nobody and a binary frame do not', () => {
  const { ends, events } = connected();
  ends[0]?.say(hello);
  ends[0]?.say({ kind: 'reply', id: 99, ok: true, result: null });
  ends[0]?.dispatchEvent(new MessageEvent('message', { data: new ArrayBuffer(4) }));
  expect(events).toEqual([hello]);
});
