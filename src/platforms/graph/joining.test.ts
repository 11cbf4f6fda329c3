/** Going to a meeting, and calling several at once, on Graph: what goes over the wire, and what is no meeting. */
import { describe, expect, test } from 'vitest';
import { service } from './fake-service.ts';
import { established, wired } from './test-platform.ts';

const refusal = (status: number, code: string): Response => Response.json({ error: { code, message: 'No.' } }, { status });

describe('a meeting', () => {
  const tenantId = 'aa67bd4c-8475-432d-bd41-39f255720e0a';
  const context = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: 'the organizer' }));
  const link = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=${context}`;

  test.each([
    ['its link', { link }, {
      chatInfo: { '@odata.type': '#microsoft.graph.chatInfo', threadId: '19:meeting_x@thread.v2', messageId: '0' },
      meetingInfo: { '@odata.type': '#microsoft.graph.organizerMeetingInfo', organizer: { user: { id: 'the organizer', tenantId } }, allowConversationWithoutHost: true },
    }],
    ['the text of an invitation', { link: 'Meeting ID: 264 183 392 744\nPasscode: abc' }, { meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: '264183392744', passcode: 'abc' } }],
    ['its id', { id: '264 183 392 744' }, { meetingInfo: { joinMeetingId: '264183392744', passcode: null } }],
    ['a token', { token: 'ey' }, { meetingInfo: { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token: 'ey' } }],
  ])('is joined by %s', async (_, meeting, body) => {
    const { platform, far, clock } = await wired();
    const call = await platform.join(meeting);
    expect(far.last('calls').body).toMatchObject({ ...body, targets: [], requestedModalities: ['audio'], tenantId: service.tenantId });
    expect(call.state.status).toBe('connecting');
    await far.notifyCall('updated', 'dialled-1', established);
    await clock.settle();
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  }); // prettier-ignore

  test.each([
    [404, 'NotFound'],
    [400, '8561'],
    [403, '8560'],
  ])('that the service does not know (%i %s) is told apart from a fault', async (status, code) => {
    const { platform, far } = await wired();
    far.replies.push(({ path }) => (path.endsWith('/calls') ? refusal(status, code) : undefined));
    await expect(platform.join({ id: '123' })).rejects.toMatchObject({
      code: 'call/no-meeting',
      cause: expect.objectContaining({ code: 'platform/refused' }) as Error,
    });
    await expect(platform.dial({ user: 'ada' })).rejects.toMatchObject({ code: 'platform/refused' });
  });

  test.each([
    ['hello', /no join link/],
    [link.replace(/\?.*/, ''), /does not say who organizes/],
  ])('that is none (%s) is an error in words, and nothing is sent', async (text, words) => {
    const { platform, far } = await wired();
    await expect(platform.join({ link: text })).rejects.toMatchObject({
      code: 'platform/no-meeting',
      message: expect.stringMatching(words) as string,
    });
    expect(far.seen).toEqual([]);
  });
});

describe('a group call', () => {
  test('is made to several at once', async () => {
    const { platform, far } = await wired();
    await platform.dialGroup([{ user: 'ada' }, { user: 'grace' }], { subject: 'Lunch' });
    expect(far.last('calls').body).toMatchObject({
      targets: [{ identity: { user: { id: 'ada' } } }, { identity: { user: { id: 'grace' } } }],
      subject: 'Lunch',
      source: { identity: { application: { id: service.appId } } },
    });
  });

  test.each([1, 6])('is not made to %i', async (count) => {
    const { platform } = await wired();
    await expect(platform.dialGroup(Array.from({ length: count }, () => ({ user: 'ada' })))).rejects.toThrow(/2 to 5 people/);
  });
});
