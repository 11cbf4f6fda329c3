import type { Chat as KnownChat, ChatMessage as KnownMessage } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import { chatMessage, type ChatMessage } from '../../../../wire/graph/chat-message.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { knownPermissions } from '../../permissions.ts';
import { answerBody } from '../../test-door.ts';
import type { AroundSettings } from '../around-settings.ts';
import { consentable } from '../around-permissions.ts';
import { listenAt, listenerUrl, minute, momentAt } from '../subscriptions/test-listener.ts';
import { testAround, type TestAround } from '../test-around.ts';

type Page = { readonly value: readonly ChatMessage[]; readonly '@odata.nextLink'?: string };
type InMeeting = {
  readonly t: TestAround;
  readonly chat: string;
  readonly threadId: string;
  readonly callId: string;
  readonly adaLeg: string;
};

/** Ada holds a meeting, and the desk has joined it. */
async function inMeeting({
  permissions = [...consentable, ...knownPermissions],
  settings = {},
}: { permissions?: readonly string[]; settings?: Partial<AroundSettings> } = {}): Promise<InMeeting> {
  // prettier-ignore
  const t = await testAround({ permissions: [...permissions, 'OnlineMeetings.ReadWrite.All', 'Calls.JoinGroupCall.All', 'Calls.Initiate.All'], settings });
  const meeting = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', { subject: 'Weekly', lobbyBypassSettings: { scope: 'everyone' } }); // prettier-ignore
  const { joinMeetingId } = meeting.joinMeetingIdSettings;
  await dialled(t.h, 'ada', joinMeetingId);
  const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId };
  const { id: callId } = await t.json<{ id: string }>('POST', '/communications/calls', { ...answerBody, meetingInfo });
  const { threadId } = meeting.chatInfo;
  return { t, threadId, chat: `/chats/${encodeURIComponent(threadId)}`, callId, adaLeg: t.h.personLeg('ada')?.legId ?? '' };
}

const linked = (page: Page): string => (page['@odata.nextLink'] ?? expect.fail('no link')).replace(/^http:\/\/[^/]+/, '');
const says = (content: string, contentType = 'text'): object => ({ body: { contentType, content } });

test('an app writes to the chat of its meeting, and reads what was written, newest first', async () => {
  const { t, chat, threadId, adaLeg } = await inMeeting();
  const response = await t.ask('POST', `${chat}/messages`, { body: { content: 'Hello World' } });
  expect(response.status).toBe(201);
  const written = (await response.json()) as KnownMessage & { '@odata.context': string };
  expect(written['@odata.context']).toMatch(/\$metadata#chats\('19%3Ameeting_.+%40thread\.v2'\)\/messages\/\$entity$/);
  expect(written).toMatchObject({
    chatId: threadId,
    messageType: 'message',
    body: { contentType: 'text', content: 'Hello World' },
    from: { user: null, application: { id: 'desk', displayName: 'desk', applicationIdentityType: 'bot' } },
  });
  await t.h.clock.advance(1_000);
  t.h.switchboard.chats.post({ legId: adaLeg, userId: 'ada', text: 'Hi & <b>bye</b>' });
  const { value } = await t.json<Page>('GET', `${chat}/messages`);
  expect(value.map(({ body }) => body)).toEqual([
    { contentType: 'text', content: 'Hi & <b>bye</b>' },
    { contentType: 'text', content: 'Hello World' },
  ]);
  expect(value[0]?.from).toMatchObject({ application: null, user: { id: 'ada', displayName: 'Ada', userIdentityType: 'aadUser' } });
  expect(await t.json('GET', `${chat}/messages/${value[0]?.id ?? ''}`)).toMatchObject({ id: value[0]?.id, body: value[0]?.body });
  expect((await t.ask('GET', `${chat}/messages/none`)).status).toBe(404);
  await t.close();
});

test('a message has the properties of the example on its page, and no others', async () => {
  const { t, chat } = await inMeeting();
  const message = await t.json('POST', `${chat}/messages`, says('Hello'));
  const documented = '@odata.context attachments body channelIdentity chatId createdDateTime deletedDateTime etag eventDetail from id importance lastEditedDateTime lastModifiedDateTime locale mentions messageHistory messageType policyViolation reactions replyToId subject summary webUrl'; // prettier-ignore
  expect(Object.keys(message).toSorted().join(' ')).toBe(documented);
  await t.close();
});

test('HTML is taken as the words that it says', async () => {
  const { t, chat } = await inMeeting();
  const { body } = await t.json<ChatMessage>('POST', `${chat}/messages`, says('<p>5 &gt; 4</p><script>x()</script><p>so</p>', 'html'));
  expect(body).toEqual({ contentType: 'text', content: '5 > 4\nso' });
  await t.close();
});

test('a long chat comes in pages that stay as they are while more is written', async () => {
  const { t, chat } = await inMeeting();
  for (let n = 1; n <= 5; n++) await t.ask('POST', `${chat}/messages`, says(`message ${String(n)}`));
  const texts = (page: Page): readonly string[] => page.value.map(({ body }) => body.content);
  const first = await t.json<Page>('GET', `${chat}/messages?$top=2`);
  await t.ask('POST', `${chat}/messages`, says('meanwhile'));
  const second = await t.json<Page>('GET', linked(first));
  const third = await t.json<Page>('GET', linked(second));
  expect([first, second, third].map(texts)).toEqual([['message 5', 'message 4'], ['message 3', 'message 2'], ['message 1']]); // prettier-ignore
  expect(third['@odata.nextLink']).toBeUndefined();
  await t.close();
});

test('messages are filtered by the moment that they are ordered by', async () => {
  const { t, chat } = await inMeeting();
  await t.ask('POST', `${chat}/messages`, says('early'));
  await t.h.clock.advance(60_000);
  const between = new Date(t.h.clock.wallMs() - 30_000).toISOString();
  await t.ask('POST', `${chat}/messages`, says('late'));
  const read = async (query: string): Promise<readonly string[]> => (await t.json<Page>('GET', `${chat}/messages?${query}`)).value.map(({ body }) => body.content); // prettier-ignore
  expect(await read(`$orderby=createdDateTime desc&$filter=createdDateTime lt ${between}`)).toEqual(['early']);
  expect(await read(`$orderby=lastModifiedDateTime desc&$filter=lastModifiedDateTime gt ${between}`)).toEqual(['late']);
  expect(await read(`$filter=createdDateTime lt ${between}`), 'ignored without the order').toEqual(['late', 'early']);
  await t.close();
});

test.each([
  ['$top=51', /50/],
  ['$top=0', /\$top/],
  ['$orderby=createdDateTime asc', /desc/],
  ['$orderby=subject desc', /createdDateTime/],
  ['$expand=replies', /\$expand/],
  ['$skiptoken=junk', /skiptoken/],
])('a list with %s is refused', async (query, words) => {
  const { t, chat } = await inMeeting();
  const response = await t.ask('GET', `${chat}/messages?${query}`);
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(words);
  await t.close();
});

test.each([
  ['no body', {}, 400],
  ['an empty text', says(''), 400],
  ['a blank text', says('  \n '), 400],
  ['HTML that says nothing', says('<p><br></p>', 'html'), 400],
  ['too long a text', says('x'.repeat(28_001)), 400],
  ['a kind of text that is none', says('x', 'markdown'), 400],
  ['an attachment', { ...says('x'), attachments: [{ id: '1' }] }, 501],
  ['a subject', { ...says('x'), subject: 'News' }, 501],
  ['importance', { ...says('x'), importance: 'urgent' }, 501],
  ['somebody else’s name', { ...says('x'), from: { user: { id: 'ada' } } }, 501],
] as const)('a message with %s is not taken', async (_, body, status) => {
  const { t, chat, threadId } = await inMeeting();
  expect((await t.ask('POST', `${chat}/messages`, body)).status).toBe(status);
  expect(t.h.switchboard.chats.of(threadId)).toEqual([]);
  await t.close();
});

test('the chat of a meeting is read by the permission for all chats, and written to by whoever takes part', async () => {
  const { t, chat, threadId } = await inMeeting();
  expect((await t.json<KnownChat>('GET', chat, undefined, { appId: 'echo' })) satisfies KnownChat).toMatchObject({
    id: threadId,
    topic: 'Weekly',
    chatType: 'meeting',
    tenantId: 'tenant-1',
    onlineMeetingInfo: { organizer: { id: 'ada' } },
  });
  expect((await t.ask('GET', `${chat}/messages`, undefined, { appId: 'echo' })).status).toBe(200);
  const refused = await t.ask('POST', `${chat}/messages`, says('from outside'), { appId: 'echo' });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toMatch(/does not take part/);
  expect((await t.ask('GET', chat, undefined, { tenantId: 'tenant-2' })).status, 'of another tenant').toBe(404);
  expect((await t.ask('GET', '/chats/19:nothing@thread.v2/messages')).status).toBe(404);
  await t.close();
});

test('with permissions for single chats an app sees those in which it takes part, and no others', async () => {
  const { t, chat, callId } = await inMeeting({ permissions: ['ChatMessage.Read.Chat', 'ChatMessage.ReadWriteSelected.Chat'] });
  expect((await t.ask('POST', `${chat}/messages`, says('hello'))).status).toBe(201);
  expect((await t.ask('GET', `${chat}/messages`)).status).toBe(200);
  expect((await t.ask('GET', chat)).status, 'the chat itself needs another').toBe(403);
  expect((await t.ask('GET', `${chat}/messages`, undefined, { appId: 'echo' })).status).toBe(403);
  await t.ask('DELETE', `/communications/calls/${callId}`);
  expect((await t.ask('GET', `${chat}/messages`)).status).toBe(403);
  await t.close();
});

test('an app without any of these permissions neither reads nor writes', async () => {
  const { t, chat } = await inMeeting({ permissions: [] });
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/messages'],
    ['POST', '/messages'],
  ] as const) {
    // prettier-ignore
    const response = await t.ask(method, `${chat}${path}`, method === 'POST' ? says('x') : undefined);
    expect(response.status).toBe(403);
    expect(await response.text()).toMatch(/needs (one of )?(Chat|Teamwork)/);
  }
  await t.close();
});

test('where applications may not write, as on Teams, they are told so', async () => {
  const { t, chat } = await inMeeting({ settings: { appsMayPost: false } });
  const response = await t.ask('POST', `${chat}/messages`, says('hello'));
  expect(response.status).toBe(403);
  expect(await response.text()).toMatch(/appsMayPost/);
  await t.close();
});

test('a subscription tells of each message, by its address; and no longer when the app has left', async () => {
  const { t, threadId, adaLeg, callId } = await inMeeting({ permissions: ['ChatMessage.Read.Chat'] });
  const listener = listenAt(t);
  const wish = { changeType: 'created', notificationUrl: listenerUrl, expirationDateTime: momentAt(60 * minute), clientState: 's' };
  expect((await t.ask('POST', '/subscriptions', { ...wish, resource: `/chats/${threadId}/messages` })).status).toBe(201);
  expect((await t.ask('POST', '/subscriptions', { ...wish, resource: '/chats/19:none@thread.v2/messages' })).status).toBe(404);
  expect((await t.ask('POST', '/subscriptions', { ...wish, resource: `/chats/${threadId}/messages` }, { appId: 'echo' })).status).toBe(403);
  t.h.switchboard.chats.post({ legId: adaLeg, userId: 'ada', text: 'Are you there?' });
  await t.h.clock.settle();
  const [told] = listener.heard;
  expect(told).toMatchObject({ changeType: 'created', clientState: 's', resourceData: { '@odata.type': '#Microsoft.Graph.chatMessage' } });
  expect(told).not.toHaveProperty('encryptedContent');
  const read = chatMessage.parse(await t.json('GET', `/${told?.resource ?? ''}`));
  expect(read).toMatchObject({ id: told?.resourceData?.id, body: { content: 'Are you there?' } });
  await t.ask('DELETE', `/communications/calls/${callId}`);
  t.h.switchboard.chats.post({ legId: adaLeg, userId: 'ada', text: 'Gone?' });
  await t.h.clock.settle();
  expect(listener.heard).toHaveLength(1);
  await t.close();
});
