/** Messages of the service that get lost: the bot looks how the call stands, and goes on. */
import { describe, expect, test } from 'vitest';
import type { Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import type { Reply } from './fake-service.ts';
import { established, wired, type Wired } from './test-platform.ts';

const second: Sound = { name: 'second', wav: writeWav(new Int16Array(16_000).fill(7)) };
const recording = { bargeIn: false, beep: true, initialSilenceMs: 5_000, maxSilenceMs: 2_500, maxDurationMs: 60_000, stopKeys: ['#'] };
const gone = { error: { code: '8522', message: 'Call not found.' } };

/** What is answered to whoever reads the call. */
function stands({ far }: Wired, answer: object, status = 200): void {
  const reply: Reply = ({ method, path }) =>
    method === 'GET' && path.endsWith('/calls/call-1') ? Response.json(answer, { status }) : undefined;
  far.replies.push(reply);
}

const reads = ({ far }: Wired): number => far.seen.filter(({ method, path }) => method === 'GET' && path.endsWith('/calls/call-1')).length;

describe('an answer of which no more is heard', () => {
  test('is up when the service says so to whoever asks', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', ...established });
    const call = await all.ring();
    const answering = call.answer();
    await all.clock.advance(9_999);
    expect(reads(all)).toBe(0);
    await all.clock.advance(1);
    expect(await answering).toEqual({ kind: 'answered' });
  });

  test('was taken when only its 202 and the word of it got lost', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', ...established });
    const cut = new TypeError('fetch failed', { cause: Object.assign(new Error('cut'), { code: 'ECONNRESET' }) });
    all.far.replies.push(({ path }) => {
      if (!path.endsWith('/answer')) return undefined;
      return all.far.asked('answer').length === 1
        ? Promise.reject(cut)
        : Response.json({ error: { code: 'Conflict', message: '' } }, { status: 409 });
    });
    const answering = (await all.ring()).answer();
    await all.clock.advance(2_000);
    expect(await answering).toEqual({ kind: 'answered' });
  });

  test('was not taken when the service says that it still rings', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', state: 'incoming' });
    all.far.replies.push(({ path }) =>
      path.endsWith('/answer') ? Response.json({ error: { code: 'Conflict', message: '' } }, { status: 409 }) : undefined,
    );
    await expect((await all.ring()).answer()).rejects.toMatchObject({ status: 409 });
  });

  test('has ended when the service no longer knows the call', async () => {
    const all = await wired();
    stands(all, gone, 404);
    const answering = (await all.ring()).answer();
    await all.clock.advance(11_000);
    expect(await answering).toMatchObject({ kind: 'ended', reason: { code: 404 } });
  });

  test('fails after half a minute when nothing can be learnt', async () => {
    const all = await wired();
    stands(all, { error: { code: 'InternalServerError', message: '' } }, 500);
    const answering = expect((await all.ring()).answer()).rejects.toMatchObject({ code: 'platform/no-sound' });
    await all.clock.advance(30_000);
    await answering;
    expect(reads(all)).toBe(2);
  });
});

describe('a prompt whose end is not told', () => {
  test('counts as played 15 s after it must have been over', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', ...established });
    const playing = (await all.answered()).play([second]);
    await all.clock.advance(15_900);
    expect(reads(all)).toBe(0);
    await all.clock.advance(200);
    expect(await playing).toEqual({ kind: 'played' });
  });

  test('has ended with the call, for the reason that the service still knows', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', state: 'terminated', resultInfo: { code: 200, subcode: 4521, message: 'over' } });
    const playing = (await all.answered()).play([second]);
    await all.clock.advance(17_000);
    expect(await playing).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
  });

  test('that is told late is known as played, once', async () => {
    const all = await wired();
    stands(all, { id: 'call-1', ...established });
    const call = await all.answered();
    const playing = call.play([second]);
    await all.clock.advance(17_000);
    expect(await playing).toEqual({ kind: 'played' });
    const next = call.play([second]);
    await all.clock.settle();
    const [first] = all.far.asked('playPrompt');
    await all.far.post({
      value: [
        {
          changeType: 'deleted',
          resourceUrl: '/communications/calls/call-1/operations/operation-1',
          resourceData: { id: 'operation-1', clientContext: first?.body['clientContext'], status: 'completed' },
        },
      ],
    });
    await all.clock.settle();
    expect(await Promise.race([next, Promise.resolve('still playing')])).toBe('still playing');
    await all.far.endOperation('call-1', 'playPrompt');
    expect(await next).toEqual({ kind: 'played' });
  });
});

test('a recording whose end is not told has failed half a minute after it must have been over', async () => {
  const all = await wired();
  stands(all, { id: 'call-1', ...established });
  const taking = (await all.answered()).record(recording);
  await all.clock.advance(95_000);
  expect(reads(all)).toBe(0);
  await all.clock.advance(200);
  expect(await taking).toEqual({ kind: 'failed', message: 'the service did not say what became of it' });
});

describe('a transfer of which no more is heard', () => {
  test('goes on as long as the service says so, and gives the call back when it is the bot’s again', async () => {
    const all = await wired();
    let state = 'transferring';
    all.far.replies.push(({ method, path }) =>
      method === 'GET' && path.endsWith('/calls/call-1') ? Response.json({ id: 'call-1', state }) : undefined,
    );
    const call = await all.answered();
    const outcome = call.transfer({ user: 'grace' });
    await all.clock.advance(41_000);
    expect(reads(all)).toBe(1);
    state = 'established';
    await all.clock.advance(40_000);
    expect(await outcome).toMatchObject({ kind: 'notConnected' });
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });

  test('has ended when the service no longer knows the call', async () => {
    const all = await wired();
    stands(all, gone, 404);
    const outcome = (await all.answered()).transfer({ user: 'grace' });
    await all.clock.advance(42_000);
    expect(await outcome).toMatchObject({ kind: 'ended' });
  });
});
