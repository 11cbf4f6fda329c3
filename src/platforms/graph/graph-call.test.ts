/** A call on Graph, against a scripted service: order, repeats, operations, the end in the middle of everything. */
import { describe, expect, test } from 'vitest';
import type { CallState } from '../../call/call-state.ts';
import type { CarrierCall, Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import { established, wired } from './scripted-platform.ts';

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

  test('hung up on while it rings is declined', async () => {
    const { ring, far } = await wired();
    await (await ring()).hangUp();
    expect(far.asked('DELETE')).toHaveLength(0);
    expect(far.last('reject').body).toEqual({ reason: 'forbidden' });
  });
});

describe('playing', () => {
  test('offers the sound under a link, and is over when the service says so', async () => {
    const { answered, far, platform, clock } = await wired();
    const call = await answered();
    const playing = call.play([hello]);
    await clock.settle();
    const { mediaInfo } = promptsOf(far.last('playPrompt').body)[0] ?? {};
    expect(mediaInfo).toMatchObject({
      resourceId: 'hello',
      uri: expect.stringMatching(/^https:\/\/bot\.test\/bots\/front-desk\/prompts\/.*\.wav$/) as string,
    });
    const fetched = await platform.fetch(new Request(mediaInfo?.uri ?? ''));
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(hello.wav);
    await far.endOperation('call-1', 'playPrompt', { completionReason: 'completedSuccessfully', resultInfo: { code: 200, subcode: 0 } });
    expect(await playing).toEqual({ kind: 'played' });
    expect((await platform.fetch(new Request(mediaInfo?.uri ?? ''))).status).toBe(404);
  });

  test.each([
    ['by its client context', { id: 'operation-9' }],
    ['by its id', { clientContext: null }],
  ])('is over even when its end overtakes the answer to the command, known %s', async (_, operation) => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    let answer: (response: Response) => void = () => undefined;
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? new Promise((resolve) => (answer = resolve)) : undefined));
    const playing = call.play([hello]);
    await clock.settle();
    const end = { id: 'operation-7', completionReason: 'completedSuccessfully', ...operation };
    await far.post({
      value: [
        {
          changeType: 'deleted',
          resourceUrl: `/communications/calls/call-1/operations/${end.id}`,
          resourceData: { clientContext: far.last('playPrompt').body['clientContext'], status: 'completed', ...end },
        },
      ],
    });
    await clock.settle();
    answer(Response.json({ id: 'operation-7', status: 'running' }));
    expect(await playing).toEqual({ kind: 'played' });
  });

  test('is over at once when the answer says so', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? Response.json({ id: 'o', status: 'Completed' }) : undefined));
    expect(await call.play([hello])).toEqual({ kind: 'played' });
  });

  test('stops when the signal asks: it is cancelled, and the answer is waited for', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const stop = new AbortController();
    const playing = call.play([hello], { signal: stop.signal });
    await clock.settle();
    stop.abort();
    expect(await playing).toEqual({ kind: 'stopped' });
    expect(far.asked('cancelMediaProcessing')).toHaveLength(1);
  });

  test('that is stopped before the service has answered is cancelled after it has', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    let answer: (response: Response) => void = () => undefined;
    far.replies.push(({ path }) => (path.endsWith('/playPrompt') ? new Promise((resolve) => (answer = resolve)) : undefined));
    const stop = new AbortController();
    const playing = call.play([hello], { signal: stop.signal });
    await clock.settle();
    stop.abort();
    await clock.settle();
    expect(far.asked('cancelMediaProcessing')).toHaveLength(0);
    answer(Response.json({ id: 'operation-1', status: 'running' }));
    expect(await playing).toEqual({ kind: 'stopped' });
    expect(far.asked('cancelMediaProcessing')).toHaveLength(1);
  });

  test('that fails tells why', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const playing = call.play([hello]);
    await clock.settle();
    await far.endOperation('call-1', 'playPrompt', {
      status: 'failed',
      resultInfo: { code: 500, subcode: 8536, message: 'Action failed, file could not be downloaded.' },
    });
    expect(await playing).toEqual({ kind: 'failed', message: 'Action failed, file could not be downloaded.' });
  });

  test('more than twenty sounds go out in twenties', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const playing = call.play(Array.from({ length: 25 }, (_, at) => ({ ...hello, name: `sound-${String(at)}` })));
    await clock.settle();
    expect(promptsOf(far.last('playPrompt').body)).toHaveLength(20);
    await far.endOperation('call-1', 'playPrompt');
    await clock.settle();
    expect(promptsOf(far.last('playPrompt').body)).toHaveLength(5);
    await far.endOperation('call-1', 'playPrompt');
    expect(await playing).toEqual({ kind: 'played' });
  });
});

describe('recording', () => {
  async function recordedWith(
    operation: object,
    download: Response = new Response(writeWav(new Int16Array(16_000)).slice()),
  ): Promise<{ outcome: unknown; far: Awaited<ReturnType<typeof wired>>['far'] }> {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path === '/recordings/1' ? download : undefined));
    const recorded = call.record(recording);
    await clock.settle();
    await far.endOperation('call-1', 'recordResponse', {
      recordingLocation: 'https://service.test/recordings/1',
      recordingAccessToken: 'opens it',
      ...operation,
    });
    return { outcome: await recorded, far };
  }

  test('asks for it in whole seconds and fetches it with the token that came along', async () => {
    const { outcome, far } = await recordedWith({ completionReason: 'stopToneDetected' });
    expect(outcome).toMatchObject({ kind: 'recorded', durationMs: 1_000, endedBy: 'stopKey' });
    expect(far.last('recordResponse').body).toMatchObject({
      bargeInAllowed: false, playBeep: true, initialSilenceTimeoutInSeconds: 5, maxSilenceTimeoutInSeconds: 3, maxRecordDurationInSeconds: 60, stopTones: ['#'],
    }); // prettier-ignore
    expect(far.last('1').headers.get('authorization')).toBe('Bearer opens it');
  });

  test.each([
    [{ completionReason: 'maxRecordDurationReached' }, { endedBy: 'maxDuration' }],
    [{ resultInfo: { code: 200, subcode: 8515, message: 'Action completed, max record duration reached.' } }, { endedBy: 'maxDuration' }],
    [{ completionReason: 'maxSilenceTimeout' }, { endedBy: 'silence' }],
    [{ resultInfo: { code: 200, subcode: 8514, message: 'Action completed as stop tone was detected.' } }, { endedBy: 'stopKey' }],
    [{ resultInfo: { code: 200, subcode: 99999, message: 'Something new.' } }, { kind: 'recorded', endedBy: 'unknown' }],
    [{ completionReason: 'initialSilenceTimeout', recordingLocation: '' }, { kind: 'silent' }],
    [
      {
        status: 'failed',
        resultInfo: { code: 400, subcode: 8510, message: 'Action failed, initial silence timeout reached.' },
        recordingLocation: '',
      },
      { kind: 'silent' },
    ],
    [
      { status: 'failed', completionReason: 'operationCanceled', resultInfo: { code: 400, subcode: 8508 }, recordingLocation: '' },
      { kind: 'stopped' },
    ],
    [
      { status: 'failed', completionReason: 'playBeepFailed', recordingLocation: '' },
      { kind: 'failed', message: 'playBeepFailed' },
    ],
  ])('%j is %j', async (operation, expected) => {
    expect((await recordedWith(operation)).outcome).toMatchObject(expected);
  });

  test('a recording that is bare samples is made a WAV file', async () => {
    const { outcome } = await recordedWith({}, new Response(new Uint8Array(3_200)));
    expect(outcome).toMatchObject({ kind: 'recorded', durationMs: 100 });
  });

  test('a recording that cannot be fetched has failed, in words', async () => {
    const { outcome } = await recordedWith({}, new Response(null, { status: 404 }));
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('404') as string });
  });

  test('of a caller who hangs up is fetched, when its end comes after that of the call', async () => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    far.replies.push(({ path }) => (path === '/recordings/1' ? new Response(writeWav(new Int16Array(8_000)).slice()) : undefined));
    const recorded = call.record(recording);
    await clock.settle();
    await far.notifyCall('deleted', 'call-1', hungUp);
    await clock.advance(200);
    const kept = far.endOperation('call-1', 'recordResponse', {
      recordingLocation: 'https://service.test/recordings/1',
      recordingAccessToken: 't',
    });
    await kept;
    await clock.settle();
    expect(call.state.status).toBe('ended');
    expect(await recorded).toMatchObject({ kind: 'recorded', durationMs: 500 });
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

  test('that the service refuses leaves the call as it was', async () => {
    const { answered, far } = await wired();
    const call = await answered();
    far.replies.push(({ path }) =>
      path.endsWith('/transfer') ? Response.json({ error: { code: '400', message: 'No such user' } }, { status: 400 }) : undefined,
    );
    await expect(call.transfer({ user: 'nobody' })).rejects.toMatchObject({
      code: 'platform/refused',
      message: expect.stringContaining('No such user') as string,
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

function promptsOf(body: Record<string, unknown>): { mediaInfo: { uri: string; resourceId: string } }[] {
  return body['prompts'] as { mediaInfo: { uri: string; resourceId: string } }[];
}
