/** Calls whose media are the bot's own: how they are taken and placed, and what is heard and said frame by frame. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../../../call/errors.ts';
import { toneMs } from '../../../media/goertzel.ts';
import { joined } from '../../../media/tones.ts';
import { established, wired } from '../test-platform.ts';
import { bridged, people, tone, up } from './test-bridged-call.ts';

describe('taking and placing', () => {
  test('an answer names the blob of the session, and is over when the bridge is there', async () => {
    const { far, bridge, call } = await up({ needs: ['sound', 'pictures'] });
    expect(far.last('answer').body).toMatchObject({
      mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: 'the blob' },
      acceptedModalities: ['audio', 'video', 'videoBasedScreenSharing'],
    });
    expect(far.last('sessions').headers.get('authorization')).toBe('Bearer token-1');
    expect(bridge.tokens).toEqual(['Bearer token-1']);
    expect([...(call.media?.has ?? [])]).toEqual(['sound', 'pictures']);
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
  });

  test('a call without needs knows nothing of the bridge', async () => {
    const { answered, far } = await wired({ bridgeUrl: 'https://bridge.test' });
    const call = await answered();
    expect(call.media).toBeUndefined();
    expect(far.asked('sessions')).toEqual([]);
    expect(far.last('answer').body).toMatchObject({ mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' } });
  });

  test('a call that is placed, and a meeting, go the same way, and have sound once the bridge is there', async () => {
    const { platform, far, bridge, clock } = await bridged();
    bridge.refuses = [425];
    const call = await platform.dial({ user: 'ada' }, { needs: ['sound'] });
    expect(far.seen.at(-1)?.body).toMatchObject({ mediaConfig: { blob: 'the blob' }, requestedModalities: ['audio'] });
    await far.notifyCall('updated', 'dialled-1', established);
    await clock.settle();
    expect(call.state).toEqual({ status: 'connected', hasSound: false });
    await clock.advance(200);
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
    const joining = platform.join({ id: '123 456 789' }, { needs: ['sound'], guestName: 'The notes' });
    await clock.settle();
    expect(far.seen.at(-1)?.body).toMatchObject({
      mediaConfig: { blob: 'the blob' },
      source: { identity: { guest: { displayName: 'The notes' } } },
    });
    await joining;
  });

  test('where there is no bridge, or not what is needed, the error names what else can be done', async () => {
    const bare = await wired();
    const call = await bare.ring();
    await expect(call.answer({ needs: ['sound'] })).rejects.toMatchObject({ code: 'call/cannot', message: /leave out needs.*bridgeUrl/ });
    await expect(bare.platform.dial({ user: 'ada' }, { needs: ['pictures'] })).rejects.toThrow(CallError);
    expect(bare.far.asked('answer')).toEqual([]);
    const { ring } = await bridged({ pictures: 0, soundsApart: 0 });
    const other = await ring();
    await expect(other.answer({ needs: ['pictures'] })).rejects.toThrow(/has no pictures.*needs: \['sound'\]/);
    await expect(other.answer({ needs: ['soundApart'] })).rejects.toThrow(/mix alone.*needs: \['sound'\]/);
  });

  test('a bridge that says no is told with its words', async () => {
    const world = await wired({ bridgeUrl: 'https://bridge.test' });
    const error = { code: 'forbidden', message: 'Calls.AccessMedia.All is needed' };
    world.far.replies.push(({ path }) => (path === '/sessions' ? Response.json({ error }, { status: 403 }) : undefined));
    const call = await world.ring();
    await expect(call.answer({ needs: ['sound'] })).rejects.toThrow(/Calls\.AccessMedia\.All is needed/);
  });
});

describe('hearing', () => {
  test('the mix comes frame by frame, asked for as long as somebody reads it', async () => {
    const { bridge, call, clock } = await up();
    expect(bridge.asked('hear')).toEqual([]);
    const stream = call.media!.hear({ gaps: 'left' });
    expect(bridge.asked('hear')).toEqual([{ kind: 'hear', mixed: true, apart: 'none' }]);
    const frames: Int16Array[] = [];
    const reading = (async () => {
      for await (const { samples, isSpeech } of stream) {
        expect(isSpeech).toBe(true);
        if (frames.push(samples) === 10) break;
      }
    })();
    await bridge.says(tone(440, 200));
    await reading;
    expect(toneMs(joined(frames), 440)).toBe(200);
    await clock.settle();
    expect(bridge.asked('hear').at(-1)).toEqual({ kind: 'hear', mixed: false, apart: 'none' });
  });

  test('gaps are filled at the pace of time', async () => {
    const { bridge, call, clock } = await up();
    const seen: { atMs: number; isGap: boolean }[] = [];
    const reading = (async () => {
      for await (const { atMs, isGap } of call.media!.hear()) seen.push({ atMs, isGap });
    })();
    await clock.advance(500);
    await bridge.says(tone(440, 100));
    await clock.advance(500);
    const steps = seen.slice(1).map(({ atMs }, i) => atMs - (seen[i]?.atMs ?? 0));
    expect(new Set(steps)).toEqual(new Set([20]));
    expect(seen.filter(({ isGap }) => !isGap).length).toBe(5);
    // Some frames later than time, since what is on its way is waited for.
    expect(seen.length * 20).toBeGreaterThanOrEqual(1_000);
    expect(seen.length * 20).toBeLessThanOrEqual(1_100);
    await call.hangUp();
    await reading;
  });

  test('a participant alone is found by the roster, also when it comes later', async () => {
    const { bridge, call, far, clock } = await up({ needs: ['soundApart'] });
    const stream = call.media!.hearOne('participant-ada', { gaps: 'left' });
    await far.notifyRoster('call-1', people('ada', 'grace'));
    await clock.settle();
    expect(bridge.asked('hear')).toEqual([{ kind: 'hear', mixed: false, apart: [200] }]);
    await bridge.says(tone(300, 40), 204);
    await bridge.says(tone(600, 100), 200);
    await call.hangUp();
    const frames: Int16Array[] = [];
    for await (const { samples } of stream) frames.push(samples);
    expect(toneMs(joined(frames), 600)).toBe(100);
    expect(toneMs(joined(frames), 300)).toBe(0);
  });

  test('what nobody reads is dropped, oldest first, and counted; what was left can be read after the end', async () => {
    const { bridge, call } = await up();
    const stream = call.media!.hear({ gaps: 'left', mostWaiting: 5 });
    await bridge.says(tone(440, 200));
    await call.hangUp();
    const left: unknown[] = [];
    for await (const frame of stream) left.push(frame);
    expect([left.length, stream.lostFrames]).toEqual([5, 5]);
  });

  test('a signal ends a reading with its own reason', async () => {
    const { call } = await up();
    const stop = new AbortController();
    const reading = call.media!.hear({ signal: stop.signal })[Symbol.asyncIterator]().next();
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  test('who speaks is told by participant, in a call between two by a name that stays', async () => {
    const { bridge, call, far, clock } = await up();
    const told: unknown[] = [];
    call.facts.on('speakingChanged', ({ participantIds }) => told.push(participantIds));
    call.facts.on('dominantSpeakerChanged', ({ participantId }) => told.push(participantId));
    bridge.tell({ kind: 'speaking', sourceIds: [200] });
    await far.notifyRoster('call-1', people('ada', 'grace'));
    await clock.settle();
    bridge.tell({ kind: 'speaking', sourceIds: [200, 204] });
    bridge.tell({ kind: 'dominantSpeaker', sourceId: 204 });
    bridge.tell({ kind: 'dominantSpeaker', sourceId: null });
    expect(told).toEqual([['source-200'], ['participant-ada', 'participant-grace'], 'participant-grace', undefined]);
    expect([...call.media!.speaking]).toEqual(['participant-ada', 'participant-grace']);
  });
});

describe('speaking', () => {
  test('live samples are sent at most a second ahead, and said whole', async () => {
    const { bridge, call, clock } = await up();
    let isSent = false;
    const speaking = call.media!.speak(tone(440, 3_010)).then(() => (isSent = true));
    await clock.advance(1_000);
    expect(isSent).toBe(false);
    expect(bridge.waitingMs).toBeLessThanOrEqual(1_020);
    await clock.advance(1_300);
    await speaking;
    await Promise.all([call.media!.said(), clock.advance(1_000)]);
    expect(toneMs(bridge.heard, 440)).toBeGreaterThanOrEqual(3_000);
    expect(bridge.heardMs).toBe(3_020);
  });

  test('aborting brings silence within a tick, and leaves what others say', async () => {
    const { bridge, call, clock } = await up();
    const stop = new AbortController();
    const first = call.media!.speak(tone(440, 400));
    const second = call.media!.speak(tone(900, 5_000), { signal: stop.signal });
    const third = call.media!.speak(tone(1_500, 300));
    await clock.advance(600);
    expect(toneMs(bridge.heard, 900)).toBeGreaterThan(100);
    stop.abort(new Error('interrupted'));
    await expect(second).rejects.toThrow('interrupted');
    const at = bridge.heardMs;
    await Promise.all([first, third, call.media!.said(), clock.advance(1_000)]);
    expect(toneMs(bridge.heard.subarray(at * 16), 900)).toBeLessThanOrEqual(20);
    expect(toneMs(bridge.heard, 1_500)).toBe(300);
    expect(toneMs(bridge.heard, 440)).toBe(400);
  });

  test('hush throws away all that waits, and who waited goes on', async () => {
    const { bridge, call, clock } = await up();
    const said = Promise.all([call.media!.speak(tone(440, 4_000)), call.media!.said()]);
    await clock.advance(300);
    call.media!.hush();
    await said;
    await clock.advance(1_000);
    expect(bridge.heardMs).toBeLessThanOrEqual(320);
  });
});
