/** Playing, recording and keys over the bridge, judged by what is heard; and a bridge that is lost. */
import { describe, expect, test } from 'vitest';
import { toneMs } from '../../../media/goertzel.ts';
import { readWav } from '../../../media/wav.ts';
import { people, silence, sound, tone, up } from './test-bridged-call.ts';

describe('saying, recording and keys', () => {
  test('a prompt is played, and over when it was heard', async () => {
    const { bridge, call, clock } = await up();
    let outcome: unknown;
    const playing = call.play([sound(tone(440, 2_000)), sound(tone(900, 500))]).then((each) => (outcome = each));
    await clock.advance(2_400);
    expect(outcome).toBeUndefined();
    await clock.advance(300);
    await playing;
    expect(outcome).toEqual({ kind: 'played' });
    expect([toneMs(bridge.heard, 440), toneMs(bridge.heard, 900)]).toEqual([2_000, 500]);
  });

  test('what a text says is captioned when it begins', async () => {
    const { bridge, call, clock } = await up();
    void call.play([
      { ...sound(tone(440, 3_000)), text: 'Hello.' },
      { ...sound(tone(900, 500)), text: 'Goodbye.' },
    ]);
    await clock.advance(100);
    expect(bridge.asked('caption').map(({ text, isFinal }) => ({ text, isFinal }))).toEqual([{ text: 'Hello.', isFinal: true }]);
    await clock.advance(3_000);
    expect(bridge.asked('caption').map(({ text }) => text)).toEqual(['Hello.', 'Goodbye.']);
  });

  test('aborting stops a prompt within a tick', async () => {
    const { bridge, call, clock } = await up();
    const stop = new AbortController();
    const playing = call.play([sound(tone(440, 5_000))], { signal: stop.signal });
    await clock.advance(500);
    stop.abort();
    expect(await playing).toEqual({ kind: 'stopped' });
    await clock.advance(1_000);
    expect(bridge.heardMs).toBeLessThanOrEqual(520);
  });

  test('a sound that cannot be read fails, and a call that is over ends it', async () => {
    const { call, clock } = await up();
    expect(await call.play([{ name: 'x', wav: new Uint8Array(10) }])).toMatchObject({ kind: 'failed' });
    const playing = call.play([sound(tone(440, 5_000))]);
    await clock.advance(500);
    await call.hangUp();
    expect(await playing).toMatchObject({ kind: 'ended' });
    expect(await call.play([sound(tone(440, 100))])).toMatchObject({ kind: 'ended' });
  });

  const rules = { bargeIn: false, beep: true, initialSilenceMs: 3_000, maxSilenceMs: 1_000, maxDurationMs: 10_000, stopKeys: ['#'] };

  test('a recording begins after prompt and beep, and a key ends it', async () => {
    const { bridge, call, clock } = await up();
    const recording = call.record({ ...rules, prompt: sound(tone(1_500, 500)) });
    await bridge.says(tone(300, 400));
    await clock.advance(500);
    expect([toneMs(bridge.heard, 1_500), toneMs(bridge.heard, 880) > 200]).toEqual([500, true]);
    await bridge.says(tone(440, 1_500));
    bridge.tell({ kind: 'key', sourceId: 200, key: '#' });
    const outcome = await recording;
    expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'stopKey' });
    const wav = outcome.kind === 'recorded' ? readWav(outcome.wav) : silence(0);
    expect(toneMs(wav, 440)).toBe(1_500);
    expect(toneMs(wav, 300)).toBe(0);
  });

  test('silence ends a recording, and silence from the start is silence', async () => {
    const { bridge, call, clock } = await up();
    const first = call.record({ ...rules, beep: false });
    await clock.advance(500);
    await bridge.says(tone(440, 1_000));
    await clock.advance(1_200);
    const outcome = await first;
    expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'silence' });
    if (outcome.kind === 'recorded') expect(outcome.durationMs).toBeGreaterThan(2_300);
    const second = call.record({ ...rules, beep: false });
    await clock.advance(3_200);
    expect(await second).toEqual({ kind: 'silent' });
  });

  test('the longest time ends a recording, and so does the end of the call, with what was said', async () => {
    const { bridge, call, clock } = await up();
    const first = call.record({ ...rules, beep: false, maxDurationMs: 1_000 });
    await clock.settle();
    await bridge.says(tone(440, 1_200));
    expect(await first).toMatchObject({ kind: 'recorded', endedBy: 'maxDuration', durationMs: 1_000 });
    const second = call.record({ ...rules, beep: false });
    await clock.settle();
    await bridge.says(tone(440, 700));
    await call.hangUp();
    const outcome = await second;
    expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'unknown' });
    if (outcome.kind === 'recorded') expect(toneMs(readWav(outcome.wav), 440)).toBe(700);
  });

  test('a voice over the prompt ends it where it may, and none of it is lost', async () => {
    const { bridge, call, clock } = await up();
    const recording = call.record({ ...rules, bargeIn: true, prompt: sound(tone(900, 10_000)) });
    await clock.advance(500);
    await bridge.says(tone(440, 1_000));
    await clock.advance(1_200);
    const outcome = await recording;
    expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'silence' });
    if (outcome.kind === 'recorded') expect(toneMs(readWav(outcome.wav), 440)).toBeGreaterThanOrEqual(980);
    expect(bridge.heardMs).toBeLessThan(800);
  });

  test('keys are told unasked, and pressed by the bridge', async () => {
    const { bridge, call, clock, far } = await up();
    const keys: string[] = [];
    call.facts.on('keyPressed', ({ key }) => keys.push(key));
    await call.hearKeys();
    bridge.tell({ kind: 'key', sourceId: 200, key: '5' });
    expect(keys).toEqual(['5']);
    expect(far.asked('subscribeToTone')).toEqual([]);
    const pressing = call.sendKeys('12#', { pauseMs: 100 });
    await clock.advance(700);
    expect(await pressing).toEqual({ kind: 'played' });
    expect(bridge.asked('press')).toMatchObject([{ keys: '12#', gapMs: 100 }]);
  });

  test('a key is told with who pressed it, also before the roster has named them', async () => {
    const { bridge, call, far } = await up();
    const pressed: unknown[] = [];
    call.facts.on('keyPressed', (fact) => pressed.push(fact));
    bridge.tell({ kind: 'key', sourceId: 204, key: '1' });
    await far.notifyRoster('call-1', people('ada', 'grace'));
    bridge.tell({ kind: 'key', sourceId: 204, key: '2' });
    bridge.tell({ kind: 'key', sourceId: 200, key: '3' });
    expect(pressed).toEqual([
      { key: '1', participantId: 'source-204' },
      { key: '2', participantId: 'participant-grace' },
      { key: '3', participantId: 'participant-ada' },
    ]);
  });
});

describe('a bridge that is lost', () => {
  test.each([4001, 1006, 4408])('closed with %i, it is connected anew, and asked for the same again', async (code) => {
    const { bridge, call, clock } = await up();
    const told: string[] = [];
    call.facts.on('mediaLost', () => told.push('lost'));
    call.facts.on('mediaBack', () => told.push('back'));
    const stream = call.media!.hear({ gaps: 'left' });
    const playing = call.play([sound(tone(440, 1_000))]);
    await clock.advance(300);
    bridge.refuses = [503];
    bridge.drop(code);
    await clock.advance(1_500);
    expect(told).toEqual(['lost', 'back']);
    expect(bridge.asked('hear')).toHaveLength(2);
    expect(await playing).toEqual({ kind: 'played' });
    await bridge.says(tone(440, 60));
    await call.hangUp();
    const frames: unknown[] = [];
    for await (const frame of stream) frames.push(frame);
    expect(frames.length).toBe(3);
    expect(bridge.closedWith).toBe(1000);
  });

  test('a token that was refused is fetched anew', async () => {
    const { bridge, clock } = await up();
    bridge.refuses = [401];
    bridge.drop(1006);
    await clock.advance(500);
    expect(bridge.tokens).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('one whose place was taken, or that ended, stays away', async () => {
    for (const code of [1000, 4000]) {
      const { bridge, clock } = await up();
      bridge.drop(code);
      await clock.advance(60_000);
      expect(bridge.isConnected).toBe(false);
      expect(bridge.tokens).toHaveLength(1);
    }
  });

  test('what is not understood is passed over', async () => {
    const { bridge, call } = await up();
    for (const message of ['', '{', '{"kind":"news"}', '[]', new Uint8Array(3), new Uint8Array(24), new Uint8Array(700).fill(255)])
      bridge.send(message);
    expect(call.state).toEqual({ status: 'connected', hasSound: true });
    const stream = call.media!.hear({ gaps: 'left' });
    await bridge.says(tone(440, 20));
    expect((await stream[Symbol.asyncIterator]().next()).done).toBe(false);
  });
});
