/** Aids for tests of archives: a place with all stores, over which archives are opened one after the other, and people who are recorded. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../base/log.ts';
import { realRandom } from '../base/random.ts';
import { isWrittenIn } from '../base/test-written-in.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import { opusEncoder } from '../media/opus.ts';
import type { AuditLog } from '../store/audit-log.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { diskBlobStore } from '../store/disk-blob-store.ts';
import type { FactLog } from '../store/fact-log.ts';
import { keyFileVault } from '../store/key-file-vault.ts';
import type { KeyVault } from '../store/key-vault.ts';
import { openAuditLog } from '../store/sqlite-audit-log.ts';
import { SqliteFactLog } from '../store/sqlite-fact-log.ts';
import { Archive, type ArchiveOptions } from './archive.ts';
import type { OpenRecording, RecordingAbout, Viewer } from './port.ts';

export const ada = { id: 'ada-id-canary', name: 'Ada Canary Lovelace' };
export const grace = { id: 'grace-id-canary', name: 'Grace Canary Hopper' };
export const mallory = { id: 'mallory-id', name: 'Mallory' };
export const operator: Viewer = { kind: 'operator', name: 'Olga' };
export const asViewer = (person: { readonly id: string; readonly name: string }): Viewer => ({ kind: 'person', ...person });

export const about: RecordingAbout = {
  kind: 'recording',
  madeBy: { id: 'scribe-canary', name: 'Scribe Canary' },
  subject: 'Canary quarterly figures',
  callId: 'call-canary',
  meetingId: 'meeting-canary',
  organizer: ada,
};

export type Place = AsyncDisposable & {
  readonly clock: VirtualClock;
  readonly path: string;
  readonly facts: FactLog;
  readonly blobs: BlobStore;
  readonly audit: AuditLog;
  readonly vault: KeyVault;
  /** Opens an archive over the stores, without recovering; what is open is closed with the place. */
  open(changed?: Partial<ArchiveOptions>): Promise<Archive>;
  /** Every file on the disk, with its bytes. */
  everyFile(): Promise<ReadonlyMap<string, Buffer>>;
  /** Which of them have any of these in them, in any of the forms in which texts are written. */
  filesWith(...needles: readonly (string | Uint8Array)[]): Promise<readonly string[]>;
};

/** On a disk of its own: SQLite, files, a key file. */
export async function newPlace(): Promise<Place> {
  const path = await mkdtemp(join(tmpdir(), 'rollcall-archive-'));
  const clock = virtualClock();
  const random = realRandom();
  const facts = await SqliteFactLog.open(join(path, 'facts.db'), { clock });
  const blobs = diskBlobStore(join(path, 'blobs'), { clock, random });
  const vault = keyFileVault(join(path, 'vault', 'keys.json'), { clock });
  const audit = await openAuditLog({ folder: join(path, 'audit'), vault, clock });
  const opened: Archive[] = [];
  const everyFile = async (): Promise<ReadonlyMap<string, Buffer>> => {
    const found = new Map<string, Buffer>();
    for (const child of await readdir(path, { recursive: true, withFileTypes: true })) {
      const file = join(child.parentPath, child.name);
      if (child.isFile()) found.set(file, await readFile(file));
    }
    return found;
  };
  return {
    clock,
    path,
    facts,
    blobs,
    audit,
    vault,
    async open(changed = {}) {
      const archive = await Archive.open({
        clock,
        random,
        log: silentLog,
        tenantId: 't1',
        which: 'bots',
        facts,
        blobs,
        folder: join(path, 'spool'),
        vault,
        audit,
        ...changed,
      });
      opened.push(archive);
      return archive;
    },
    everyFile,
    async filesWith(...needles) {
      const found: string[] = [];
      for (const [file, bytes] of await everyFile())
        for (const needle of needles)
          if (isWrittenIn(bytes, needle)) found.push(`${file}: ${typeof needle === 'string' ? needle : 'bytes'}`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      for (const archive of opened) await archive[Symbol.asyncDispose]();
      await audit[Symbol.asyncDispose]();
      await facts[Symbol.asyncDispose]();
      await rm(path, { recursive: true });
    },
  };
}

/** Packets of a tone, one after the other. */
export async function tone(hertz: number, ms: number): Promise<readonly Uint8Array[]> {
  const encoder = await opusEncoder();
  const frame = new Int16Array(FRAME_SAMPLES);
  const into = new Uint8Array(1_000);
  return Array.from({ length: ms / 20 }, (_, packet) => {
    for (let i = 0; i < frame.length; i++) frame[i] = 8_000 * Math.sin((2 * Math.PI * hertz * (packet * FRAME_SAMPLES + i)) / SAMPLE_RATE);
    return into.slice(0, encoder.encode(frame, into, 0));
  });
}

/** Ada at 440 Hz on track 1 and Grace at 880 Hz on track 2, one after the other, both of them in the mix. */
export async function twoSpeak(recording: OpenRecording, eachMs: number = 400): Promise<void> {
  recording.write({ kind: 'track', atMs: 0, track: 0, info: { kind: 'mixed' } });
  for (const [index, [{ id, name }, hertz]] of (
    [
      [ada, 440],
      [grace, 880],
    ] as const
  ).entries()) {
    const track = index + 1;
    const fromMs = index * eachMs;
    recording.write({ kind: 'note', atMs: fromMs, note: { kind: 'joined', personId: id, name } });
    recording.write({ kind: 'track', atMs: fromMs, track, info: { kind: 'voice', personId: id, name } });
    for (const [at, packet] of (await tone(hertz, eachMs)).entries()) {
      const atMs = fromMs + at * 20;
      recording.write({ kind: 'sound', atMs, track, packet, levelDb: -12 });
      recording.write({ kind: 'sound', atMs, track: 0, packet, levelDb: -12 });
    }
  }
}
