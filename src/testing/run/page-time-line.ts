/** The time line of a run on the page: a row for each person with what they heard and did, to look at, to click and to listen to. */
import { escaped } from './escaped.ts';
import type { DeedRecord, LineRecord, RunRecord } from './run-record.ts';

export type TimeLineOptions = {
  /** Unique on the page. */
  readonly id: string;
  readonly withSound: ReadonlySet<LineRecord>;
};

/** What the page's script makes a player of: pieces of µ-law, base64, each with its place in seconds. */
type SoundWords = { readonly seconds: number; readonly pieces: readonly { readonly at: number; readonly mulaw: string }[] };

export function timeLineHtml({ lines, deeds, endMs }: RunRecord, { id, withSound }: TimeLineOptions): string {
  if (lines.length === 0 && deeds.length === 0) return '';
  const fromMs = Math.min(...lines.map((line) => line.fromMs), ...deeds.map(({ atMs }) => atMs));
  const toMs = Math.max(fromMs + 1_000, ...lines.map((line) => line.toMs), ...deeds.map(({ atMs }) => atMs));
  const span = { fromMs, lengthMs: Math.min(toMs, Math.max(endMs, fromMs + 1_000)) - fromMs };
  const isFar = span.lengthMs > 600_000;
  return `<section class="times" aria-label="Time line">
<h2>What was heard and done</h2>
${lines.map((line, at) => lineHtml(line, { span, id: `${id}line${String(at)}`, hasSound: withSound.has(line), deeds: deeds.filter(({ name }) => name === line.name) })).join('\n')}
${deeds.length === 0 ? '' : `<details class="deeds"${isFar || deeds.length > 12 ? '' : ' open'}><summary>What people did (${String(deeds.length)})</summary><ol>${deeds.map(({ atMs, name, what }) => `<li><time>${seconds(atMs)}</time> ${escaped(name)} ${escaped(what)}</li>`).join('')}</ol></details>`}
</section>`;
}

type LineOptions = {
  readonly span: { readonly fromMs: number; readonly lengthMs: number };
  readonly id: string;
  readonly hasSound: boolean;
  readonly deeds: readonly DeedRecord[];
};

function lineHtml(line: LineRecord, { span, id, hasSound, deeds }: LineOptions): string {
  const place = (ms: number): number => Math.min(100, Math.max(0, round(((ms - span.fromMs) / span.lengthMs) * 100)));
  const width = (fromMs: number, toMs: number): number => round(Math.max(0.4, place(toMs) - place(fromMs)));
  const sounds = line.pieces.map(
    ({ fromMs, mulaw }) => `<i style="left:${place(fromMs)}%;width:${width(fromMs, fromMs + mulaw.length / 16)}%"></i>`,
  );
  const pieces = [
    ...line.heard.map((piece) => ({
      ...piece,
      what: `${piece.by}: ${piece.text}`,
      end: piece.isWhole || !piece.isOver ? '' : ' ✂ cut off',
    })),
    ...line.keys.map((key) => ({ ...key, what: `key ${key.key}`, end: '' })),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
  const bars = pieces.map(
    ({ fromMs, toMs, what }, at) =>
      `<b data-bar="${String(at)}" style="left:${place(fromMs)}%;width:${width(fromMs, toMs)}%" title="${escaped(what)}">${escaped(what.replace(/^.*?: /, ''))}</b>`,
  );
  const did = deeds.filter(({ atMs }) => atMs >= line.fromMs && atMs <= line.toMs);
  const marks = did.map(({ atMs, what }) => `<u style="left:${place(atMs)}%" title="${escaped(`${line.name} ${what}`)}"></u>`);
  const words = pieces.map(({ fromMs, what, end }, at) => {
    const text = `<time>${seconds(fromMs)}</time> ${escaped(what)}${end === '' ? '' : `<em>${end}</em>`}`;
    if (!hasSound) return `<li>${text}</li>`;
    return `<li><button type="button" data-at="${String(round((fromMs - line.fromMs) / 1_000))}" data-bar="${String(at)}"><span aria-hidden="true">▶</span><span class="unseen">Play: </span> ${text}</button></li>`;
  });
  return `<figure class="line" id="${id}">
<figcaption>${escaped(line.name)}${line.ended === undefined ? '' : ` <em>${escaped(line.ended)}</em>`}</figcaption>
<div class="strip" aria-hidden="true" style="--from:${place(line.fromMs)}%;--to:${place(line.toMs)}%"><span class="up"></span>${sounds.join('')}${bars.join('')}${marks.join('')}<span class="now"></span></div>
${hasSound ? `<audio controls preload="none" aria-label="What ${escaped(line.name)} heard"></audio><script type="application/json">${soundWords(line)}</script>` : ''}
${words.length === 0 ? `<p class="note">${line.pieces.length === 0 ? 'Heard nothing.' : 'Nothing that is known was heard.'}</p>` : `<ol class="heard">${words.join('')}</ol>`}
</figure>`;
}

function soundWords({ pieces, fromMs, toMs }: LineRecord): string {
  const words: SoundWords = {
    seconds: round((Math.max(toMs, ...pieces.map((piece) => piece.fromMs + piece.mulaw.length / 16)) - fromMs) / 1_000),
    pieces: pieces.map((piece) => ({ at: (piece.fromMs - fromMs) / 1_000, mulaw: Buffer.from(piece.mulaw).toString('base64') })),
  };
  return JSON.stringify(words);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
