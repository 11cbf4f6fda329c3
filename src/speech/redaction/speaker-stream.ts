/** What one speaker has said lately, read as one text: a number may begin in one segment and end in a later one. */
import type { Segment } from '../segment.ts';
import { contextsIn, setApart } from './contexts.ts';
import type { Cover } from './covers.ts';
import { digitRunsOf, type DigitRun } from './digit-runs.ts';
import { findingsIn, type Finding } from './findings.ts';
import { heardSegment, showsSame, under, type FoundNumber, type HeardSegment } from './heard-segment.ts';
import type { ListedWords } from './listed-words.ts';
import type { RedactedSpan, RedactionRule } from './redaction.ts';
import type { SpokenOf } from './spoken-of.ts';
import type { Token } from './spoken-tokens.ts';

/** `segment` as it came, `shown` as it may be shown. */
export type Said = { readonly segment: Segment; readonly shown: Segment };

export type StreamOptions = {
  readonly rules: ReadonlySet<RedactionRule>;
  readonly listed: ListedWords;
  readonly spokenOf: SpokenOf;
};

/** Earlier ones stay as they were shown last. */
const MOST_SEGMENTS = 40;
const MOST_TOKENS = 2_000;
/** After so long a pause a number does not go on. */
const PAUSE_MS = 30_000;

export class SpeakerStream {
  readonly #options: StreamOptions;
  #heard: HeardSegment[] = [];
  #past: readonly RedactedSpan[] = [];
  #isSettled = true;
  #isStale = false;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get spans(): readonly RedactedSpan[] {
    return [...this.#past, ...this.#heard.flatMap(({ spans }) => spans)];
  }

  /** Those that are remembered, in the order of time. */
  get heard(): readonly HeardSegment[] {
    return this.#heard;
  }

  /** Looks through it, with what was said before. Whether it, or what stood there before, may be linked with what others say. */
  hear(segment: Segment): boolean {
    const { segmentId } = segment;
    const before = this.#without(segmentId);
    const heard = heardSegment(segment, before);
    const place = this.#heard.findLastIndex((each) => each.segment.startMs <= segment.startMs);
    this.#heard.splice(place + 1, 0, heard);
    this.#isSettled = false;
    this.#note(heard, false);
    this.#find(segmentId);
    return [heard, before].some((each) => each !== undefined && (each.numbers.length > 0 || each.saysCard));
  }

  /** It is somebody else's. */
  forget(segmentId: string): void {
    this.#without(segmentId);
    this.#find(undefined);
  }

  /** Nothing was said since then: what was covered only in case is to be shown. */
  settle(silentSinceMs: number): void {
    if (this.#isSettled || this.#heard.some(({ segment }) => segment.endMs > silentSinceMs)) return;
    this.#isSettled = true;
    this.#find(undefined);
  }

  /** What else is to be covered of its segments. */
  link(linked: ReadonlyMap<Segment, readonly Cover[]>): void {
    if (linked.size === 0 && this.#heard.every((heard) => heard.linked.length === 0)) return;
    this.#isStale = true;
    this.#heard = this.#heard.map((heard) => {
      const covers = linked.get(heard.segment) ?? NONE;
      return isSameCovers(covers, heard.linked) ? heard : { ...heard, linked: covers, isStale: true };
    });
  }

  /** What is to be shown otherwise than it was: earlier segments first, then `current` in any case. */
  show(current: string | undefined): readonly Said[] {
    if (!this.#isStale && current === undefined) return [];
    this.#isStale = false;
    const changed: Said[] = [];
    this.#heard = this.#heard.map((heard) => {
      const { segment } = heard;
      if (!heard.isStale && segment.segmentId !== current) return heard;
      const { shown, spans } = under(heard, this.#options.listed);
      if (segment.segmentId === current || !showsSame(heard.shown, shown)) changed.push({ segment, shown });
      return { ...heard, shown, spans, isStale: false };
    });
    return changed.sort((one, other) => Number(one.segment.segmentId === current) - Number(other.segment.segmentId === current));
  }

  /** Remembers no more than what was said lately; gives the others. */
  trim(): readonly Segment[] {
    const gone: Segment[] = [];
    let tokens = this.#heard.reduce((sum, each) => sum + each.tokens.length, 0);
    while (this.#heard.length > 1 && (this.#heard.length > MOST_SEGMENTS || tokens > MOST_TOKENS)) {
      const oldest = this.#heard.shift();
      tokens -= oldest?.tokens.length ?? 0;
      this.#past = [...this.#past, ...(oldest?.spans ?? [])];
      if (oldest) gone.push(oldest.segment);
    }
    return gone;
  }

  #without(segmentId: string): HeardSegment | undefined {
    const index = this.#heard.findIndex(({ segment }) => segment.segmentId === segmentId);
    return index < 0 ? undefined : this.#heard.splice(index, 1)[0];
  }

  /** Reads what may have changed by `current`, or all anew. */
  #find(current: string | undefined): void {
    const isInterim = this.#heard.some(({ segment }) => segment.segmentId === current && segment.state === 'interim');
    this.#isStale = true;
    const { since, covers, found } = this.#covers(isInterim ? current : undefined);
    for (let index = since; index < this.#heard.length; index++) {
      const heard = this.#heard[index];
      if (!heard) continue;
      if (covers[index]?.some(({ rule, isSure }) => rule === 'card' && isSure)) this.#note(heard, true);
      this.#heard[index] = { ...heard, covers: covers[index] ?? [], found: found[index] ?? [], isStale: true };
    }
  }

  /** By segment, from `since` on: from the last stretch before `interim` that keeps it apart from what was said earlier. */
  #covers(interim: string | undefined): FoundSince {
    const { rules, listed, spokenOf } = this.#options;
    const said = saidBy(this.#heard);
    const stretch =
      interim === undefined
        ? undefined
        : stretchBefore(
            said.tokens,
            said.owners.findIndex((owner) => this.#heard[owner]?.segment.segmentId === interim),
          );
    const [begin, apply] = [stretch?.begin ?? 0, stretch?.apply ?? 0];
    const owners = said.owners.slice(begin);
    const plainTokens = said.tokens.slice(begin);
    const contexts = contextsIn(plainTokens);
    const tokens = setApart(plainTokens, contexts);
    const segmentOf = (index: number): Segment | undefined => this.#heard[owners[index] ?? 0]?.segment;
    const pauseMs = (from: number, to: number): number => (segmentOf(to)?.startMs ?? 0) - (segmentOf(from)?.endMs ?? 0);
    const runs = digitRunsOf(tokens, {
      breaksBefore: (index) => index > 0 && owners[index] !== owners[index - 1] && pauseMs(index - 1, index) > PAUSE_MS,
      isClosed: this.#isSettled,
    });
    const found = findingsIn(tokens, runs, {
      rules,
      contexts,
      isNear: (one, other) => pauseMs(one, other) <= PAUSE_MS,
      spokenOf: (index) => {
        const segment = segmentOf(index);
        return segment && spokenOf.askedFor({ speakerId: segment.speaker.speakerId, startMs: segment.startMs });
      },
      isCardNear: (index) => spokenOf.isCardNear(segmentOf(index)?.startMs ?? 0),
      isWritten: false,
    });
    const since = stretch ? (said.owners[apply] ?? 0) : 0;
    const sinceChar = stretch ? (said.tokens[apply]?.from ?? 0) : 0;
    const covers: Cover[][] = this.#heard.map((heard, owner) =>
      owner === since ? heard.covers.filter(({ from }) => from < sinceChar) : [],
    );
    const numbers: FoundNumber[][] = this.#heard.map((heard, owner) =>
      owner === since ? heard.found.filter(({ from }) => from < sinceChar) : [],
    );
    for (const { run, rule } of numbersFound(runs, found)) {
      const [owner, from] = [owners[run.first] ?? 0, tokens[run.first]?.from ?? 0];
      if (owner > since || from >= sinceChar) numbers[owner]?.push({ digits: run.digits, rule, from });
    }
    const listedPlaces = listed.inTokens(tokens).map((place) => ({ ...place, rule: 'word' as const, isSure: true }));
    for (const { first, last, rule, isSure } of [...found, ...listedPlaces])
      for (const { owner, from, to } of piecesOf(tokens, owners, first, last))
        if (owner > since || from >= sinceChar) covers[owner]?.push({ from, to, rule, isSure });
    return { since, covers, found: numbers };
  }

  #note({ segment, asks, saysCard }: HeardSegment, isCard: boolean): void {
    const { segmentId, startMs, endMs, speaker } = segment;
    this.#options.spokenOf.note({ segmentId, startMs, endMs, speakerId: speaker.speakerId }, { kind: asks, isCard: isCard || saysCard });
  }
}

type FoundSince = {
  readonly since: number;
  readonly covers: readonly (readonly Cover[])[];
  readonly found: readonly (readonly FoundNumber[])[];
};

const NONE: readonly Cover[] = [];

function isSameCovers(one: readonly Cover[], other: readonly Cover[]): boolean {
  return one.length === other.length && one.every(({ from, to, rule }, index) => from === other[index]?.from && to === other[index].to && rule === other[index].rule); // prettier-ignore
}

/** The runs that are taken out for good, each once. */
function numbersFound(
  runs: readonly DigitRun[],
  found: readonly Finding[],
): readonly { readonly run: DigitRun; readonly rule: RedactionRule }[] {
  const rules = new Map<number, RedactionRule>();
  for (const { first, rule, isSure } of found) if (isSure) rules.set(first, rule);
  // A finding begins within its run: months and letters before the digits are of it as well.
  const firsts = [...rules].sort(([one], [other]) => one - other);
  let at = 0;
  return runs.flatMap((run) => {
    while ((firsts[at]?.[0] ?? Infinity) < run.first - 1) at++;
    const [first, rule] = firsts[at] ?? [];
    return first !== undefined && rule !== undefined && first <= run.last ? [{ run, rule }] : [];
  });
}

type SaidTokens = { readonly tokens: readonly Token[]; /** Which segment each is of. */ readonly owners: readonly number[] };

function saidBy(heard: readonly HeardSegment[]): SaidTokens {
  const tokens: Token[] = [];
  const owners: number[] = [];
  heard.forEach((each, owner) => {
    for (const token of each.tokens) {
      tokens.push(token);
      owners.push(owner);
    }
  });
  return { tokens, owners };
}

/** So many words without a number keep what is before apart from what comes after: neither a number nor what it is said after reaches over them. */
const APART_WORDS = 12;
/** The longest phrase that is listed may have so many more. */
const PHRASE_WORDS = 8;

/** The last such stretch before a token: reading begins at its beginning, and counts from `apply` on. */
function stretchBefore(tokens: readonly Token[], index: number): { readonly begin: number; readonly apply: number } | undefined {
  let words = 0;
  let apply = index;
  for (let at = index - 1; at >= 0; at--) {
    const kind = tokens[at]?.kind;
    if (kind === 'number' || kind === 'amount') words = 0;
    if (kind === 'word') words++;
    if (words === APART_WORDS && kind === 'word') apply = at;
    if (words === APART_WORDS + PHRASE_WORDS) return { begin: at, apply };
  }
  return undefined;
}

/** The stretch of tokens in each segment that it goes over; fillers at the ends of a segment stay. */
function piecesOf(
  tokens: readonly Token[],
  owners: readonly number[],
  first: number,
  last: number,
): readonly { readonly owner: number; readonly from: number; readonly to: number }[] {
  const pieces: { owner: number; from: number; to: number }[] = [];
  for (let index = first; index <= last; index++) {
    const [token, owner] = [tokens[index], owners[index]];
    if (!token || owner === undefined || token.kind === 'filler') continue;
    const piece = pieces.at(-1);
    if (piece?.owner === owner) piece.to = token.to;
    else pieces.push({ owner, from: token.from, to: token.to });
  }
  return pieces;
}
