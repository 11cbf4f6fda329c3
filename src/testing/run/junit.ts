/** Runs as JUnit XML, which every build server reads: a suite for each file, a case for each run. */
import { escaped } from './escaped.ts';

export type JunitCase = {
  readonly name: string;
  readonly file?: string | undefined;
  readonly tookMs: number;
  readonly failure?: { readonly message: string; readonly stack?: string | undefined } | undefined;
  /** A seed, a percentile: whatever is to be read beside the verdict. */
  readonly properties: Readonly<Record<string, string | number>>;
};

export function junitXml(cases: readonly JunitCase[]): string {
  const files = new Map<string, JunitCase[]>();
  for (const each of cases) files.set(each.file ?? 'lab', [...(files.get(each.file ?? 'lab') ?? []), each]);
  const suites = [...files].map(
    ([file, some]) =>
      `<testsuite name="${escaped(file)}" ${counts(some)}>\n${some.map((each) => caseXml(each, file)).join('\n')}\n</testsuite>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="rollcall lab" ${counts(cases)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function counts(cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const ms = cases.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return `tests="${String(cases.length)}" failures="${String(failures)}" errors="0" skipped="0" time="${seconds(ms)}"`;
}

function caseXml({ name, tookMs, failure, properties }: JunitCase, file: string): string {
  const list = Object.entries(properties).map(([key, value]) => `<property name="${escaped(key)}" value="${escaped(String(value))}"/>`);
  const [first = ''] = (failure?.message ?? '').split('\n');
  const why = failure && `<failure message="${escaped(first)}" type="failed">${escaped(failure.stack ?? failure.message)}</failure>`;
  return `<testcase name="${escaped(name)}" classname="${escaped(file)}" time="${seconds(tookMs)}"><properties>${list.join('')}</properties>${why ?? ''}</testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
