/** Cameras and screens of those who agreed, as they came. */
import { expect, test } from 'vitest';
import type { RecordingWorld } from './test-recording.ts';
import { recordingWorld } from './test-recording.ts';

const has = ['sound', 'soundApart', 'pictures'] as const;

function picturesOf({ archive }: RecordingWorld, track: number): readonly string[] {
  return archive.only.records.flatMap((each) =>
    each.kind === 'picture' && each.track === track ? [`${each.isKeyFrame ? 'key' : 'delta'} ${String(each.data[0])}`] : [],
  );
}

test('frames are kept as they came, on a track for each camera and screen, and their end is noted', async () => {
  const world = recordingWorld({ has });
  const { clock, archive, call, begin } = world;
  const adele = call.join('Adele');
  call.turn(adele, 'camera', true);
  const recording = await begin({ pictures: true });
  const beganMs = recording.durationMs;
  call.picture(adele, 'camera', true, new Uint8Array([7]));
  await clock.advance(100);
  call.picture(adele, 'camera', false, new Uint8Array([8]));
  call.turn(adele, 'screen', true);
  await clock.settle();
  call.picture(adele, 'screen', true, new Uint8Array([9]));
  await clock.settle();
  call.turn(adele, 'camera', false);
  await recording.stop();
  const { only } = archive;
  const [camera, screen] = [only.trackOf('Adele', 'camera'), only.trackOf('Adele', 'screen')];
  expect([picturesOf(world, camera), picturesOf(world, screen)]).toEqual([['key 7', 'delta 8'], ['key 9']]);
  expect(only.records.flatMap((each) => (each.kind === 'picture' ? [each.atMs - beganMs] : [])).every((ms) => ms >= -20 && ms <= 120)).toBe(
    true,
  );
  expect(only.notes.filter(({ kind }) => kind === 'pictureOver').map((note) => 'track' in note && note.track)).toEqual([camera, screen]);
});

test('whoever has not agreed is not watched, and whoever withdraws no longer', async () => {
  const world = recordingWorld({ has });
  const { clock, call, begin } = world;
  const [adele, bruno] = [call.join('Adele'), call.join('Bruno')];
  call.turn(adele, 'camera', true);
  call.turn(bruno, 'camera', true);
  const recording = await begin({ pictures: true });
  expect(call.opened).toContain(`camera ${bruno}`);
  recording.refuses(bruno, 'by chat');
  await clock.settle();
  expect([call.picture(adele, 'camera', true), call.picture(bruno, 'camera', true)]).toEqual([1, 0]);
  const carla = call.join('Carla');
  call.turn(carla, 'screen', true);
  expect(call.picture(carla, 'screen', true)).toBe(0);
});

test('no picture is watched where none was wanted', async () => {
  const { call, begin } = recordingWorld({ has });
  call.turn(call.join('Adele'), 'camera', true);
  await begin();
  expect(call.opened).toEqual(['visit-1']);
});

test('whoever turns the camera off and on, or leaves and comes again, goes on with the track', async () => {
  const { clock, archive, call, begin } = recordingWorld({ has });
  let adele = call.join('Adele');
  const recording = await begin({ pictures: true });
  for (let i = 0; i < 3; i++) {
    call.turn(adele, 'camera', true);
    await clock.settle();
    call.picture(adele, 'camera', true);
    await clock.advance(100);
    call.turn(adele, 'camera', false);
    call.leave(adele);
    adele = call.join('Adele');
    await clock.advance(100);
  }
  await recording.stop();
  expect(archive.only.tracks.filter(({ info }) => info.kind === 'camera')).toHaveLength(1);
  expect(archive.only.notes.filter(({ kind }) => kind === 'pictureOver')).toHaveLength(3);
});

test('after a frame that the disk could not take it is watched anew, for a key frame', async () => {
  const { clock, archive, call, begin } = recordingWorld({ has });
  const adele = call.join('Adele');
  call.turn(adele, 'camera', true);
  await begin({ pictures: true });
  call.picture(adele, 'camera', true);
  await clock.advance(300);
  archive.only.drops = ({ kind }) => kind === 'picture';
  call.picture(adele, 'camera', false);
  await clock.settle();
  archive.only.drops = () => false;
  expect(call.picture(adele, 'camera', false)).toBe(0);
  await clock.advance(1_500);
  expect(call.picture(adele, 'camera', true)).toBe(1);
  await clock.settle();
  expect(archive.only.records.filter(({ kind }) => kind === 'picture')).toHaveLength(2);
});
