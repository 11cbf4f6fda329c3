/** Before joining: devices are opened, chosen, handed over, and their lack is told in words. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { choose } from '../phone/devices.ts';
import { Camera } from './camera.ts';
import { PreviewDevices } from './preview-devices.ts';
import { TestStream, TestTrack } from './test-peer.ts';

let asked: MediaStreamConstraints[];
let tracks: TestTrack[];
let refusals: { video?: string; audio?: string };
let permission: PermissionState;
let loudness: number;
let camera: Camera;
let preview: PreviewDevices;

/** As much of Web Audio as a level wants. */
class TestAudio {
  readonly state = 'running';
  createMediaStreamSource(): object {
    return { connect: () => undefined, disconnect: () => undefined };
  }
  createAnalyser(): object {
    return { fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(loudness) };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  [asked, tracks, refusals, permission, loudness] = [[], [], {}, 'granted', 0];
  const getUserMedia = (wanted: MediaStreamConstraints): Promise<unknown> => {
    asked.push(wanted);
    const refusal = (wanted.video && refusals.video) ?? (wanted.audio && refusals.audio);
    if (typeof refusal === 'string') return Promise.reject(new DOMException('no', refusal));
    const stream = new TestStream([new TestTrack()]);
    tracks.push(...(stream.getTracks() as TestTrack[]));
    return Promise.resolve(stream);
  };
  const mediaDevices = { getUserMedia, enumerateDevices: () => Promise.resolve([]) };
  vi.stubGlobal('navigator', { mediaDevices, permissions: { query: () => Promise.resolve({ state: permission }) } });
  vi.stubGlobal('window', { isSecureContext: true });
  vi.stubGlobal('AudioContext', TestAudio);
  camera = new Camera({ onChange: () => preview.followCamera() });
  preview = new PreviewDevices(camera);
});
afterEach(() => {
  choose('camera', undefined);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('camera and microphone open, and what is said moves the level', async () => {
  preview.open();
  await turn();
  expect(preview.store.get()).toMatchObject({ camera: camera.stream, cameraTrouble: undefined, microphoneTrouble: undefined });
  loudness = 0.5;
  await turn(80);
  expect(preview.store.get().level.get()).toBeGreaterThan(0.8);
});

test('who has never been asked is asked once for both', async () => {
  permission = 'prompt';
  preview.open();
  await turn();
  expect(asked[0]).toEqual({ audio: true, video: true });
  expect(tracks[0]?.isStopped).toBe(true);
});

test.each([
  ['NotAllowedError', /blocked/],
  ['NotFoundError', /No camera was found/],
  ['NotReadableError', /another program/],
  ['OverconstrainedError', /is gone/],
  ['SomethingNewError', /SomethingNewError/],
])('a camera that cannot be had (%s) is told in words, and the microphone is there', async (name, words) => {
  refusals = { video: name };
  preview.open();
  await turn();
  expect(preview.store.get().cameraTrouble).toMatch(words);
  expect(preview.store.get().microphoneTrouble).toBeUndefined();
});

test('a camera that was refused is asked for again when it is wanted again', async () => {
  refusals = { video: 'NotAllowedError' };
  preview.open();
  await turn();
  refusals = {};
  preview.want({ microphone: false });
  await turn();
  expect(camera.stream).toBeUndefined();
  preview.want({ camera: true });
  await turn();
  expect(preview.store.get()).toMatchObject({ camera: camera.stream, cameraTrouble: undefined });
  expect(camera.stream).toBeDefined();
});

test('the chosen camera is asked for, and the one before is let go', async () => {
  preview.open();
  await turn();
  const [, first] = tracks;
  choose('camera', 'the other');
  await camera.change();
  expect(asked.at(-1)).toMatchObject({ video: { deviceId: { exact: 'the other' } } });
  expect(first?.isStopped).toBe(true);
});

test('a camera that comes after nobody wants it any more is let go', async () => {
  preview.open();
  preview.close(false);
  await turn();
  expect(camera.stream).toBeUndefined();
  expect(tracks.every(({ isStopped }) => isStopped)).toBe(true);
});

test('the microphone is handed over open, and closing the preview does not close it', async () => {
  preview.open();
  await turn();
  const microphone = (await preview.takeMicrophone()) as unknown as TestStream;
  preview.close(false);
  expect((microphone.getTracks() as TestTrack[]).map(({ isStopped }) => isStopped)).toEqual([false]);
});

test('who joins before the microphone is open still speaks through it, whichever came first', async () => {
  preview.open();
  const early = preview.takeMicrophone();
  await turn();
  expect(await early).toBeDefined();
  preview.close(false);
  preview.open();
  await turn();
  void preview.changeMicrophone();
  const late = preview.takeMicrophone();
  await turn();
  expect(((await late) as unknown as TestStream).getTracks()).toEqual([tracks.at(-1)]);
  expect(tracks.at(-1)?.isStopped).toBe(false);
});

test('without a microphone there is none to hand over, and nobody is asked twice', async () => {
  refusals = { audio: 'NotFoundError' };
  preview.open();
  await turn();
  const questions = asked.length;
  expect(await preview.takeMicrophone()).toBeUndefined();
  expect([asked.length, preview.store.get().microphoneTrouble]).toEqual([questions, expect.stringMatching(/No microphone was found/)]);
});
