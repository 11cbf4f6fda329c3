/** One scenario with many seeds, one after the other; what fails is run once more, so that a flake can be told from a fault. */
import type { LabOptions } from '../with-lab.ts';
import type { Scenario, ScenarioRun } from './scenario.ts';

export type RepeatWords = Partial<Omit<LabOptions, 'seed' | 'name'>> & {
  /** The first seed. */
  readonly seed: number;
  /** How many seeds. */
  readonly times: number;
  readonly onRun?: ((run: ScenarioRun, progress: { readonly done: number; readonly failed: number }) => void) | undefined;
};

export type Repeated = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly times: number;
  readonly tookMs: number;
  /** All that failed; of those that passed the first. */
  readonly runs: readonly ScenarioRun[];
  readonly failures: readonly SeedFailure[];
};

export type SeedFailure = {
  readonly run: ScenarioRun;
  /** `same`: that seed fails each time. `none`: it passed when it was run again. `other`: it failed again, with other words. */
  readonly again: 'same' | 'none' | 'other';
};

/** Records of so many failures are kept whole. */
const MOST_RECORDS = 20;

export async function repeated(scenario: Scenario, { seed, times, onRun, ...instead }: RepeatWords): Promise<Repeated> {
  const failures: SeedFailure[] = [];
  let passed: ScenarioRun | undefined;
  let tookMs = 0;
  for (let at = 0; at < times; at++) {
    const options = {
      ...instead,
      seed: seed + at,
      name: times === 1 ? scenario.scenarioName : `${scenario.scenarioName}, seed ${String(seed + at)}`,
    };
    const run = await scenario.run(options);
    tookMs += run.tookMs;
    if (run.failure) {
      const again = times === 1 ? 'same' : againOf(run, await scenario.run({ ...options, keep: false }));
      failures.push({ run: failures.length < MOST_RECORDS ? run : { ...run, record: undefined }, again });
    } else passed ??= run;
    onRun?.(run, { done: at + 1, failed: failures.length });
  }
  const runs = [...failures.map(({ run }) => run), ...(passed ? [passed] : [])];
  return { name: scenario.scenarioName, file: scenario.file, times, tookMs, runs, failures };
}

function againOf(run: ScenarioRun, second: ScenarioRun): SeedFailure['again'] {
  if (!second.failure) return 'none';
  return firstLine(second) === firstLine(run) ? 'same' : 'other';
}

export function firstLine({ failure }: ScenarioRun): string {
  return failure?.message.split('\n', 1)[0] ?? '';
}
