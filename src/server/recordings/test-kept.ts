/** Aids for tests of a house's recordings: the archives over a data folder, without the house, and something recorded in them. */
import { resolve } from 'node:path';
import { tone } from '../../archive/test-archive.ts';
import type { Archive } from '../../archive/archive.ts';
import type { KeptRecording, OpenRecording, RecordingAbout } from '../../archive/port.ts';
import { realClock, type Clock } from '../../base/clock.ts';
import { silentLog, type Log } from '../../base/log.ts';
import { realRandom } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { checked } from '../config-file.ts';
import { openStores } from '../house-stores.ts';
import { openArchives, type Archives } from './open-archives.ts';
import type { RecordingsConfig } from './recordings-config.ts';

/** Two of the people that a house has unless told otherwise. */
export const ada = { id: 'a0000000-0000-4000-8000-000000000201', name: 'Ada Lovelace' };
export const grace = { id: 'a0000000-0000-4000-8000-000000000202', name: 'Grace Hopper' };

export const about: RecordingAbout = {
  kind: 'recording',
  madeBy: { id: 'b0', name: 'recorder' },
  subject: 'Quarterly figures',
  callId: 'call-1',
  organizer: ada,
};

type Given = { readonly config?: RecordingsConfig; readonly log?: Log; readonly clock?: Clock };

/** As a house opens them; the folder is let go of at the end. */
export async function openKept(
  data: string,
  { config = {}, log = silentLog, clock = realClock() }: Given = {},
): Promise<Archives & AsyncDisposable> {
  const scope = new Scope();
  try {
    const common = { clock, random: realRandom(), log, scope };
    const { tenantId, recordings } = checked({ recordings: config }, 'the test');
    const stores = await openStores(resolve(data), common);
    const archives = await openArchives(recordings, { ...common, stores, tenantId });
    return { ...archives, [Symbol.asyncDispose]: () => scope.end() };
  } catch (error) {
    await scope.end();
    throw error;
  }
}

/** Ada says a tone of 400 ms; it goes on. */
export async function begun(archive: Archive, changed: Partial<RecordingAbout> = {}): Promise<OpenRecording> {
  const recording = await archive.begin({ ...about, ...changed });
  recording.write({ kind: 'track', atMs: 0, track: 0, info: { kind: 'mixed' } });
  recording.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: ada.id, name: ada.name } });
  recording.write({ kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: ada.id, name: ada.name } });
  for (const [at, packet] of (await tone(440, 400)).entries()) {
    for (const track of [0, 1]) recording.write({ kind: 'sound', atMs: at * 20, track, packet, levelDb: -12 });
  }
  await recording.flush();
  return recording;
}

export async function kept(archive: Archive, changed: Partial<RecordingAbout> = {}): Promise<KeptRecording> {
  return (await begun(archive, changed)).finish('the call ended');
}
