/** A call's ladder on the page: rails as columns, each message an arrow that opens to all that was said in it. */
import type { LadderExchange, LadderMessage, Rail } from '../../wire/live/ladder.ts';
import type { CallLadder } from './call-ladders.ts';
import { escaped } from './escaped.ts';
import { railsOf } from './ladder-text.ts';

/** Of a very long ladder the latest rungs. */
const MOST_RUNGS = 1_000;
const MOST_BODY = 20_000;
/** So many columns fit on a telephone. */
const MOST_NARROW = 3;

export function ladderHtml(call: CallLadder, startWallMs: number): string {
  const rungs = call.rungs.slice(-MOST_RUNGS);
  const leftOut = call.rungs.length - rungs.length;
  const rails = railsOf(rungs);
  const wires = rails.map((_, at) => `<i style="left:${middle(at, rails.length)}%"></i>`).join('');
  return `<section class="ladder" aria-label="Ladder of the call from ${escaped(call.from)} to ${escaped(call.to)}">
<h2>Messages of the call from ${escaped(call.from)} to ${escaped(call.to)}</h2>
${rungs.some(({ kind }) => kind === 'exchange') ? '<p class="note">Each rung with an arrow opens: the request, its answer, and what its codes mean.</p>' : ''}
${rails.length > MOST_NARROW ? '<p class="note sideways">The ladder is wider than this window: move it sideways.</p>' : ''}
${leftOut > 0 ? `<p class="note">${String(leftOut)} earlier rungs are left out.</p>` : ''}
<div class="sheet"${rails.length > MOST_NARROW ? ' tabindex="0" role="group" aria-label="Ladder, can be moved sideways"' : ''}>
<div class="wide" style="--rails:${String(rails.length)}">
<div class="rails" aria-hidden="true"><span></span><div>${rails.map((rail) => `<b class="${rail.kind}">${escaped(rail.name)}</b>`).join('')}</div></div>
<ol>
${rungs.map((rung) => `<li>${rungHtml(rung, { rails, wires, startWallMs })}</li>`).join('\n')}
</ol>
</div>
</div>
</section>`;
}

type Around = { readonly rails: readonly Rail[]; readonly wires: string; readonly startWallMs: number };

function rungHtml(rung: LadderMessage, { rails, wires, startWallMs }: Around): string {
  const time = `<time>${((rung.atMs - startWallMs) / 1_000).toFixed(3)}</time>`;
  const middleOf = ({ id }: Rail): number => middle(rails.findIndex((rail) => rail.id === id), rails.length); // prettier-ignore
  if (rung.kind === 'fact') {
    const dot = `<div class="lane">${wires}<u class="${rung.tone}" style="left:${middleOf(rung.at)}%"></u>${label(rung.title, middleOf(rung.at))}</div>`;
    if (rung.detail === undefined) return `<div class="rung fact ${rung.tone}">${time}${dot}</div>`;
    return `<details class="rung fact ${rung.tone}"><summary>${time}${dot}</summary><pre tabindex="0">${escaped(rung.detail)}</pre></details>`;
  }
  const [from, to] = [middleOf(rung.from), middleOf(rung.to)];
  const isBad = rung.problem !== undefined;
  const status = rung.status === undefined ? 'no answer' : String(rung.status);
  const arrow = `<s class="${from < to ? 'right' : 'left'}" style="left:${Math.min(from, to)}%;width:${Math.abs(to - from)}%"></s>`;
  const words = `${escaped(rung.title)} <em>${status}</em><span class="unseen"> from ${escaped(rung.from.name)} to ${escaped(rung.to.name)}</span>`;
  return `<details class="rung ${isBad ? 'bad' : ''}"><summary>${time}<div class="lane">${wires}${arrow}<span class="label" style="--at:${(from + to) / 2}%">${isBad ? '✗ ' : ''}${words}</span></div></summary>
${exchangeHtml(rung)}</details>`;
}

function label(title: string, at: number): string {
  return `<span class="label ${at > 60 ? 'before' : 'after'}" style="--at:${at}%">${escaped(title)}</span>`;
}

function exchangeHtml(rung: LadderExchange): string {
  const explained = (rung.explanations ?? []).map(
    ({ about, happened, remedies }) => `<p class="problem"><b>${escaped(about)}</b> ${escaped([happened, ...remedies].join(' '))}</p>`,
  );
  const took = rung.tookMs === undefined ? '' : ` after ${String(Math.round(rung.tookMs))} ms`;
  return `<div class="exchange">
${rung.problem === undefined ? '' : `<p class="problem">${escaped(rung.problem)}</p>`}
${explained.join('')}
<p class="url"><b>${escaped(rung.method)}</b> ${escaped(rung.url)}</p>
${bodyHtml('Request', rung.requestBody)}
<p class="url"><b>${rung.status === undefined ? 'No answer' : String(rung.status)}</b>${took}</p>
${bodyHtml('Answer', rung.responseBody)}
</div>`;
}

function bodyHtml(name: string, body: string | undefined): string {
  if (body === undefined || body === '') return '';
  const text = indented(body);
  const shown = text.length > MOST_BODY ? `${text.slice(0, MOST_BODY)}… (${String(text.length)} characters)` : text;
  return `<pre tabindex="0" aria-label="${name}">${escaped(shown)}</pre>`;
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** In percent of the width. */
function middle(at: number, count: number): number {
  return Math.round(((at + 0.5) / Math.max(1, count)) * 10_000) / 100;
}
