/** What is told when a test in a lab fails: what was waited for, what was heard instead, the call's ladder, the seed. */
import { LabError } from '../errors.ts';
import { pictureOf } from '../hearing/picture-of-sound.ts';
import type { Lab } from '../lab.ts';
import type { Failing } from '../people/surroundings.ts';
import { ladderText } from './ladder-text.ts';
import { longStack, placeIn, type TestPlace } from './place-of-test.ts';

const MOST_RUNGS = 40;
const MOST_FAULTS = 20;
const SEED = 'Seed ';
const ELSEWHERE =
  'The code of a bot still waits for something that is no verb of its call. If that is outside of the lab (a timer of its own, a file, a server): the lab gives it 2 s of real time; let it wait by context.clock.';

/** The error of a person or a line; its stack begins in the test. */
export function failureOf({ code, message, line }: Failing, lab: Lab, { seed }: { readonly seed: number }): LabError {
  const lines = [message, ...(lab.house.isElsewhere ? [ELSEWHERE] : [])];
  if (line) {
    const { ear } = line.handset;
    if (line.ended !== undefined) lines.push(`The call is over: ${line.ended}`);
    const toMs = lab.house.time.clock.now();
    lines.push('', `What ${line.name} heard:`, pictureOf(ear, { fromMs: line.beganMs, toMs, heard: line.heard, keys: ear.keys() }));
  }
  const threw = lab.house.botFacts.find(({ fact }) => fact.kind === 'botFailed')?.fact;
  if (threw?.kind === 'botFailed' && !message.includes(threw.error)) lines.push('', `The bot threw: ${threw.error}`);
  const callId = line?.handset.call?.callId ?? line?.handset.callId;
  const error = new LabError(code, [...lines, ...surroundings(lab, { seed, callId })].join('\n'));
  const { frames } = placeIn(longStack());
  if (frames.length > 0) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}

export type Told = {
  readonly seed: number;
  /** Where the test opened its lab. */
  readonly place: TestPlace;
  /** Where what was recorded is; undefined where nothing was kept. */
  readonly kept: string | undefined;
};

/** Any error that ends a test, with what the lab knows of it: the error itself, its message longer. */
export function told(error: unknown, lab: Lab, { seed, place, kept }: Told): unknown {
  if (!(error instanceof Error)) return error;
  const isTold = error.message.split('\n').some((line) => line.startsWith(SEED));
  const lines = [error.message, ...(isTold ? [] : surroundings(lab, { seed })), ...(kept === undefined ? [] : [kept])];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  const isOurs = error instanceof LabError && placeIn(error.stack ?? '').file === undefined;
  try {
    error.message = lines.join('\n');
    error.stack = [`${error.name}: ${error.message}`, ...(isOurs && place.frames.length > 0 ? place.frames : frames)].join('\n');
  } catch {
    // Frozen: it goes as it is.
  }
  return error;
}

/** The ladder of one call, or of the latest, and the seed. */
function surroundings(lab: Lab, { seed, callId }: { readonly seed: number; readonly callId?: string | undefined }): string[] {
  const { clock } = lab.house.time;
  const startWallMs = clock.wallMs() - clock.now();
  const all = lab.ladders.all();
  const asked = all.filter((each) => each.callId === callId);
  const lines: string[] = [];
  let most = MOST_RUNGS;
  let unseen = 0;
  for (const call of (asked.length > 0 ? asked : all).toReversed()) {
    if (most <= 0) unseen++;
    else lines.unshift('', ladderText(call, { startWallMs, most }));
    most -= call.rungs.length;
  }
  if (unseen > 0) lines.unshift('', `${String(unseen)} earlier ${unseen === 1 ? 'call is' : 'calls are'} left out.`);
  return [...lines, ...faultsOf(lab), '', `${SEED}${String(seed)}: run with ROLLCALL_LAB_SEED=${String(seed)} to have the same run.`];
}

/** What was made to go wrong, the latest of it; and what was meant to and never did. */
function faultsOf({ faults }: Lab): readonly string[] {
  const { log, unused } = faults;
  if (log.length === 0 && unused.length === 0) return [];
  const left = log.length - MOST_FAULTS;
  return [
    '',
    'Faults that the test asked for:',
    ...(left > 0 ? [`  … ${String(left)} earlier ones are left out`] : []),
    ...log.slice(-MOST_FAULTS).map(({ atMs, what }) => `  ${(atMs / 1000).toFixed(3).padStart(8)} s  ${what}`),
    ...unused.map((what) => `  never struck: ${what}`),
  ];
}
