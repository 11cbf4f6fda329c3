/** A call on Graph, against a fake service: order, repeats, operations, the end in the middle of everything. */
import { describe, expect, test } from 'vitest';
import type { CallState } from '../../call/call-state.ts';
import type { CarrierCall, Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import { established, wired } from './test-platform.ts';

const hello: Sound = { name: 'hello', wav: writeWav(new Int16Array(1_600).fill(7)) };
const recording = { bargeIn: false, beep: true, initialSilenceMs: 5_000, maxSilenceMs: 2_500, maxDurationMs: 60_000, stopKeys: ['#'] };
const hungUp = { state: 'terminated', resultInfo: { code: 200, subcode: 4521, message: 'The conversation has ended. DiagCode: 0#4521.@' } };

describe('an incoming call', () => {
  test('tells who calls whom, and for whom it was', async () => {
    const { ring } = await wired();
    const meant = { user: { id: 'grace', displayName: 'Grace Hopper' } };
    const call = await ring('call-1', { callRoutes: [{ routingType: 'forwarded', original: meant, final: { application: { id: 'x' } } }] });
    expect(call.info).toEqual({
      id: 'call-1',
      chainId: 'chain-call-1',
      direction: 'incoming',
      from: { kind: 'user', id: 'a0000000-0000-4000-8000-000000000201', name: 'Ada Lovelace' },
      to: { kind: 'app', id: 'b0000000-0000-4000-8000-000000000100' },
      forwardedFrom: { kind: 'user', id: 'grace', name: 'Grace Hopper' },
    });
    expect(call.state).toEqual({ status: 'ringing' });
  });

  test('is answered once sound flows, with the body that Graph wants', async () => {
    const { ring, far, clock } = await wired();
    const call = await ring();
    let outcome: unknown;
    const answering = call.answer().then((result) => (outcome = result));
    await clock.settle();
    expect(far.last('answer').body).toEqual({
      callbackUri: 'https://bot.test/bots/front-desk/calls',
      acceptedModalities: ['audio'],
      mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig', preFetchMedia: [] },
    });
    await far.notifyCall('updated', 'call-1', { state: 'established' });
    await clock.settle();
    expect(outcome).toBeUndefined();
    await far.notifyCall('updated', 'call-1', established);
    await answering;
    expect(outcome).toEqual({ kind: 'answered' });
  });

  test('whose messages are late and repeated goes forward only', async () => {
    const { ring, far, clock } = await wired();
    const call = await ring();
    const states: CallState[] = [];
    call.facts.on('changed', ({ to }) => states.push(to));
    const answering = call.answer();
    await clock.settle();
    for (const message of [established, { state: 'establishing' }, { state: 'established' }, established]) {
      await far.notifyCall('updated', 'call-1', message);
      await clock.settle();
    }
    await answering;
    expect(states).toEqual([{ status: 'connected', hasSound: true }]);
    await far.notifyCall('deleted', 'call-1', hungUp);
    await far.notifyCall('updated', 'call-1', established);
    await far.notifyCall('created', 'call-1', { state: 'incoming' });
    await clock.settle();
    expect(states.at(-1)).toEqual({ status: 'ended', reason: { code: 200, subcode: 4521, message: 'The other side hung up.' } });
  });

  test('whose caller is quicker is ended, not answered', async () => {
    const { ring, far, clock } = await wired();
    const call = await ring();
    const answering = call.answer();
    await clock.settle();
    await far.notifyCall('deleted', 'call-1', hungUp);
    expect(await answering).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
  });

  test('that gets no sound within half a minute fails in words', async () => {
    const { ring, clock } = await wired();
    const call = await ring();
    const answering = call.answer();
    const failing = expect(answering).rejects.toMatchObject({ code: 'platform/no-sound' });
    await clock.advance(30_000);
    await failing;
  });

  test('is rejected and redirected with the bodies that Graph wants', async () => {
    const { ring, far } = await wired();
    await (await ring('call-1')).reject('busy');
    expect(far.last('reject').body).toEqual({ reason: 'busy' });
    const second = await ring('call-2');
    await second.redirect([{ user: 'grace' }, { phone: '+4930123' }], { timeoutMs: 5_000 });
    expect(far.last('redirect').body).toMatchObject({
      timeout: 15,
      targets: [{ identity: { user: { id: 'grace' } } }, { identity: { phone: { id: '+4930123' } } }],
    });
    expect(second.state.status).toBe('ended');
  });

  test('hung up on while it rings is declined, or else hung up', async () => {
    const { ring, far } = await wired();
    await (await ring()).hangUp();
    expect(far.asked('DELETE')).toHaveLength(0);
    expect(far.last('reject').body).toEqual({ reason: 'forbidden' });
    // A call that is up, though we have not heard so yet, cannot be rejected.
    far.replies.push(({ path }) => (path.endsWith('/reject') ? new Response(null, { status: 409 }) : undefined));
    await (await ring('call-2')).hangUp();
    expect(far.asked('DELETE')).toHaveLength(1);
  });
});

describe('keys', () => {
  test('come once and in order, whatever is repeated or overtaken', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const keys: string[] = [];
    call.facts.on('keyPressed', ({ key }) => keys.push(key));
    await call.hearKeys();
    await call.hearKeys();
    expect(far.asked('subscribeToTone')).toHaveLength(1);
    const press = (sequenceId: number, tone: string): Promise<Response> =>
      far.notifyCall('updated', 'call-1', { state: 'established', toneInfo: { sequenceId, tone } });
    await press(1, 'tone1');
    await press(1, 'tone1');
    await press(3, 'pound');
    await press(2, 'Tone2');
    await press(5, 'star');
    await clock.settle();
    expect(keys).toEqual(['1', '2', '#']);
    await clock.advance(250);
    expect(keys).toEqual(['1', '2', '#', '*']);
    await press(4, 'tone4');
    await press(6, 'flash');
    await press(7, 'tone7');
    await clock.settle();
    expect(keys).toEqual(['1', '2', '#', '*', '4', '7']);
  });

  test('that could not be asked for can be asked for again', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    const no = (): Response => Response.json({ error: { code: '7504', message: 'Insufficient permissions' } }, { status: 403 });
    far.replies.push(({ path }) => (path.endsWith('/subscribeToTone') && far.asked('subscribeToTone').length === 1 ? no() : undefined));
    await expect(call.hearKeys()).rejects.toMatchObject({
      code: 'platform/refused',
      status: 403,
      graphCode: '7504',
      message: expect.stringContaining('permission') as string,
    });
    await call.hearKeys();
  });
});

describe('a transfer', () => {
  async function transferring(): Promise<{ call: CarrierCall; outcome: Promise<unknown> } & Awaited<ReturnType<typeof wired>>> {
    const all = await wired();
    const call = await all.answered();
    const outcome = call.transfer({ user: 'grace' });
    await all.clock.settle();
    expect(all.far.last('transfer').body).toMatchObject({ transferTarget: { identity: { user: { id: 'grace' } } } });
    await all.far.notifyCall('updated', 'call-1', { state: 'transferring' });
    return { ...all, call, outcome };
  }

  test('that is taken ends our part of the call', async () => {
    const { far, call, outcome } = await transferring();
    await far.notifyCall('updated', 'call-1', { state: 'transferAccepted' });
    await far.notifyCall('updated', 'call-1', { state: 'established', mediaState: { audio: 'inactive' } });
    await far.notifyCall('deleted', 'call-1', {
      state: 'terminated',
      resultInfo: { code: 0, subcode: 7015, message: 'GracefulTransferCompleted' },
    });
    expect(await outcome).toEqual({ kind: 'connected' });
    expect(call.state.status).toBe('ended');
  });

  test('that is not taken gives the call back', async () => {
    const { far, call, outcome } = await transferring();
    await far.notifyCall('updated', 'call-1', { state: 'established', resultInfo: { code: 500, subcode: 7000 } });
    expect(await outcome).toEqual({
      kind: 'notConnected',
      reason: { code: 500, subcode: 7000, message: 'The other person did not take the call.' },
    });
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });

  test('that the caller does not wait for has ended', async () => {
    const { far, outcome } = await transferring();
    await far.notifyCall('deleted', 'call-1', hungUp);
    expect(await outcome).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
  });

  test('to somebody whom the service does not know gives the call back', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ path }) =>
      path.endsWith('/transfer') ? Response.json({ error: { code: '400', message: 'No such user' } }, { status: 400 }) : undefined,
    );
    expect(await call.transfer({ user: 'nobody' })).toMatchObject({ kind: 'notConnected', reason: { code: 400 } });
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });

  test('that the app may not make is a fault that names the remedy, and the call stays', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ path }) =>
      path.endsWith('/transfer') ? Response.json({ error: { code: '7504', message: 'No' } }, { status: 403 }) : undefined,
    );
    await expect(call.transfer({ user: 'grace' })).rejects.toMatchObject({
      code: 'platform/refused',
      message: expect.stringContaining('administrator') as string,
    });
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });
});

describe('the end of a call', () => {
  test.each<[string, (call: CarrierCall) => Promise<unknown>]>([
    ['play', (call) => call.play([hello])],
    ['record', (call) => call.record(recording)],
    ['transfer', (call) => call.transfer({ user: 'grace' })],
  ])('ends %s', async (_, work) => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const working = work(call);
    await clock.settle();
    await far.notifyCall('deleted', 'call-1', hungUp);
    await clock.advance(2_000);
    expect(await working).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
    expect(await work(call)).toMatchObject({ kind: 'ended' });
  });

  test('that a command learns of by a 404 waits a moment for the true reason', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) =>
      path.endsWith('/playPrompt') ? Response.json({ error: { code: '8522', message: 'Call not found.' } }, { status: 404 }) : undefined,
    );
    const playing = call.play([hello]);
    await clock.advance(100);
    await far.notifyCall('deleted', 'call-1', hungUp);
    expect(await playing).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
  });

  test('that a hang-up finds has the reason that comes with it', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ method }) => (method === 'DELETE' ? new Response(null, { status: 404 }) : undefined));
    const hanging = call.hangUp();
    await clock.advance(100);
    await far.notifyCall('deleted', 'call-1', hungUp);
    await hanging;
    expect(call.state).toMatchObject({ status: 'ended', reason: { subcode: 4521 } });
  });

  test('that nobody tells of is taken for one after a second', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ method }) => (method === 'DELETE' ? new Response(null, { status: 404 }) : undefined));
    const hanging = call.hangUp();
    await clock.advance(1_000);
    await hanging;
    expect(call.state).toMatchObject({ status: 'ended', reason: { code: 404 } });
  });

  test('by the bot is told to the service once', async () => {
    const { answered, far, platform } = await wired();
    const call = await answered();
    await Promise.all([call.hangUp(), call.hangUp()]);
    await call.hangUp();
    expect(far.asked('DELETE')).toHaveLength(1);
    expect(call.state).toMatchObject({ status: 'ended', reason: { subcode: 7000, message: 'The bot hung up.' } });
    expect(platform.calls).toEqual([]);
  });
});

describe('keep-alive', () => {
  test('is sent every 15 minutes and ends with the call', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    await clock.advance(61 * 60_000);
    expect(far.asked('keepAlive').map(({ atMs }) => Math.round(atMs / 60_000))).toEqual([15, 30, 45, 60]);
    await call.hangUp();
    await clock.advance(60 * 60_000);
    expect(far.asked('keepAlive')).toHaveLength(4);
  });

  test('answered with 404 ends the call, and a fault does not', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => {
      if (!path.endsWith('/keepAlive')) return undefined;
      return new Response(null, { status: far.asked('keepAlive').length === 1 ? 500 : 404 });
    });
    await clock.advance(16 * 60_000);
    expect(call.state.status).toBe('connected');
    await clock.advance(15 * 60_000);
    expect(call.state).toMatchObject({ status: 'ended', reason: { code: 404 } });
  });
});
