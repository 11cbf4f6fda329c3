/** Webhooks as a receiver gets them, and what is on record of them. */
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { Webhooks, type Hook, type WebhooksOptions } from './webhooks.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const url = 'https://receiver.test/hook';

type Got = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };
type Answering = (got: Got, nth: number) => Response | Promise<Response>;

class Receiver {
  readonly got: Got[] = [];
  underWay = 0;
  mostUnderWay = 0;
  answer: Answering = () => new Response(null, { status: 204 });

  readonly fetch: typeof globalThis.fetch = async (address, init) => {
    const got = {
      url: typeof address === 'string' ? address : '',
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : '',
    };
    this.got.push(got);
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    try {
      return await this.answer(got, this.got.length);
    } finally {
      this.underWay--;
    }
  };
}

/** Receivers look at the time of a signature by their own clock. */
function world(more: Partial<WebhooksOptions> = {}, hooks: readonly Hook[] = [{ url, secret }]) {
  const clock = virtualClock(realClock().wallMs());
  const receiver = new Receiver();
  const options = { hooks, facts: memoryFactLog(), tenantId: 't', fetch: receiver.fetch, clock, random: seededRandom(1), ...more };
  return { clock, receiver, options, open: () => Webhooks.open(options) };
}

const states = async (webhooks: Webhooks): Promise<readonly string[]> => (await webhooks.deliveries()).deliveries.map(({ state }) => state);
const outcomes = async (webhooks: Webhooks): Promise<readonly string[]> =>
  (await webhooks.deliveries()).deliveries.flatMap(({ tries }) => tries.map(({ outcome }) => outcome));

async function told(clock: VirtualClock, webhooks: Webhooks, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await webhooks.tell('recordingSaved', id, { durationMs: 60_000 });
  await clock.settle();
}

test('a receiver that knows Standard Webhooks takes it as genuine, and not when it was changed', async () => {
  const { clock, receiver, open } = world();
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  const [{ body, headers } = { body: '', headers: {} }] = receiver.got;
  expect(new Webhook(secret).verify(body, headers)).toEqual({
    type: 'recordingSaved',
    timestamp: new Date(clock.wallMs()).toISOString(),
    data: { recordingId: 'rec-1', durationMs: 60_000 },
  });
  expect(() => new Webhook(secret).verify(body.replace('rec-1', 'rec-2'), headers)).toThrow();
  expect(await states(webhooks)).toEqual(['delivered']);
});

test('names are told only to hooks that have them included, and nothing of what is gone', async () => {
  const named = { url: 'https://named.test/', secret, includeNames: true };
  const describe = async (id: string): ReturnType<NonNullable<WebhooksOptions['describe']>> =>
    id === 'gone' ? undefined : { subject: 'Weekly', people: [{ id: 'u1', name: 'Adele' }] };
  const { clock, receiver, options, open } = world({ describe }, [{ url, secret }, named]);
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1', 'gone');
  const data = receiver.got.map(({ body }) => (JSON.parse(body) as { data: unknown }).data);
  expect(data).toContainEqual({ recordingId: 'rec-1', durationMs: 60_000, subject: 'Weekly', people: [{ id: 'u1' }] });
  expect(data).toContainEqual({ recordingId: 'rec-1', durationMs: 60_000, subject: 'Weekly', people: [{ id: 'u1', name: 'Adele' }] });
  expect(data.filter((each) => JSON.stringify(each) === '{"recordingId":"gone","durationMs":60000}')).toHaveLength(2);
  const kept = JSON.stringify(await options.facts.read({ tenant: 't' }));
  expect([kept.includes('Adele'), kept.includes('Weekly'), kept.includes(secret)]).toEqual([false, false, false]);
});

test('a hook gets the events that it wants', async () => {
  const { clock, receiver, open } = world({}, [{ url, secret, events: ['recordingFailed'] }]);
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  await webhooks.tell('recordingFailed', 'rec-1');
  await clock.settle();
  expect(receiver.got.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['recordingFailed']);
});

test('it is tried ever later for about a day with the same id, and then given up', async () => {
  const { clock, receiver, open } = world();
  receiver.answer = () => new Response('no', { status: 500 });
  await using webhooks = await open();
  const beganMs = clock.now();
  const triedMs: number[] = [];
  receiver.answer = () => {
    triedMs.push(clock.now() - beganMs);
    return new Response('no', { status: 500 });
  };
  await told(clock, webhooks, 'rec-1');
  await clock.advance(36 * 3_600_000);
  expect(triedMs).toHaveLength(9);
  const waits = triedMs.slice(1).map((at, i) => at - (triedMs[i] ?? 0));
  for (const [i, wait] of waits.entries()) if (i > 0) expect(wait).toBeGreaterThan(waits[i - 1] ?? 0);
  expect((triedMs.at(-1) ?? 0) / 3_600_000).toBeGreaterThan(18);
  expect((triedMs.at(-1) ?? 0) / 3_600_000).toBeLessThan(30);
  expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await states(webhooks)).toEqual(['givenUp']);
  expect(await outcomes(webhooks)).toEqual(Array.from({ length: 9 }, () => 'answered 500'));
});

test('each try is signed at its own time', async () => {
  const { clock, receiver, open } = world();
  receiver.answer = (_, nth) => new Response(null, { status: nth === 1 ? 503 : 200 });
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  await clock.advance(60_000);
  const [one, two] = receiver.got.map(({ headers }) => Number(headers['webhook-timestamp']));
  expect((two ?? 0) - (one ?? 0)).toBeGreaterThanOrEqual(4);
  expect(await states(webhooks)).toEqual(['delivered']);
});

test('a receiver that asks for a pause is given it', async () => {
  const { clock, receiver, open } = world();
  receiver.answer = () => new Response(null, { status: 429, headers: { 'retry-after': '600' } });
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  await clock.advance(599_000);
  expect(receiver.got).toHaveLength(1);
  await clock.advance(2_000);
  expect(receiver.got).toHaveLength(2);
});

test('410 disables the receiver, also after a restart; sending again enables it', async () => {
  const { clock, receiver, options, open } = world();
  receiver.answer = () => new Response(null, { status: 410 });
  const first = await open();
  await told(clock, first, 'rec-1', 'rec-2');
  expect(await states(first)).toEqual(['givenUp', 'givenUp']);
  expect(receiver.got).toHaveLength(1);
  await first[Symbol.asyncDispose]();
  await using second = await Webhooks.open(options);
  await told(clock, second, 'rec-3');
  expect((await second.deliveries()).deliveries).toHaveLength(2);
  receiver.answer = () => new Response();
  const [latest] = (await second.deliveries()).deliveries;
  expect(await second.sendAgain(latest?.deliveryId ?? '')).toBe(true);
  await told(clock, second, 'rec-4');
  await clock.settle();
  expect(await states(second)).toEqual(['delivered', 'delivered', 'givenUp']);
});

test('a redirect is not followed', async () => {
  const { clock, receiver, open } = world();
  receiver.answer = () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.test/' } });
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  expect(await outcomes(webhooks)).toEqual(['answered with a redirect, which is not followed']);
});

test('a receiver that never answers is left after 15 s, whatever its connection does', async () => {
  const { clock, receiver, open } = world();
  receiver.answer = () => new Promise(() => undefined);
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  await clock.advance(16_000);
  expect(await outcomes(webhooks)).toEqual(['no answer within 15 s']);
});

test('a receiver that cannot be reached is told of by its code alone', async () => {
  const { clock, receiver, open } = world();
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:443'), { code: 'ECONNREFUSED' });
  receiver.answer = () => Promise.reject(new TypeError('fetch failed', { cause: refused }));
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1');
  expect(await outcomes(webhooks)).toEqual(['could not be reached: ECONNREFUSED']);
});

test('what waits goes on at the next start, and history stays', async () => {
  const { clock, receiver, options, open } = world();
  receiver.answer = () => new Response(null, { status: 500 });
  const first = await open();
  await told(clock, first, 'rec-1');
  await first[Symbol.asyncDispose]();
  await clock.advance(3_600_000);
  expect(receiver.got).toHaveLength(1);
  receiver.answer = () => new Response();
  await using second = await Webhooks.open(options);
  await clock.settle();
  expect(await states(second)).toEqual(['delivered']);
  expect(await outcomes(second)).toEqual(['answered 500', 'answered 200']);
});

test('what was under way when the program stopped is sent again with the same id', async () => {
  const { clock, receiver, options, open } = world();
  receiver.answer = (_, nth) => (nth === 1 ? new Promise(() => undefined) : new Response());
  const first = await open();
  await told(clock, first, 'rec-1');
  await first[Symbol.asyncDispose]();
  await using second = await Webhooks.open(options);
  await clock.settle();
  expect(receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual([
    receiver.got[0]?.headers['webhook-id'],
    receiver.got[0]?.headers['webhook-id'],
  ]);
  expect(await states(second)).toEqual(['delivered']);
});

test('one host gets one at a time in order; eight hosts at most are served at once', async () => {
  const hooks = Array.from({ length: 12 }, (_, i) => ({ url: `https://host-${String(i)}.test/`, secret }));
  const { clock, receiver, open } = world({}, hooks);
  let perHost = 0;
  const busy = new Map<string, number>();
  receiver.answer = async ({ url: address }) => {
    busy.set(address, (busy.get(address) ?? 0) + 1);
    perHost = Math.max(perHost, busy.get(address) ?? 0);
    await clock.sleep(1_000);
    busy.set(address, (busy.get(address) ?? 0) - 1);
    return new Response();
  };
  await using webhooks = await open();
  await told(clock, webhooks, 'rec-1', 'rec-2', 'rec-3');
  await clock.advance(60_000);
  expect([receiver.mostUnderWay, perHost, receiver.got.length]).toEqual([8, 1, 36]);
  const first = receiver.got.filter(({ url: address }) => address === 'https://host-0.test/').map(({ body }) => (JSON.parse(body) as { data: { recordingId: string } }).data.recordingId); // prettier-ignore
  expect(first).toEqual(['rec-1', 'rec-2', 'rec-3']);
});

test('sending again what is not known is answered with no', async () => {
  const { open } = world();
  await using webhooks = await open();
  expect(await webhooks.sendAgain('msg_nothing')).toBe(false);
});

test.each([
  ['no prefix', Buffer.alloc(32, 1).toString('base64')],
  ['too short', `whsec_${Buffer.alloc(8, 1).toString('base64')}`],
  ['no base64', 'whsec_!!!!'],
])('a secret with %s is refused, and not said', async (_, bad) => {
  const { open } = world({}, [{ url, secret: bad }]);
  const refusal: unknown = await open().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TypeError);
  expect((refusal as Error).message).not.toContain(bad);
});
