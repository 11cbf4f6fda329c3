/** Playing and recording on Graph: links, operations that end early or late, cancelling, what a recording is. */
import { describe, expect, test } from 'vitest';
import type { Sound } from '../../call/platform.ts';
import { writeWav } from '../../media/wav.ts';
import { wired } from './test-platform.ts';

const hello: Sound = { name: 'hello', wav: writeWav(new Int16Array(1_600).fill(7)) };
const recording = { bargeIn: false, beep: true, initialSilenceMs: 5_000, maxSilenceMs: 2_500, maxDurationMs: 60_000, stopKeys: ['#'] };
const hungUp = { state: 'terminated', resultInfo: { code: 200, subcode: 4521, message: 'The conversation has ended. DiagCode: 0#4521.@' } };

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
    await clock.advance(1_000);
    return { outcome: await recorded, far };
  }

  test('asks for it in whole seconds and fetches it with the token that came along', async () => {
    const { outcome, far } = await recordedWith({ completionReason: 'stopToneDetected' });
    expect(outcome).toMatchObject({ kind: 'recorded', durationMs: 1_000, endedBy: 'stopKey' });
    expect(far.last('recordResponse').body).toMatchObject({
      bargeInAllowed: false, playBeep: true, initialSilenceTimeoutInSeconds: 5, maxSilenceTimeoutInSeconds: 3, maxRecordDurationInSeconds: 60, stopTones: ['#'],
    }); // prettier-ignore
    // The service refuses an empty list, so that a silence stands in where nothing is to be said.
    expect(promptsOf(far.last('recordResponse').body)).toHaveLength(1);
    expect(far.last('1').headers.get('authorization')).toBe('Bearer opens it');
  });

  test.each([
    [{ completionReason: 'maxRecordDurationReached' }, { endedBy: 'maxDuration' }],
    [{ resultInfo: { code: 200, subcode: 8515, message: 'Action completed, max record duration reached.' } }, { endedBy: 'maxDuration' }],
    [{ completionReason: 'maxSilenceTimeout' }, { endedBy: 'silence' }],
    [{ resultInfo: { code: 200, subcode: 8509 } }, { endedBy: 'silence' }],
    [{ resultInfo: { code: 200, subcode: 8514 } }, { endedBy: 'stopKey' }],
    [{ status: 'failed', resultInfo: { code: 400, subcode: 8510 }, recordingLocation: '' }, { kind: 'silent' }],
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

test.each([
  ['playPrompt', 'mediaOperationCanceled'],
  ['recordResponse', 'operationCanceled'],
] as const)(
  'a %s that a hang-up cuts off has ended with the call, though it is told to be cancelled first',
  async (name, completionReason) => {
    const { answered, far, clock } = await wired();
    const call = await answered();
    const running = name === 'playPrompt' ? call.play([hello]) : call.record(recording);
    await clock.settle();
    await far.endOperation('call-1', name, { status: 'failed', completionReason, resultInfo: { code: 400, subcode: 8508 } });
    await clock.advance(200);
    await far.notifyCall('deleted', 'call-1', hungUp);
    expect(await running).toMatchObject({ kind: 'ended', reason: { subcode: 4521 } });
  },
);

function promptsOf(body: Record<string, unknown>): { mediaInfo: { uri: string; resourceId: string } }[] {
  return body['prompts'] as { mediaInfo: { uri: string; resourceId: string } }[];
}
