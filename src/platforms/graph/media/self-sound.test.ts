/** What the bot itself says, as it was heard: at its time, without what was thrown away. */
import { expect, test } from 'vitest';
import type { SoundFrame } from '../../../call/media.ts';
import { toneMs } from '../../../media/goertzel.ts';
import { joined } from '../../../media/tones.ts';
import { tone, up, type BridgedWorld } from './test-bridged-call.ts';

function hearing({ call, clock }: BridgedWorld): { readonly frames: SoundFrame[]; readonly done: Promise<void> } {
  const frames: SoundFrame[] = [];
  const done = (async () => {
    for await (const frame of call.media!.hearSelf!({ gaps: 'left' })) {
      // Nothing is told before it has been heard.
      expect(clock.now()).toBeGreaterThanOrEqual(20);
      frames.push(frame);
    }
  })();
  return { frames, done };
}

test('comes frame by frame when it has been heard, on the media clock', async () => {
  const world = await up();
  const { call, clock } = world;
  const { frames, done } = hearing(world);
  void call.media!.speak(tone(440, 1_005));
  await clock.advance(500);
  expect(frames.length).toBeGreaterThanOrEqual(24);
  expect(frames.length).toBeLessThanOrEqual(25);
  await clock.advance(3_000);
  expect(frames.map(({ samples }) => samples.length)).toEqual(frames.map(() => 320));
  expect(toneMs(joined(frames.map(({ samples }) => samples)), 440)).toBeGreaterThanOrEqual(1_000);
  const steps = frames.slice(1).map(({ atMs }, i) => Math.round(atMs - (frames[i]?.atMs ?? 0)));
  expect(new Set(steps.slice(0, -1))).toEqual(new Set([20]));
  await call.hangUp();
  await done;
});

test('what was thrown away before it was heard is not in it', async () => {
  const world = await up();
  const { call, clock } = world;
  const { frames, done } = hearing(world);
  void call.media!.speak(tone(440, 3_000));
  await clock.advance(400);
  call.media!.hush();
  await clock.advance(3_000);
  const heardMs = toneMs(joined(frames.map(({ samples }) => samples)), 440);
  expect(heardMs).toBeGreaterThanOrEqual(360);
  expect(heardMs).toBeLessThanOrEqual(460);
  await call.hangUp();
  await done;
});
