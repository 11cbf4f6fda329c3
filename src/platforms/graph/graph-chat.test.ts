/** Hearing of messages in a chat: told by a subscription that is renewed, or looked for where none is given. */
import { expect, test } from 'vitest';
import type { CarrierCall } from '../../call/platform.ts';
import { service } from './fake-service.ts';
import { wired, type Wired } from './test-platform.ts';

const MINUTE = 60_000;

type World = Wired & { readonly call: CarrierCall; readonly told: string[]; readonly write: (text: string) => void };

/** A call with a chat; `subscription` answers whoever asks to be told. */
async function world(subscription: () => Response): Promise<World> {
  const wires = await wired();
  const { far, ring, clock } = wires;
  const messages: object[] = [];
  const write = (content: string): void => {
    const createdDateTime = new Date(clock.wallMs()).toISOString();
    messages.unshift({ id: String(messages.length + 1), createdDateTime, messageType: 'message', from: { user: { id: 'ada', displayName: 'Ada' } }, body: { contentType: 'text', content } }); // prettier-ignore
  };
  far.replies.push(({ method, path }) => {
    if (path.endsWith('/messages') && method === 'GET') return Response.json({ value: messages });
    if (path.endsWith('/subscriptions')) return subscription();
    return undefined;
  });
  write('before');
  const call = await ring('call-1', { chatInfo: { threadId: '19:x@thread.v2' } });
  const told: string[] = [];
  call.facts.on('messagePosted', ({ message }) => told.push(message.text));
  await call.chat?.listen();
  await clock.settle();
  return { ...wires, call, told, write };
}

const given = (id: string): Response => Response.json({ id, expirationDateTime: '2030-01-01T00:00:00Z' }, { status: 201 });
const refused = (): Response => Response.json({ error: { code: 'Forbidden', message: 'No.' } }, { status: 403 });

async function change({ platform, far, clock }: World, more: object = {}): Promise<void> {
  const { clientState } = far.last('subscriptions').body;
  const body = JSON.stringify({ value: [{ clientState, ...more }] });
  const request = new Request(`${service.publicUrl}/changes`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  expect((await platform.fetch(request)).status).toBe(202);
  await clock.settle();
}

test('a message is told once, when the service says that there is one; what was there before is not', async () => {
  const w = await world(() => given('s1'));
  w.write('hello');
  w.write('and more');
  await w.clock.advance(10_000);
  expect(w.told).toEqual([]);
  await change(w);
  await change(w);
  expect(w.told).toEqual(['hello', 'and more']);
});

test('the subscription is renewed as long as the call lasts, at once when the service asks, and given up after it', async () => {
  const w = await world(() => given('s1'));
  const renewals = (): number => w.far.seen.filter(({ method }) => method === 'PATCH').length;
  await w.clock.advance(41 * MINUTE);
  expect(renewals()).toBe(1);
  await change(w, { lifecycleEvent: 'reauthorizationRequired' });
  expect(renewals()).toBe(2);
  await w.clock.advance(40 * MINUTE);
  expect(renewals()).toBe(3);
  await w.call.hangUp();
  await w.clock.settle();
  expect(w.far.seen.filter(({ method, path }) => method === 'DELETE' && path.endsWith('/subscriptions/s1'))).toHaveLength(1);
});

test.each(['subscriptionRemoved', 'a renewal that is refused with 404'])('after %s it subscribes anew, and misses nothing', async (how) => {
  let made = 0;
  const w = await world(() => given(`s${String(++made)}`));
  w.far.replies.unshift(({ method, path }) =>
    method === 'PATCH' && path.endsWith('/s1')
      ? Response.json({ error: { code: 'NotFound', message: 'Gone.' } }, { status: 404 })
      : undefined,
  );
  w.write('meanwhile');
  if (how === 'subscriptionRemoved') await change(w, { lifecycleEvent: 'subscriptionRemoved' });
  else await w.clock.advance(41 * MINUTE);
  expect([made, w.told]).toEqual([2, ['meanwhile']]);
});

test('where no subscription is given it looks every two seconds; also when a second one is refused', async () => {
  let made = 0;
  const w = await world(() => (++made === 1 ? given('s1') : refused()));
  await change(w, { lifecycleEvent: 'subscriptionRemoved' });
  w.write('unsaid');
  await w.clock.advance(2_100);
  expect(w.told).toEqual(['unsaid']);
  const other = await world(refused);
  other.write('quiet');
  await other.clock.advance(2_100);
  expect(other.told).toEqual(['quiet']);
  await other.call.hangUp();
  const before = other.far.seen.length;
  await other.clock.advance(10_000);
  expect(other.far.seen).toHaveLength(before);
});

test('a chat that the app may not read says which permission it wants', async () => {
  const { far, ring } = await wired();
  far.replies.push(({ path }) => (path.endsWith('/messages') ? refused() : undefined));
  const call = await ring('call-1', { chatInfo: { threadId: '19:x@thread.v2' } });
  await expect(call.chat?.listen()).rejects.toMatchObject({ code: 'call/cannot', message: /Instead: grant the app Chat.Read.All/ });
});
