/** What is known of a meeting: from the call, from its organizer's list, and where the app may not read that. */
import { describe, expect, test } from 'vitest';
import type { Reply } from './fake-service.ts';
import { wired } from './test-platform.ts';

const organizer = { user: { id: 'grace', displayName: 'Grace Hopper' } };
const threadId = '19:meeting_x@thread.v2';
const answered = {
  id: 'm',
  subject: 'Compilers',
  startDateTime: '2026-03-02T09:00:00Z',
  endDateTime: '2026-03-02T10:00:00.0000000Z',
  joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/x',
  chatInfo: { threadId },
  joinMeetingIdSettings: { joinMeetingId: '123456789', passcode: 'abc' },
  participants: { organizer: { identity: organizer } },
};
const whole = {
  subject: 'Compilers',
  startMs: Date.UTC(2026, 2, 2, 9),
  endMs: Date.UTC(2026, 2, 2, 10),
  organizer: { id: 'grace', name: 'Grace Hopper' },
  joinMeetingId: '123456789',
  passcode: 'abc',
  joinUrl: 'https://teams.microsoft.com/l/meetup-join/x',
  threadId,
};
const refused = (status: number): Response => Response.json({ error: { code: 'Forbidden', message: 'No.' } }, { status });
const meetings =
  (reply: () => Response): Reply =>
  ({ path }) =>
    /\/onlineMeetings/.test(path) ? reply() : undefined;
const theCall: Reply = ({ method, path }) =>
  method === 'GET' && path.endsWith('/calls/dialled-1')
    ? Response.json({ id: 'dialled-1', state: 'established', chatInfo: { threadId }, meetingInfo: { organizer } })
    : undefined;

describe('a meeting', () => {
  test('that is joined by its id is read from its organizer, once', async () => {
    const { platform, far } = await wired();
    far.replies.push(
      theCall,
      meetings(() => Response.json({ value: [answered] })),
    );
    const call = await platform.join({ id: '123 456 789' });
    expect(await call.meeting()).toEqual(whole);
    expect(await call.meeting()).toEqual(whole);
    expect(far.asked('onlineMeetings')).toHaveLength(1);
  });

  test('into which the bot was invited is found by its chat', async () => {
    const { ring, far } = await wired();
    const paths: string[] = [];
    far.replies.push(
      ({ path }) => void (path.includes('onlineMeetings') && paths.push(path)),
      meetings(() => Response.json(answered)),
    );
    const call = await ring('call-1', { chatInfo: { threadId }, meetingInfo: { organizer }, subject: 'Old' });
    expect(await call.meeting()).toEqual(whole);
    const id = Buffer.from(decodeURIComponent(paths[0]?.split('/').at(-1) ?? ''), 'base64').toString();
    expect(id).toBe(`1*grace*0**${threadId}`);
  });

  test.each([401, 403, 404])('that the app may not read (%i) is what the call says of it, and is asked for again', async (status) => {
    const { platform, far } = await wired();
    let isRefused = true;
    far.replies.push(
      theCall,
      meetings(() => (isRefused ? refused(status) : Response.json({ value: [answered] }))),
    );
    const call = await platform.join({ id: '123456789', passcode: 'abc' });
    const known = { organizer: { id: 'grace', name: 'Grace Hopper' }, threadId, joinMeetingId: '123456789', passcode: 'abc' };
    expect(await call.meeting()).toEqual(known);
    isRefused = false;
    expect(await call.meeting()).toEqual(whole);
  });

  test('whose organizer nobody tells is its id', async () => {
    const { platform, far } = await wired();
    far.replies.push(({ method, path }) => (method === 'GET' && path.endsWith('/calls/dialled-1') ? refused(403) : undefined));
    const call = await platform.join({ id: '123456789' });
    expect(await call.meeting()).toEqual({ joinMeetingId: '123456789' });
    expect(far.asked('onlineMeetings')).toEqual([]);
  });

  test('there is none in a call between two, and nothing is asked', async () => {
    const { answered: up, far } = await wired();
    const call = await up();
    const before = far.seen.length;
    expect(await call.meeting()).toBeUndefined();
    expect(far.seen).toHaveLength(before);
  });

  test('a signal ends the asking with its reason', async () => {
    const { platform } = await wired();
    const call = await platform.join({ id: '123456789' });
    const reason = new Error('enough');
    await expect(call.meeting({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
