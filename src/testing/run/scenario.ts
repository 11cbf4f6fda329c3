/** A test in a lab with a name, that several can run: a test runner, `rollcall lab run`, and that many times, or for many callers. */
import { realClock } from '../../base/clock.ts';
import type { Lab } from '../lab.ts';
import { seedFor, withLab, type LabOptions } from '../with-lab.ts';
import { recordOf, type RunRecord } from './run-record.ts';
import { testPlace } from './place-of-test.ts';

/** Called, it runs as a test does: `test(scenario.scenarioName, scenario)`. */
export interface Scenario {
  (): Promise<void>;
  readonly scenarioName: string;
  readonly options: LabOptions;
  readonly body: (lab: Lab) => Promise<void>;
  /** Where it was written down. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** Runs it once, with some options in place of its own. Never rejects: what failed is in the answer. */
  run(instead?: ScenarioWords): Promise<ScenarioRun>;
}

export type ScenarioWords = Partial<LabOptions> & {
  /** The machine's time, for how long it took. */
  readonly nowMs?: (() => number) | undefined;
};

export type ScenarioRun = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly seed: number;
  readonly failure?: { readonly message: string; readonly stack?: string | undefined } | undefined;
  readonly tookMs: number;
  /** What went on in the lab; undefined where it could not be opened. */
  readonly record: RunRecord | undefined;
};

/**
 * Throws a `TypeError` for what is no scenario.
 *
 * @example
 * export const silence = scenario('a caller who says nothing is asked again', { bots: [frontDesk] }, async (lab) => {
 *   const line = await lab.person('Ada').dial('100');
 *   await line.hears(/press 1/i);
 *   await line.hears(/did not hear/i);
 * });
 */
export function scenario(name: string, options: LabOptions, body: (lab: Lab) => Promise<void>): Scenario {
  if (typeof name !== 'string' || name.trim() === '')
    throw new TypeError('a scenario has a name: scenario("a caller who …", { bots }, async (lab) => { … })');
  if (typeof body !== 'function')
    throw new TypeError(`the scenario “${name}” has nothing to do: scenario(name, { bots }, async (lab) => { … })`);
  const { file, line } = testPlace();
  const named: LabOptions = { ...options, name: options.name ?? name };
  return Object.assign(() => withLab(named, body), {
    scenarioName: name,
    options: named,
    body,
    file,
    line,
    run: (instead: ScenarioWords = {}) => ranOnce({ name, file, options: { ...named, ...instead }, body }, instead),
  });
}

/** By its shape: a file may have been loaded with a Rollcall of its own. */
export function isScenario(value: unknown): value is Scenario {
  return typeof value === 'function' && 'scenarioName' in value && 'run' in value && typeof value.run === 'function' && 'body' in value;
}

const machine = realClock();
const machineMs = (): number => machine.now();

type Once = Pick<Scenario, 'options' | 'body'> & { readonly name: string; readonly file: string | undefined };

async function ranOnce({ name, file, options, body }: Once, { nowMs = machineMs }: ScenarioWords): Promise<ScenarioRun> {
  const seed = seedFor(options);
  const beganMs = nowMs();
  let record: RunRecord | undefined;
  const onEnd = (lab: Lab, error: unknown): void => {
    options.onEnd?.(lab, error);
    record = recordOf(lab, { name, file, seed });
  };
  const failure = await failureIn(withLab({ ...options, seed, onEnd }, body));
  const tookMs = nowMs() - beganMs;
  return { name, file, seed, failure, tookMs, record: record && { ...record, failure, tookMs } };
}

async function failureIn(run: Promise<void>): Promise<ScenarioRun['failure']> {
  try {
    await run;
    return undefined;
  } catch (error) {
    return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
  }
}
