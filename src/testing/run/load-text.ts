/** A load's report as a table for a terminal, and as a case of JUnit. */
import { shownMs } from '../duration.ts';
import type { JunitCase } from './junit.ts';
import type { LoadReport } from './load-sums.ts';
import type { Percentiles } from './percentiles.ts';

export function loadText(report: LoadReport): string {
  const { name, callers, passed, failures, lateness, isInTime, leftOver } = report;
  const rows: (readonly [string, string])[] = [
    [
      'callers',
      `${String(callers)}, begun within ${shownMs(report.rampMs)}, ${String(report.mostAtOnce)} of them at once, in ${shownMs(report.tookMs)}`,
    ],
    ['passed', `${String(passed)}${passed < callers ? `, ${String(callers - passed)} failed` : ''}`],
    ['dialled to connected', spread(report.setUpMs)],
    ['connected to first word', spread(report.firstWordMs)],
    ['Graph messages', `${report.messagesPerCaller.toFixed(1)} for each caller`],
    ['processor', `${shownMs(report.processorMsPerCaller)} for each caller (all of this process: switchboard, sound, bots and callers)`],
    ['memory', `${String(Math.round(report.memoryBytes / 1_000_000))} MB at most (all of this process)`],
    ...(lateness
      ? [['sound was late by', `p50 ${ms(lateness.p50Ms)} · p99 ${ms(lateness.p99Ms)} · max ${ms(lateness.maxMs)}`] as const]
      : []),
  ];
  const wide = Math.max(...rows.map(([key]) => key.length));
  return [
    `  ${passed === callers && leftOver === undefined ? '✓' : '✗'} ${name}`,
    ...rows.map(([key, value]) => `      ${key.padEnd(wide)}  ${value}`),
    ...(isInTime
      ? []
      : ['      This machine could not keep time with so many: sound came late, and the times above are its own as much as the bot’s.']),
    ...failures.flatMap(({ count, firstCaller, message }) => [
      `      ${String(count)} × (first: caller ${String(firstCaller)})`,
      ...message.split('\n').map((line) => `          ${line}`),
    ]),
    ...(leftOver === undefined
      ? []
      : [
          '      Afterwards:',
          ...leftOver
            .split('\n')
            .slice(0, 12)
            .map((line) => `          ${line}`),
        ]),
  ].join('\n');
}

export function loadCase(report: LoadReport): JunitCase {
  const { name, file, seed, callers, failures, leftOver, tookMs, setUpMs, firstWordMs } = report;
  const messages = [
    ...failures.map(({ count, message }) => `${String(count)} × ${message}`),
    ...(leftOver === undefined ? [] : [leftOver]),
  ];
  return {
    name: `${name}, ${String(callers)} callers`,
    file,
    tookMs,
    failure: messages.length === 0 ? undefined : { message: messages[0] ?? '', stack: messages.join('\n\n') },
    properties: {
      seed,
      callers,
      passed: report.passed,
      ...named('setUpMs', setUpMs),
      ...named('firstWordMs', firstWordMs),
      messagesPerCaller: rounded(report.messagesPerCaller),
      processorMsPerCaller: rounded(report.processorMsPerCaller),
      memoryBytes: report.memoryBytes,
      isInTime: String(report.isInTime),
    },
  };
}

function spread({ count, p50, p95, p99, max }: Percentiles): string {
  if (count === 0) return 'never';
  return `p50 ${ms(p50)} · p95 ${ms(p95)} · p99 ${ms(p99)} · max ${ms(max)}`;
}

function named(name: string, { p50, p95, p99, max }: Percentiles): Record<string, number> {
  return { [`${name}.p50`]: rounded(p50), [`${name}.p95`]: rounded(p95), [`${name}.p99`]: rounded(p99), [`${name}.max`]: rounded(max) };
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))} ms`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
