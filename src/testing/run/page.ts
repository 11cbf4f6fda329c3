/** One HTML file that shows runs: verdicts, a time line, what each heard, ladders to open and read. It asks nobody for anything. */
import { escaped } from './escaped.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { ladderHtml } from './page-ladder.ts';
import { timeLineHtml } from './page-time-line.ts';
import type { LineRecord, RunRecord } from './run-record.ts';

export type PageOptions = {
  readonly title: string;
  readonly runs: readonly RunRecord[];
  /** Passed runs that are only counted. */
  readonly more?: number | undefined;
  /** Text that stands above the runs: the summary of a load. */
  readonly summary?: string | undefined;
};

/** So much sound goes into a page, in bytes before base64: about 17 minutes of it. Failed runs come first. */
const MOST_SOUND = 16_000_000;

export function pageOf({ title, runs, more = 0, summary }: PageOptions): string {
  const failed = runs.filter(({ failure }) => failure).length;
  const count = runs.length + more;
  const verdict = failed > 0 ? `${String(failed)} of ${String(count)} failed` : count === 1 ? 'passed' : `all ${String(count)} passed`;
  const withSound = soundsThatFit(runs);
  const left = runs.reduce((sum, { lines }) => sum + lines.filter((line) => line.pieces.length > 0 && !withSound.has(line)).length, 0);
  const isSoleRun = runs.length === 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; media-src blob:">
<meta name="color-scheme" content="light dark">
<title>${failed > 0 ? '✗' : '✓'} ${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<p class="lab">Rollcall lab</p>
<h1>${escaped(title)}</h1>
<p class="verdict ${failed > 0 ? 'bad' : 'good'}">${sign(failed > 0)} ${verdict}</p>
</header>
<main>
${summary === undefined ? '' : `<pre class="summary" tabindex="0" aria-label="Summary">${escaped(summary)}</pre>`}
${runs.map((run, at) => runHtml(run, { at, isOpen: isSoleRun || (run.failure !== undefined && at < 20), withSound })).join('\n')}
${more > 0 ? `<p class="note">${String(more)} more that passed are not shown.</p>` : ''}
${left > 0 ? `<p class="note">The sound of ${String(left)} ${left === 1 ? 'line is' : 'lines are'} left out, or this page would become too large.</p>` : ''}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

type Shown = { readonly at: number; readonly isOpen: boolean; readonly withSound: ReadonlySet<LineRecord> };

function runHtml(run: RunRecord, { at, isOpen, withSound }: Shown): string {
  const { name, seed, failure, tookMs, endMs } = run;
  const times = [`${(endMs / 1_000).toFixed(1)} s in the lab`, ...(tookMs === undefined ? [] : [`${(tookMs / 1_000).toFixed(1)} s here`])];
  return `<details class="run ${failure ? 'failed' : 'passed'}"${isOpen ? ' open' : ''}>
<summary><span class="sign ${failure ? 'bad' : 'good'}">${sign(failure !== undefined)}</span> <span class="name">${escaped(name)}</span> <span class="facts">seed ${String(seed)} · ${times.join(' · ')}</span></summary>
<div class="inside">
${failure ? `<section aria-label="What failed"><pre class="failure" tabindex="0" aria-label="Why it failed">${escaped(whatFailed(failure.message))}</pre></section>` : ''}
${timeLineHtml(run, { id: `run${String(at)}`, withSound })}
${run.calls.map((call) => ladderHtml(call, run.startWallMs)).join('\n')}
</div>
</details>`;
}

/** The page draws the rest itself, and better. */
function whatFailed(message: string): string {
  const end = message.search(/\n\n(?:What .* heard:\n|The call from .*:\n|Seed )/);
  return end < 0 ? message : message.slice(0, end);
}

function sign(isBad: boolean): string {
  return isBad ? '<span role="img" aria-label="failed">✗</span>' : '<span role="img" aria-label="passed">✓</span>';
}

function soundsThatFit(runs: readonly RunRecord[]): ReadonlySet<LineRecord> {
  const inOrder = [...runs.filter(({ failure }) => failure), ...runs.filter(({ failure }) => !failure)];
  const fitting = new Set<LineRecord>();
  let bytes = 0;
  for (const line of inOrder.flatMap(({ lines }) => lines)) {
    const size = line.pieces.reduce((sum, { mulaw }) => sum + mulaw.length, 0);
    if (size === 0 || bytes + size > MOST_SOUND) continue;
    bytes += size;
    fitting.add(line);
  }
  return fitting;
}
