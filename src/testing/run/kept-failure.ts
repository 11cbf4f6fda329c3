/** The folder that a failed test leaves behind: what each person heard, the ladders, and a page to look at all of it. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Lab } from '../lab.ts';
import type { Line } from '../people/line.ts';
import { writeWav } from '../../media/wav.ts';
import { ladderText } from './ladder-text.ts';
import { pageOf } from './page.ts';
import type { RunRecord } from './run-record.ts';

export type KeepOptions = {
  /** Below which folder; `false` keeps nothing. */
  readonly keep: string | false;
  /** The test's own name; a folder of that name of an earlier run is replaced. A second failure of that name has `-2`. */
  readonly name: string;
};

/** How often something failed in this run of the program, by the folder that it would have. */
const failedIn = new Map<string, number>();
/** Tests that share one name, or one wrapper of `withLab`, have folders of their own up to here; then the last is replaced. */
const MOST_ALIKE = 20;

/** Of what somebody heard the end is kept: so much of each, and so much of all together. */
const MOST_OF_ONE_MS = 10 * 60_000;
const MOST_OF_ALL_MS = 60 * 60_000;

/** Gives a sentence for the failure: where it was kept, or why it could not be. Never rejects. */
export async function keepFailure(lab: Lab, record: RunRecord, { keep, name }: KeepOptions): Promise<string | undefined> {
  if (keep === false) return undefined;
  const folder = folderOf(join(keep, slugOf(name)));
  try {
    await lab.house.time.clock.hold(() => written(folder, lab, record));
    const sounding = lab.lines.filter(hasHeard).length;
    return `Kept in ${shownPath(folder)}: index.html${sounding > 0 ? ', ladder.txt, and what each person heard' : ' and ladder.txt; nobody heard anything'}.`;
  } catch (error) {
    return `Nothing of it could be kept in ${shownPath(folder)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function folderOf(folder: string): string {
  const count = Math.min(MOST_ALIKE, (failedIn.get(folder) ?? 0) + 1);
  failedIn.set(folder, count);
  return count === 1 ? folder : `${folder}-${String(count)}`;
}

function hasHeard({ handset: { ear } }: Line): boolean {
  return ear.sounds().length > 0;
}

/** A folder's name: letters and digits of any language, and nothing that leads elsewhere. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase(); // prettier-ignore
  const slug = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, ''); // prettier-ignore
  return Array.from(slug).slice(0, 80).join('') || 'test';
}

async function written(folder: string, lab: Lab, record: RunRecord): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { startWallMs, calls } = record;
  await writeFile(join(folder, 'ladder.txt'), `${calls.map((call) => ladderText(call, { startWallMs })).join('\n\n')}\n`);
  await writeFile(join(folder, 'index.html'), pageOf({ title: record.name, runs: [record] }));
  const keptMs = Math.min(MOST_OF_ONE_MS, MOST_OF_ALL_MS / Math.max(1, lab.lines.length));
  for (const [at, line] of lab.lines.entries()) {
    if (!hasHeard(line)) continue;
    const { name, beganMs } = line;
    const { ear } = line.handset;
    const toMs = ear.endMs ?? beganMs;
    const sound = ear.between(Math.max(beganMs, ear.startMs ?? beganMs, toMs - keptMs), toMs);
    await writeFile(join(folder, `${String(at + 1)}-${slugOf(name)}.wav`), writeWav(sound));
  }
}

function shownPath(folder: string): string {
  const short = relative(process.cwd(), folder);
  return short.startsWith('..') ? folder : short;
}
