/** Finds the recognisers that this program has started, and kills them as nothing else ends a program: without a word. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { realClock } from '../../src/base/clock.ts';

const clock = realClock();
const LOOK_MS = 100;
const run = promisify(execFile);

/** Those of ours that listen now, and of what was started by ours. */
async function recognisers(): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line)?.slice(1) ?? []);
  const ours = new Set([process.pid]);
  for (let before = 0; before < ours.size;) {
    before = ours.size;
    for (const [pid, parent] of all) if (ours.has(Number(parent))) ours.add(Number(pid));
  }
  // Others are started to look what is installed.
  const listens = (args: string | undefined): boolean => /^\S*pocketsphinx\S* .*\/dev\/stdin/u.test(args ?? '');
  return all.filter(([pid, , args]) => ours.has(Number(pid)) && listens(args)).map(([pid]) => Number(pid));
}

/** Kills all that run, as soon as so many do. Resolves with how many those were. */
export async function killAll(atLeast: number): Promise<number> {
  const patience = clock.deadline(10_000);
  for (;;) {
    const there = await recognisers();
    if (there.length >= atLeast) return there.filter(killed).length;
    patience.throwIfAborted();
    await clock.sleep(LOOK_MS);
  }
}

/** Kills each that is started, until it is disposed of. */
export class Killer implements AsyncDisposable {
  kills = 0;
  #isOver = false;
  readonly #work: Promise<void>;

  constructor() {
    this.#work = this.#go();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#work;
  }

  async #go(): Promise<void> {
    while (!this.#isOver) {
      this.kills += (await recognisers()).filter(killed).length;
      await clock.sleep(LOOK_MS);
    }
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
