/** Where a segment log is written: files that only grow. The port is small, so that a test can have a disk that is slow, full or gone. */
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

export interface SegmentDisk {
  /** A new file of that name; rejects where there is one already. */
  create(name: string): Promise<SegmentFile>;
}

export interface SegmentFile {
  /** All of it is handed to the disk when it resolves; the bytes are used again after that. */
  append(bytes: Uint8Array): Promise<void>;
  /** What was appended would survive the loss of power when it resolves. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const NAME = /^segments-\d{5,}\.log$/;

/** Names sort in the order of the files. */
export function nameOfFile(index: number): string {
  return `segments-${String(index).padStart(5, '0')}.log`;
}

/** The files of a log, in order. */
export async function filesOf(folder: string, clock: Clock): Promise<readonly string[]> {
  const names = await clock.hold(() => readdir(folder));
  return names.filter((name) => NAME.test(name)).sort();
}

/** A folder of this machine; it is made where it is not there. */
export function folderOnDisk(folder: string, clock: Clock): SegmentDisk {
  return {
    create: (name) =>
      clock.hold(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const handle = await open(join(folder, name), 'wx', 0o600);
        await syncFolder(folder);
        return {
          append: (bytes) => clock.hold(() => handle.appendFile(bytes)),
          sync: () => clock.hold(() => handle.datasync()),
          close: () => clock.hold(() => handle.close()),
        };
      }),
  };
}

/** The name of a new file is part of its folder. Windows can neither open nor sync one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
