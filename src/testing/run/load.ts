/** One scenario for many callers at once, in real time and in one house: each caller is somebody of their own, whoever is rung is shared. */
import { defaultLimits } from '../../switchboard/limits.ts';
import { LabError } from '../errors.ts';
import { Lab } from '../lab.ts';
import { allIsAwaited, nothingIsLeft } from '../left-over.ts';
import type { Failing } from '../people/surroundings.ts';
import { openLab, seedFor, type LabOptions } from '../with-lab.ts';
import { Caller, type CallerRun } from './caller.ts';
import { LoadSums, type LoadReport } from './load-sums.ts';
import { Pace } from './pace.ts';
import type { Scenario } from './scenario.ts';
import { longStack, placeIn } from './place-of-test.ts';

export type LoadWords = Partial<LabOptions> & {
  readonly callers: number;
  /** Between the begins of two callers, in milliseconds; where left out all begin within 10 s, or as fast as this machine can carry them. */
  readonly everyMs?: number | undefined;
  /** Told whenever a caller has begun, or has come to the end. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
};

type LoadProgress = { readonly begun: number; readonly over: number; readonly failed: number };

const RAMP_MS = 10_000;
/** So much of a processor the callers may take together: all is one thread, and sound must not wait. */
const BUSY_SHARE = 0.75;
/** How often memory is looked at. */
const LOOK_MS = 500;

/** A sentence where the switchboard would not take so many calls; undefined where it does. */
export function tooManyCallers({ scenarioName, options }: Scenario, callers: number): string | undefined {
  const most = options.limits?.calls ?? defaultLimits.calls;
  if (callers <= most) return undefined;
  return `“${scenarioName}” was to have ${String(callers)} callers at once, and its switchboard takes ${String(most)} calls. Ask for fewer, or give the scenario more: { limits: { calls: ${String(callers)} } }.`;
}

/** Rejects with a `TypeError` for more callers than the switchboard takes. What fails a caller is in the report. */
export async function runLoad(scenario: Scenario, { callers, everyMs: wantedMs, onProgress, ...instead }: LoadWords): Promise<LoadReport> {
  const refused = tooManyCallers(scenario, callers);
  if (refused !== undefined) throw new TypeError(refused);
  const options: LabOptions = { ...scenario.options, codec: scenario.options.codec ?? 'l16', ...instead, isRealTime: true };
  // A rehearsal in virtual time, whatever comes of it: the first callers are not to wait for a program that has yet to warm up.
  await scenario.run({ ...instead, codec: options.codec, keep: false });
  const everyMs = wantedMs ?? RAMP_MS / callers;
  const pace = wantedMs === undefined ? new Pace(BUSY_SHARE) : undefined;
  const whole = await openLab(options);
  const { house } = whole;
  const { clock } = house.time;
  try {
    await house.carrier.engine.health();
    const sums = new LoadSums({ scenario, seed: seedFor(options), callers, clock });
    const progress = { begun: 0, over: 0, failed: 0 };
    const tell = (change: Partial<LoadProgress>): void => onProgress?.(Object.assign(progress, change));
    const looking = looksAt(sums, clock);
    const one = async (number: number): Promise<void> => {
      tell({ begun: progress.begun + 1 });
      sums.begins();
      const run = await callerRun(number, whole, scenario, options);
      sums.ends(run);
      tell({ over: progress.over + 1, failed: progress.failed + (run.failure ? 1 : 0) });
    };
    const all: Promise<void>[] = [];
    for (let number = 1; number <= callers; number++) {
      if (number > 1) await clock.sleep(everyMs);
      while (pace?.isTooFast() && progress.over < number - 1) await clock.sleep(LOOK_MS / 5);
      all.push(one(number));
    }
    await Promise.all(all);
    looking[Symbol.dispose]();
    const leftOver = await failureIn(nothingIsLeft(whole));
    const [health] = await house.carrier.engine.health();
    return sums.report({ messages: whole.messages.length, lateness: health?.lateness, leftOver });
  } finally {
    await house[Symbol.asyncDispose]();
  }
}

async function callerRun(number: number, whole: Lab, scenario: Scenario, { codec = 'l16' }: LabOptions): Promise<CallerRun> {
  const caller = new Caller(number, whole.house);
  const lab = new Lab({ house: whole.house, codec, failure: briefFailure, company: caller, ladders: whole.ladders });
  try {
    const failure = await failureIn(scenario.body(lab).then(() => allIsAwaited(lab)));
    return caller.over(lab, failure);
  } finally {
    lab.around.expectations.giveUp();
    for (const line of lab.lines) line.handset.hangUp();
  }
}

/** Of hundreds of callers none has a picture drawn. */
function briefFailure({ code, message, line }: Failing): LabError {
  const error = new LabError(code, line?.ended === undefined ? message : `${message}\nThe call is over: ${line.ended}`);
  const { frames } = placeIn(longStack());
  if (frames.length > 0) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}

async function failureIn(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function looksAt(sums: LoadSums, clock: Lab['house']['time']['clock']): Disposable {
  let timer: Disposable | undefined;
  const look = (): void => {
    sums.look();
    timer = clock.after(LOOK_MS, look);
  };
  look();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
