/** Adds up what many callers came to: verdicts, times, messages, what it cost this machine. */
import type { Clock } from '../../base/clock.ts';
import type { CallerRun } from './caller.ts';
import { percentilesOf, type Percentiles } from './percentiles.ts';
import { recordOf, type RunRecord } from './run-record.ts';
import type { Scenario } from './scenario.ts';

export type LoadReport = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly seed: number;
  readonly callers: number;
  readonly passed: number;
  /** Alike ones are counted together, most frequent first. */
  readonly failures: readonly LoadFailure[];
  /** What went on when all had gone home. */
  readonly leftOver?: string | undefined;
  readonly mostAtOnce: number;
  /** From the first begin to the last, in milliseconds. */
  readonly rampMs: number;
  /** Milliseconds from dialling to being connected, and from there to the first sound. */
  readonly setUpMs: Percentiles;
  readonly firstWordMs: Percentiles;
  /** Requests between bots and switchboard, both ways, for each caller. */
  readonly messagesPerCaller: number;
  /** Of this whole process, in milliseconds: switchboard, media, bots and callers. */
  readonly processorMsPerCaller: number;
  /** The most that this process had, in bytes. */
  readonly memoryBytes: number;
  readonly tookMs: number;
  /** How late the ticks of the media engine ran. */
  readonly lateness?: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number } | undefined;
  /** False: the machine was too slow for so many, and times are its and not the bot's. */
  readonly isInTime: boolean;
  /** The first of each failure, and the first that passed. */
  readonly examples: readonly RunRecord[];
};

type LoadFailure = {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly count: number;
  readonly firstCaller: number;
};

export type LoadSumsOptions = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly callers: number;

  readonly clock: Clock;
};
export type LoadRest = Pick<LoadReport, 'lateness'> & { readonly messages: number; readonly leftOver: Error | undefined };

/** Sound comes every 20 ms: what is later than that is heard. */
const TICK_MS = 20;
const MOST_EXAMPLES = 8;

export class LoadSums {
  readonly #options: LoadSumsOptions;
  readonly #beganMs: number;
  readonly #processor: NodeJS.CpuUsage = process.cpuUsage();
  readonly #setUpMs: number[] = [];
  readonly #firstWordMs: number[] = [];
  readonly #failures = new Map<string, { message: string; stack?: string | undefined; count: number; firstCaller: number }>();
  /** Made into records at the end: that takes a while, and the others are on the phone. */
  readonly #examples: CallerRun[] = [];
  #passed = 0;
  #now = 0;
  #mostAtOnce = 0;
  #memoryBytes = 0;
  #lastBeganMs: number;

  constructor(options: LoadSumsOptions) {
    this.#options = options;
    this.#beganMs = options.clock.now();
    this.#lastBeganMs = this.#beganMs;
  }

  begins(): void {
    this.#lastBeganMs = this.#options.clock.now();
    this.#mostAtOnce = Math.max(this.#mostAtOnce, ++this.#now);
  }

  look(): void {
    this.#memoryBytes = Math.max(this.#memoryBytes, process.memoryUsage.rss());
  }

  ends(run: CallerRun): void {
    this.#now--;
    this.#setUpMs.push(...run.setUpMs);
    this.#firstWordMs.push(...run.firstWordMs);
    if (!run.failure) {
      if (this.#passed++ === 0) this.#examples.push(run);
      return;
    }
    const { message, stack } = run.failure;
    const key = alike(message);
    const known = this.#failures.get(key);
    if (known) known.count++;
    else {
      this.#failures.set(key, { message, stack, count: 1, firstCaller: run.number });
      if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(run);
    }
  }

  report({ messages, lateness, leftOver }: LoadRest): LoadReport {
    this.look();
    const { scenario, seed, callers, clock } = this.#options;
    const { user, system } = process.cpuUsage(this.#processor);
    return {
      name: scenario.scenarioName,
      file: scenario.file,
      seed,
      callers,
      passed: this.#passed,
      failures: [...this.#failures.values()].toSorted((a, b) => b.count - a.count),
      leftOver: leftOver?.message,
      mostAtOnce: this.#mostAtOnce,
      rampMs: this.#lastBeganMs - this.#beganMs,
      setUpMs: percentilesOf(this.#setUpMs),
      firstWordMs: percentilesOf(this.#firstWordMs),
      messagesPerCaller: messages / callers,
      processorMsPerCaller: (user + system) / 1_000 / callers,
      memoryBytes: this.#memoryBytes,
      tookMs: clock.now() - this.#beganMs,
      lateness,
      isInTime: lateness === undefined || lateness.p99Ms <= TICK_MS,
      examples: this.#examples
        .toSorted((a, b) => Number(b.failure !== undefined) - Number(a.failure !== undefined))
        .map((run) => this.#example(run)),
    };
  }

  #example({ lab, number, failure }: CallerRun): RunRecord {
    const { scenario, seed } = this.#options;
    const words = { name: `${scenario.scenarioName}, caller ${String(number)}`, file: scenario.file, seed };
    const record = recordOf(lab, { ...words, failure: failure && { message: failure.message, stack: failure.stack } });
    const callIds = new Set(record.lines.map(({ callId }) => callId));
    return { ...record, calls: record.calls.filter(({ callId }) => callIds.has(callId)) };
  }
}

/** What was waited for; what was heard instead differs from caller to caller. */
function alike(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[\d.]+/g, '#');
}
