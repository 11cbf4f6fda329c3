/** What an earlier run left on this machine and nobody needs any more. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { refusedByDisk } from '../store/refusal.ts';
import type { Places } from './places.ts';
import type { Shelf } from './shelf.ts';

export type LeftOverOptions = { readonly shelf: Shelf; readonly places: Places; readonly clock: Clock };

/** To be called before anything is begun. A folder of no recording that is on record stays: the record may have been lost. */
export async function clearLeftOver({ shelf, places, clock }: LeftOverOptions): Promise<void> {
  await onDisk(clock, async () => {
    for (const name of await readdir(places.spools).catch(() => [])) {
      const state = shelf.get(name)?.kept.state;
      if (state === undefined) continue;
      const isNeeded = state === 'recording' || state === 'finishing' || state === 'failed';
      await rm(isNeeded ? places.workFolder(name) : join(places.spools, name), { recursive: true, force: true });
    }
  });
}

/** What is on this machine of a recording whose files are put away. */
export async function clearSpool(recordingId: string, { places, clock }: Pick<LeftOverOptions, 'places' | 'clock'>): Promise<void> {
  await onDisk(clock, () => rm(places.spool(recordingId), { recursive: true, force: true }));
}

async function onDisk(clock: Clock, work: () => Promise<void>): Promise<void> {
  try {
    await clock.hold(work);
  } catch (cause) {
    throw refusedByDisk('clear away what is needed no more', cause);
  }
}
