/** Who is there and who leads, from notes and pictures. */
import { expect, test } from 'vitest';
import type { SegmentRecord } from '../segments/record.ts';
import { Scene } from './scene.ts';
import { joined, notes } from './test-film.ts';

const options = { layout: 'speaker', size: { width: 1_280, height: 720 } } as const;

function sceneOf(records: readonly SegmentRecord[], more: Partial<ConstructorParameters<typeof Scene>[0]> = {}): Scene {
  const scene = new Scene({ ...options, ...more });
  for (const record of records) {
    scene.settle(record.atMs);
    scene.take(record);
  }
  scene.settle(records.at(-1)?.atMs ?? 0);
  return scene;
}

const order = (scene: Scene): string[] => scene.placements.map((each) => ('personId' in each ? each.personId : '+'));
const picture = (atMs: number, track: number): SegmentRecord =>
  ({ kind: 'picture', atMs, track, data: Uint8Array.of(0), isKeyFrame: true, width: 640, height: 360 }); // prettier-ignore
const leads = (atMs: number, personId: string | undefined): SegmentRecord => ({ kind: 'note', atMs, note: { kind: 'leads', personId } });

test('who begins to lead changes places with who led; the others stay where they are', () => {
  const scene = sceneOf([...joined('a', 'b', 'c', 'd'), leads(1_000, 'c')]);
  expect(order(scene)).toEqual(['c', 'b', 'a', 'd']);
  scene.take(leads(4_000, 'd'));
  scene.settle(4_000);
  expect(order(scene)).toEqual(['d', 'b', 'a', 'c']);
});

test('who leads stays large for two seconds, whoever coughs meanwhile, and when nobody leads', () => {
  const scene = sceneOf([...joined('a', 'b', 'c'), leads(1_000, 'b')]);
  scene.take(leads(1_500, 'c'));
  scene.settle(2_900);
  expect(scene.leader).toBe('b');
  scene.take(leads(2_950, 'b'));
  scene.settle(3_100);
  expect(scene.leader).toBe('b');
  scene.take(leads(3_200, undefined));
  scene.settle(60_000);
  expect(scene.leader).toBe('b');
});

test('who leaves is gone with their pictures, and the next one is large', () => {
  const track = { kind: 'track', atMs: 0, track: 1, info: { kind: 'screen', personId: 'a', name: 'a' } } as const;
  const scene = sceneOf([...joined('a', 'b', 'c'), leads(0, 'a'), track, picture(100, 1)]);
  expect(scene.placements[0]).toMatchObject({ shows: 'screen', personId: 'a' });
  scene.take({ kind: 'note', atMs: 3_000, note: { kind: 'left', personId: 'a', name: 'a' } });
  expect(order(scene)).toEqual(['b', 'c']);
  expect(scene.trackOf('a', 'screen')).toBeUndefined();
});

test('of two screens the later one is shown, and the first one again when that is over', () => {
  const info = (personId: string, track: number): SegmentRecord => ({
    kind: 'track',
    atMs: 0,
    track,
    info: { kind: 'screen', personId, name: personId },
  });
  const scene = sceneOf([info('a', 1), info('b', 2), picture(0, 1), picture(100, 2), picture(200, 1)]);
  expect(scene.placements[0]).toMatchObject({ shows: 'screen', personId: 'b' });
  scene.take({ kind: 'note', atMs: 300, note: { kind: 'pictureOver', track: 2 } });
  expect(scene.placements[0]).toMatchObject({ shows: 'screen', personId: 'a' });
});

test('who took consent back is not there before that moment, and may be there after it', () => {
  const scene = sceneOf([...joined('a', 'b')], { hiddenUntil: new Map([['b', 5_000]]) });
  expect(order(scene)).toEqual(['a']);
  scene.take({ kind: 'note', atMs: 6_000, note: { kind: 'joined', personId: 'b', name: 'b' } });
  expect(order(scene)).toEqual(['a', 'b']);
});

test('whoever is heard or seen without having been announced is there; a pause is told', () => {
  const track = { kind: 'track', atMs: 0, track: 7, info: { kind: 'camera', personId: 'z', name: 'Zoë' } } as const;
  const scene = sceneOf([track, picture(20, 7), ...notes([40, { kind: 'paused' }])]);
  expect(order(scene)).toEqual(['z']);
  expect(scene.nameOf('z')).toBe('Zoë');
  expect(scene.isPaused).toBe(true);
});
