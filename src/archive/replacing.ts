/** Writes a segment log anew in place of the one that is there, so that a crash leaves the one or the other. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { aesSeal } from '../media/segments/aes-seal.ts';
import type { SegmentRecord } from '../media/segments/record.ts';
import { SegmentWriter } from '../media/segments/segment-writer.ts';
import { StoreError } from '../store/errors.ts';
import { refusedByDisk } from '../store/refusal.ts';
import { logKeyOf } from './data-keys.ts';
import type { Owner } from './kept-files.ts';
import { storeError } from './open-recording.ts';
import type { Places } from './places.ts';

export type ReplacingOptions = { readonly places: Places; readonly clock: Clock };

/** The writer takes so many before the disk has to have them. */
const RECORDS_AT_ONCE = 500;

/** Rejects with the signal's reason, or as a disk does; the log is what it was then. */
export async function replaceLog(
  { places, clock }: ReplacingOptions,
  { recordingId, key }: Pick<Owner, 'recordingId' | 'key'>,
  records: AsyncIterable<SegmentRecord>,
  signal: AbortSignal,
): Promise<void> {
  const folder = places.newLogFolder(recordingId);
  try {
    const writer = await SegmentWriter.open({ folder, clock, seal: aesSeal(logKeyOf(key)) });
    try {
      let count = 0;
      for await (const record of records) {
        if (!writer.write(record))
          throw new StoreError('store/failed', 'the disk does not keep up with a segment log that is written anew');
        if (++count % RECORDS_AT_ONCE === 0) await writer.flush();
        signal.throwIfAborted();
      }
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof StoreError ? error : storeError(error);
  }
  await onDisk(clock, async () => {
    await rename(places.logFolder(recordingId), places.oldLogFolder(recordingId));
    await rename(folder, places.logFolder(recordingId));
    await rm(places.oldLogFolder(recordingId), { recursive: true });
  });
}

/** Puts in order what a crash left of that, and makes the folder where there is none. */
export async function settleLog({ places, clock }: ReplacingOptions, recordingId: string): Promise<void> {
  const [log, old] = [places.logFolder(recordingId), places.oldLogFolder(recordingId)];
  await onDisk(clock, async () => {
    if ((await isThere(old)) && !(await isThere(log))) await rename(old, log);
    // Of one that died at once there may be nothing yet.
    await mkdir(log, { recursive: true, mode: 0o700 });
    await rm(old, { recursive: true, force: true });
    await rm(places.newLogFolder(recordingId), { recursive: true, force: true });
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function onDisk(clock: Clock, work: () => Promise<void>): Promise<void> {
  try {
    await clock.hold(work);
  } catch (cause) {
    throw refusedByDisk('write a segment log anew', cause);
  }
}
