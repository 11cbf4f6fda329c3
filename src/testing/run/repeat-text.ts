/** What came of scenarios, for a terminal: each failure in full, what flakes, and how to run one seed again. */
import { shownMs } from '../duration.ts';
import { firstLine, type Repeated, type SeedFailure } from './repeat.ts';
import type { ScenarioRun } from './scenario.ts';

/** How a seed of that scenario is run again: `rollcall lab run file.ts --seed 9`. */
export type HowAgain = (run: ScenarioRun) => string;

/** One line for each run of a scenario that is run once. */
export function runLine({ name, failure, tookMs }: ScenarioRun): string {
  return `  ${failure ? '✗' : '✓'} ${name}  ${shownMs(tookMs)}`;
}

/** One line for a scenario of many seeds, and one for each that failed. */
export function repeatLines({ name, times, tookMs, failures }: Repeated, howAgain: HowAgain): string {
  const count = failures.length === 0 ? `all ${String(times)} seeds passed` : `${String(failures.length)} of ${String(times)} seeds failed`;
  return [
    `  ${failures.length > 0 ? '✗' : '✓'} ${name}  ${count}, ${shownMs(tookMs)}`,
    ...failures.map((each) => seedLine(each, howAgain)),
  ].join('\n');
}

/** Messages in full; of many seeds that fail alike the first. */
export function failuresText(all: readonly Repeated[]): string {
  const parts: string[] = [];
  for (const { name, times, failures } of all) {
    const shown = new Set<string>();
    for (const { run } of failures) {
      if (shown.has(firstLine(run))) continue;
      shown.add(firstLine(run));
      const at = /\n( {4}at .*)/.exec(run.failure?.stack ?? '')?.[1];
      const heading = `✗ ${name}${times > 1 ? ` (seed ${String(run.seed)})` : ''}`;
      parts.push([heading, '', indented(run.failure?.message ?? ''), ...(at === undefined ? [] : ['', at])].join('\n'));
    }
  }
  return parts.join('\n\n');
}

export function summaryText(all: readonly Repeated[]): string {
  const failed = all.filter(({ failures }) => failures.length > 0).length;
  const runs = all.reduce((sum, { times }) => sum + times, 0);
  const flakes = all.flatMap(({ failures }) => failures).filter(({ again }) => again !== 'same').length;
  const lines = [
    `${String(all.length - failed)} of ${String(all.length)} ${all.length === 1 ? 'scenario' : 'scenarios'} passed${runs > all.length ? `, in ${String(runs)} runs` : ''}.`,
  ];
  if (flakes > 0)
    lines.push(
      `${String(flakes)} ${flakes === 1 ? 'failure depends' : 'failures depend'} on something outside of the lab: the same seed did not fail in the same way again.`,
    );
  return lines.join('\n');
}

function seedLine({ run, again }: SeedFailure, howAgain: HowAgain): string {
  const seed = String(run.seed);
  switch (again) {
    case 'same':
      return `      fails with seed ${seed} each time: ${howAgain(run)}\n        ${firstLine(run)}`;
    case 'none':
      return `      seed ${seed} passed when run again with the same seed: it depends on something outside of the lab\n        ${firstLine(run)}`;
    case 'other':
      return `      seed ${seed} failed otherwise when run again: it depends on something outside of the lab\n        ${firstLine(run)}`;
  }
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
