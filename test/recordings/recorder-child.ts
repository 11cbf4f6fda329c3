/**
 * The program that is killed: records a call over real stores, or finishes what an earlier one left, and tells its parent how far it is. Its
 * argument is a `RecorderPlan`, as JSON.
 */
import { FRAME_MS } from '../../src/media/frame.ts';
import type { RecorderPlan, RecorderWord } from './recorder-process.ts';
import { RecordingService } from '../../src/services/recording/recording-service.ts';
import { openKeptPlace, tenantId, type KeptPlace } from './kept-place.ts';
import { ToneCall } from './tone-call.ts';

const plan = JSON.parse(process.argv[2] ?? '') as RecorderPlan;
process.on('disconnect', () => process.exit());
// Small enough for the pipe: it has left this process when the call returns, whatever happens to it then.
const tell = (word: RecorderWord): void => void process.send?.(word);

const place = await openKeptPlace(plan.folder, (what) => tell({ kind: 'step', what }));
tell({ kind: 'opened' });
if (plan.does === 'recover') {
  await place.archive.recover();
  tell({ kind: 'saved' });
} else await record(place, plan);

async function record({ archive, facts, clock }: KeptPlace, { pauses = [], stopAtMs, pictureBytes }: RecorderPlan): Promise<void> {
  archive.facts.on('changed', ({ recording: { state } }) => {
    if (state === 'finishing') tell({ kind: 'finishing' });
  });
  archive.facts.on('recordingSaved', () => tell({ kind: 'kept' }));
  const service = new RecordingService({ archive, facts, tenantId, clock });
  const call = new ToneCall({ clock, pictureBytes });
  const recording = await service.record(call, { formats: ['ogg', 'wav'], pictures: pictureBytes !== undefined });
  let isPaused = false;
  let isOver = false;
  recording.facts.on('recordingFailed', ({ problem }) => {
    isOver = true;
    tell({ kind: 'failed', problem });
  });
  await call.speak((toneMs) => {
    // Where the first frame comes to lie.
    if (toneMs === 0) tell({ kind: 'begun', recordingId: recording.id, atMs: Math.floor(recording.durationMs / FRAME_MS) * FRAME_MS });
    const isDue = pauses.some(({ fromMs, toMs }) => toneMs >= fromMs && toneMs < toMs);
    if (isDue !== isPaused && !isOver) {
      isPaused = isDue;
      void (isDue ? recording.pause('a card number') : recording.resume());
    }
    const isLast = stopAtMs !== undefined && toneMs >= stopAtMs && !isOver;
    if (isLast) isOver = true;
    // What comes in the last moment may be cut off by the end: where a frame lies is known to a frame or two.
    const isCut = stopAtMs !== undefined && toneMs > stopAtMs - 3 * FRAME_MS;
    tell({ kind: 'handed', toneMs, isKept: !isPaused && !isOver && !isCut });
    if (isLast) {
      tell({ kind: 'stopping' });
      void recording.stop('enough').then(
        () => tell({ kind: 'saved' }),
        (error: unknown) => tell({ kind: 'failed', problem: String(error) }),
      );
    }
  });
}
