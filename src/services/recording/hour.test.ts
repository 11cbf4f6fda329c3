/** An hour in virtual time: people who come and go, a media process that is lost, a media clock that drifts and jumps. */
import { expect, test } from 'vitest';
import { toneDb } from '../../media/goertzel.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';
import { recordingWorld } from './test-recording.ts';

const NAMES = ['Adele', 'Bruno', 'Carla'] as const;
const HERTZ = { Adele: 500, Bruno: 900, Carla: 1_300 } as const;
const TURN_MS = 20_000;
const BURST_MS = 400;

/** When each began to speak, by the time of the recording. */
type Burst = { readonly name: (typeof NAMES)[number]; readonly atMs: number };

/** Each stretch of sound in a track: the first moment of it. */
function onsets(times: readonly number[]): readonly number[] {
  return times.filter((atMs, i) => i === 0 || atMs - (times[i - 1] ?? 0) > 200);
}

test('after an hour every voice is where it was said, and none is apart from the others', async () => {
  const { clock, archive, call, begin } = recordingWorld();
  const ids = new Map<string, string>(NAMES.map((name) => [name, call.join(name)]));
  const recording = await begin();
  const bursts: Burst[] = [];
  const all = (hertz: (name: (typeof NAMES)[number]) => number | undefined): void => {
    for (const name of NAMES) call.sounds(ids.get(name), hertz(name));
  };
  for (let turn = 0; recording.durationMs < 3_600_000; turn++) {
    // The media clock runs 50 ppm fast, and is another one twice: after a loss, and without one.
    call.mediaOffsetMs += 1;
    if (turn === 60) {
      call.facts.tell('mediaLost', { message: 'the socket was closed' });
      await clock.advance(7_013);
      call.mediaOffsetMs = 77;
      call.facts.tell('mediaBack', {});
    }
    if (turn === 120) call.mediaOffsetMs += 3_600_000;
    if (turn % 7 === 3) {
      call.leave(ids.get('Bruno') ?? '');
      await clock.advance(1_000);
      ids.set('Bruno', call.join('Bruno'));
      await clock.settle();
    }
    // Everybody together in every second turn, else one alone.
    const one = NAMES[turn % 3] ?? 'Adele';
    const speak = turn % 2 === 0 ? NAMES : ([one] as const);
    for (const name of speak) bursts.push({ name, atMs: recording.durationMs });
    all((name) => (speak.includes(name) ? HERTZ[name] : undefined));
    await clock.advance(BURST_MS);
    all(() => undefined);
    await clock.advance(TURN_MS - BURST_MS);
  }
  await recording.stop();
  const { only } = archive;
  for (const name of NAMES) {
    const found = onsets(only.soundOf(only.trackOf(name)).map(({ atMs }) => atMs));
    const said = bursts.filter((each) => each.name === name).map(({ atMs }) => atMs);
    expect(found).toHaveLength(said.length);
    expect(Math.max(...found.map((atMs, i) => Math.abs(atMs - (said[i] ?? 0))))).toBeLessThanOrEqual(60);
  }
  const together = bursts.filter(({ atMs }, i) => bursts[i + 2]?.atMs === atMs).map(({ atMs }) => atMs);
  const near = (track: number, atMs: number): number =>
    onsets(only.soundOf(track).map((each) => each.atMs)).find((each) => Math.abs(each - atMs) <= 100) ?? Number.NaN;
  for (const atMs of [together[0] ?? 0, together.at(-1) ?? 0]) {
    const tracks = [...NAMES.map((name) => only.trackOf(name)), MIXED_TRACK];
    const starts = tracks.map((track) => near(track, atMs));
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(20);
  }
  const lastMs = together.at(-1) ?? 0;
  for (const name of NAMES) {
    const heard = await only.heard(only.trackOf(name), lastMs + 100, lastMs + 300);
    for (const other of NAMES) {
      const level = toneDb(heard, HERTZ[other]);
      if (other === name) expect(level).toBeGreaterThan(-25);
      else expect(level).toBeLessThan(-60);
    }
  }
  for (const track of [MIXED_TRACK, only.trackOf('Bruno')]) {
    const times = only.soundOf(track).map(({ atMs }) => atMs);
    expect(times.every((atMs, i) => i === 0 || atMs > (times[i - 1] ?? 0))).toBe(true);
  }
}, 120_000);
