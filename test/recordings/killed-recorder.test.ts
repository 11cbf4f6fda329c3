/**
 * `kill -9` at any moment of a recording's life: the next start finishes it by itself, and what was said until a second before is heard on its
 * own track and in the mix, at its time.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { proofRounds } from '../proof-rounds.ts';
import { expectKept } from './kept-sound.ts';
import { openKeptPlace, operator, tenantId } from './kept-place.ts';
import { killedRecorder, type RecorderLife, type RecorderPlan, type When } from './recorder-process.ts';

const hasFfmpeg = process.env['CI'] === 'true' || spawnSync('ffprobe', ['-version']).status === 0;
const root = mkdtempSync(join(tmpdir(), 'rollcall-killed-recorder-'));
afterAll(() => rmSync(root, { recursive: true }));

type Moment = 'recording' | 'pausing' | 'finishing' | 'recovering' | 'first chunk' | 'stopping' | 'beginning';
const moments: readonly Moment[] = ['recording', 'pausing', 'finishing', 'recovering', 'first chunk', 'stopping', 'beginning'];
const lost: { readonly moment: Moment; readonly lostMs: number }[] = [];
afterAll(() => {
  const figures = ([name, all]: readonly [string, readonly { readonly lostMs: number }[]]): string => {
    const sorted = all.map(({ lostMs }) => lostMs).toSorted((a, b) => a - b);
    return `${name} (${String(sorted.length)}): ${String(sorted[sorted.length >> 1] ?? 0)} ms in the middle, ${String(sorted.at(-1) ?? 0)} ms at most`;
  };
  const each = moments.map((moment) => [moment, lost.filter((one) => one.moment === moment)] as const);
  console.log(
    `lost of what was handed over when the recorder was killed:\n  ${[['all', lost] as const, ...each].map(figures).join('\n  ')}`,
  );
});

type Story = { readonly plan: Partial<RecorderPlan>; readonly when: When; readonly restarts: readonly When[] };

/** Kills at the step of a store with that number, since a word of that kind. */
function atStep(since: 'opened' | 'finishing', number: number, inMs: number): When {
  return (_, all) => {
    const from = all.findIndex(({ kind }) => kind === since);
    const steps = from < 0 ? 0 : all.slice(from).filter(({ kind }) => kind === 'step').length;
    return steps > number || all.at(-1)?.kind === 'saved' ? inMs : undefined;
  };
}

function storyOf(moment: Moment, unit: () => number): Story {
  const upTo = (most: number): number => Math.floor(unit() * most);
  const handed =
    (toneMs: number): When =>
    (word) =>
      word.kind === 'handed' && word.toneMs >= toneMs ? 0 : undefined;
  const restarts: readonly When[] = [];
  switch (moment) {
    case 'recording':
      return { plan: {}, when: handed(1_300 + upTo(2_500)), restarts };
    case 'first chunk':
      return { plan: {}, when: handed(upTo(900)), restarts };
    case 'pausing': {
      const pauses = [
        { fromMs: 700, toMs: 1_300 },
        { fromMs: 2_000, toMs: 2_500 },
      ];
      return { plan: { pauses }, when: handed(600 + upTo(2_600)), restarts };
    }
    case 'beginning':
      return { plan: {}, when: atStep('opened', upTo(8), upTo(4)), restarts };
    case 'stopping': {
      const inMs = upTo(80);
      return { plan: { stopAtMs: 900 + upTo(500) }, when: ({ kind }) => (kind === 'stopping' ? inMs : undefined), restarts };
    }
    case 'finishing':
      return { plan: { stopAtMs: 1_200 + upTo(800) }, when: atStep('finishing', upTo(10), upTo(4)), restarts };
    case 'recovering': {
      const again = Array.from({ length: 1 + upTo(2) }, () => atStep('opened', upTo(8), upTo(4)));
      return { plan: {}, when: handed(1_000 + upTo(1_000)), restarts: again };
    }
  }
}

test.skipIf(!hasFfmpeg).each(proofRounds(4, 50))('a recorder that is killed (seed %i)', { timeout: 120_000 }, async (seed) => {
  const moment = moments[(seed - 1) % moments.length] ?? 'recording';
  const random = seededRandom(seed);
  const { plan, when, restarts } = storyOf(moment, () => random.unit());
  const folder = join(root, String(seed));
  const life = await killedRecorder({ folder, does: 'record', ...plan }, when);
  for (const again of restarts) await killedRecorder({ folder, does: 'recover' }, again);

  await using place = await openKeptPlace(folder);
  await place.archive.recover();
  const [kept, ...more] = await place.archive.list(operator);
  expect(more).toEqual([]);
  if (begunOf(life)) expect(kept).toBeDefined();
  const spools = join(folder, 'spool', tenantId, 'bots');
  expect(existsSync(spools) ? readdirSync(spools) : []).toEqual([]);
  expect(await place.audit.verify()).toMatchObject({ isIntact: true });
  if (!kept) return;
  expect(kept).toMatchObject({ state: 'saved', recordingId: begunOf(life) ?? kept.recordingId, subject: 'Weekly' });
  const { lostMs, steps } = await expectKept(place.archive, kept, life);
  lost.push({ moment, lostMs });
  if (moment === 'recording' || moment === 'pausing') expect(steps).toBeGreaterThan(0);
  expect(lostMs).toBeLessThanOrEqual(1_000);
  const isFinishing = life.some(({ kind }) => kind === 'finishing');
  if (isFinishing) expect([lostMs, kept.problem]).toEqual([0, undefined]);
  else if (lostMs > 0) expect(kept.problem).toMatch(/cut off when the program stopped|nothing was said/);
});

function begunOf(life: RecorderLife): string | undefined {
  return life.find((word) => word.kind === 'begun')?.recordingId;
}
