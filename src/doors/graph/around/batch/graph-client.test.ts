import { BatchRequestContent, BatchResponseContent, Client, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client';
import type { CallRecords, OnlineMeeting, Presence, Subscription, User } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { listenAt, presenceWish } from '../subscriptions/test-listener.ts';
import { testAround } from '../test-around.ts';

const t = await testAround();

/** Microsoft's own client, with the door in place of the network. */
const client = Client.initWithMiddleware({
  middleware: {
    async execute(context) {
      const { method = 'GET', body } = context.options ?? {};
      const headers = Object.fromEntries(new Headers(context.options?.headers as Record<string, string>));
      const sent = typeof body === 'string' ? body : undefined;
      context.response = await t.ask(method, context.request as string, sent, { headers });
    },
  },
});

test('Microsoft’s client turns the pages of a list', async () => {
  const first = (await client.api('/users').top(2).select('displayName').get()) as PageCollection;
  const seen: (string | null | undefined)[] = [];
  const pages = new PageIterator(client, first, ({ displayName }: User) => seen.push(displayName) > 0);
  await pages.iterate();
  expect(seen).toEqual(['Ada', 'Grace', 'Linus']);
});

test('Microsoft’s client puts a batch together and takes it apart', async () => {
  const json = { 'Content-Type': 'application/json' };
  // The client takes the host away and nothing more; within a batch an address has no version.
  const of = (path: string, init?: RequestInit): Request => new Request(`https://graph.microsoft.com${path}`, init);
  const content = new BatchRequestContent([
    { id: '1', request: of('/users/ada/onlineMeetings', { method: 'POST', headers: json, body: JSON.stringify({ subject: 'Batch' }) }) },
    { id: '2', request: of('/users/nobody'), dependsOn: ['1'] },
    { id: '3', request: of('/users/grace'), dependsOn: ['2'] },
  ]);
  const answer = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
  expect([...answer.getResponses()].map(([id, { status }]) => [id, status])).toEqual([
    ['1', 201],
    ['2', 404],
    ['3', 424],
  ]);
  expect(await answer.getResponseById('1').json()).toMatchObject({ subject: 'Batch' } satisfies OnlineMeeting);
});

test('Microsoft’s client makes, finds and ends what surrounds calls', async () => {
  const meetings = '/users/ada/onlineMeetings';
  const { id = '', joinWebUrl } = (await client.api(`${meetings}/createOrGet`).post({ externalId: 'x' })) as OnlineMeeting;
  const found = (await client
    .api(meetings)
    .filter(`joinWebUrl eq '${String(joinWebUrl)}'`)
    .get()) as { value: OnlineMeeting[] };
  expect(found.value.map((each) => each.id)).toEqual([id]);
  expect(await client.api(`${meetings}/${id}`).patch({ subject: 'New' })).toMatchObject({ subject: 'New' });
  await client.api(`${meetings}/${id}`).delete();
  await expect(client.api(`${meetings}/${id}`).get()).rejects.toMatchObject({ statusCode: 404, code: 'NotFound' });
  const presences = (await client.api('/communications/getPresencesByUserId').post({ ids: ['ada'] })) as { value: Presence[] };
  expect(presences.value).toMatchObject([{ availability: 'Offline' }]);
  listenAt(t);
  const subscription = (await client.api('/subscriptions').post(presenceWish)) as Subscription;
  await client.api(`/subscriptions/${String(subscription.id)}`).delete();
  const records = (await client.api('/communications/callRecords').get()) as { value: CallRecords.CallRecord[] };
  expect(records.value).toEqual([]);
});
