/**
 * Numbers that the words of one speaker alone do not show: shared by two, gone on with after a long silence, or repeated by somebody. Looked for
 * among the numbers at the borders of segments, so that it costs nothing where nobody says any.
 */
import type { Segment } from '../segment.ts';
import { isCard } from './check-digits.ts';
import type { Cover } from './covers.ts';
import type { HeardSegment, SaidNumber } from './heard-segment.ts';
import { ibanAt } from './iban.ts';
import type { RedactionRule } from './redaction.ts';

type Part = { readonly heard: HeardSegment; readonly number: SaidNumber };
type Found = { readonly parts: readonly Part[]; readonly rule: RedactionRule; readonly digits: string };
/** `basedOn` are the segments that show it. */
type Link = { readonly basedOn: readonly Segment[]; readonly parts: readonly { readonly segment: Segment; readonly cover: Cover }[] };

/** After so long one speaker may go on with a number, where its check digit shows that; another after so long. */
const OWN_PAUSE_MS = 180_000;
const SHARED_PAUSE_MS = 30_000;
/** So many digits in a row are a card's where one was spoken of: something may have been misheard. */
const MAY_BE_A_CARD = 12;
const CARD_WITHIN_MS = 120_000;
const LONGEST_CARD = 19;
/** So many digits of a number that was taken out are taken out as well, so long before and after. */
const FEWEST_REPEATED = 4;
const REPEATED_WITHIN_MS = 120_000;

export class LinkedNumbers {
  readonly #rules: ReadonlySet<RedactionRule>;
  #links: readonly Link[] = [];
  /** Of which a segment is not remembered any more: they hold until what they cover is said otherwise. */
  #kept: readonly Link[] = [];

  constructor(rules: ReadonlySet<RedactionRule>) {
    this.#rules = rules;
  }

  /** These are not remembered any more. */
  forget(segments: readonly Segment[]): void {
    this.#kept = [...this.#kept, ...this.#links.filter(({ basedOn }) => basedOn.some((each) => segments.includes(each)))];
  }

  /** By segment, what is to be covered beside what each speaker's own words show. */
  look(all: readonly HeardSegment[]): ReadonlyMap<Segment, readonly Cover[]> {
    const covers = new Map<Segment, Cover[]>();
    if (this.#kept.length === 0 && !all.some(({ numbers }) => numbers.length > 0)) {
      this.#links = [];
      return covers;
    }
    const heard = all.toSorted((one, other) => one.segment.startMs - other.segment.startMs);
    const cardsMs = heard.filter(({ saysCard }) => saysCard).map(({ segment }) => segment.startMs);
    const isCardNear = ({ heard: { segment } }: Part): boolean =>
      cardsMs.some((atMs) => Math.abs(atMs - segment.startMs) <= CARD_WITHIN_MS);
    const found = [...shared(heard), ...ownChains(heard)].flatMap((chain) => this.#numbersIn(chain, chain.some(isCardNear)));
    this.#links = [...found.map(linkOf), ...this.#repeated(heard, found)];
    const there = new Set(heard.map(({ segment }) => segment));
    this.#kept = this.#kept.filter(({ parts }) => parts.some(({ segment }) => there.has(segment)));
    for (const { parts } of [...this.#kept, ...this.#links])
      for (const { segment, cover } of parts) covers.set(segment, [...(covers.get(segment) ?? []), cover]);
    return covers;
  }

  /** What is shown by a check digit; and all of it, where a card was spoken of and nobody counts or tells a phone number. */
  #numbersIn(chain: readonly Part[], isCardSpokenOf: boolean): readonly Found[] {
    const rules = this.#rules;
    const found: Found[] = [];
    if (rules.has('card')) {
      const digits = digitsOf(chain);
      const isOther = chain.some(({ heard, number }) => number.isCounting || heard.asks === 'phone');
      if (isCardSpokenOf && !isOther && chain.length > 1 && digits.length >= MAY_BE_A_CARD)
        found.push({ parts: chain, rule: 'card', digits });
      for (let first = 0; first < chain.length; first++) {
        const parts = cardFrom(chain, first);
        if (parts) found.push({ parts, rule: 'card', digits: digitsOf(parts) });
      }
    }
    if (rules.has('account')) found.push(...ibansIn(chain));
    return found;
  }

  /** What stands in a number that was taken out, said by anybody. */
  #repeated(heard: readonly HeardSegment[], linked: readonly Found[]): readonly Link[] {
    const own = heard.flatMap(({ segment, found }) => found.map((each) => ({ ...each, of: [segment] })));
    const all = [...own, ...linked.map(({ parts, rule, digits }) => ({ rule, digits, of: parts.map((part) => part.heard.segment) }))];
    if (all.length === 0) return [];
    const byBeginning = new Map<string, (typeof all)[number][]>();
    for (const each of all)
      for (const four of new Set(Array.from(each.digits, (_, at) => each.digits.slice(at, at + FEWEST_REPEATED))))
        put(byBeginning, four, each);
    return heard.flatMap(({ segment, numbers }) =>
      numbers.flatMap((number): readonly Link[] => {
        if (number.digits.length < FEWEST_REPEATED || number.isYear) return [];
        const isNear = (other: Segment): boolean => Math.abs(other.startMs - segment.startMs) <= REPEATED_WITHIN_MS;
        const candidates = byBeginning.get(number.digits.slice(0, FEWEST_REPEATED)) ?? [];
        const whole = candidates.find(({ digits, of }) => digits.includes(number.digits) && of.some(isNear));
        return whole ? [{ basedOn: whole.of, parts: [{ segment, cover: coverOf(number, whole.rule) }] }] : [];
      }),
    );
  }
}

/** One says a part of it, another the rest; and the same without what the other only repeats. */
function shared(heard: readonly HeardSegment[]): readonly (readonly Part[])[] {
  return chainsIn(heard, SHARED_PAUSE_MS)
    .filter((chain) => new Set(chain.map(speakerOf)).size > 1)
    .flatMap((chain) => {
      const said = chain.filter((part, at) => {
        const before = chain[at - 1];
        return before?.number.digits !== part.number.digits || speakerOf(before) === speakerOf(part);
      });
      return said.length < chain.length ? [chain, said] : [chain];
    });
}

function ownChains(heard: readonly HeardSegment[]): readonly (readonly Part[])[] {
  const bySpeaker = new Map<string, HeardSegment[]>();
  for (const each of heard) put(bySpeaker, each.segment.speaker.speakerId, each);
  return [...bySpeaker.values()].flatMap((all) => chainsIn(all, OWN_PAUSE_MS));
}

/** Numbers of two segments or more, between which nothing is said but fillers. */
function chainsIn(heard: readonly HeardSegment[], pauseMs: number): readonly (readonly Part[])[] {
  const chains: (readonly Part[])[] = [];
  let chain: Part[] = [];
  const close = (): void => {
    if (chain.length > 1) chains.push(chain);
    chain = [];
  };
  for (const each of heard) {
    const { numbers, isFiller, segment } = each;
    if (isFiller) continue;
    const [first, last] = [numbers[0], numbers.at(-1)];
    const before = chain.at(-1);
    const goesOn = before !== undefined && first?.isFirst === true && segment.startMs - before.heard.segment.endMs <= pauseMs;
    if (!goesOn) close();
    if (goesOn) chain.push({ heard: each, number: first });
    if (goesOn && first.isLast) continue;
    close();
    if (last?.isLast) chain.push({ heard: each, number: last });
  }
  close();
  return chains;
}

/** The longest row of parts from there on that is a card's number: a shorter one may be so by chance. */
function cardFrom(chain: readonly Part[], first: number): readonly Part[] | undefined {
  let digits = '';
  let card: readonly Part[] | undefined;
  for (let last = first; last < chain.length && digits.length <= LONGEST_CARD; last++) {
    digits += chain[last]?.number.digits ?? '';
    if (last > first && isCard(digits)) card = chain.slice(first, last + 1);
  }
  return card;
}

function ibansIn(chain: readonly Part[]): readonly Found[] {
  const givers = chain.flatMap((part) => Array.from(part.number.text, () => part));
  const text = chain.map(({ number }) => number.text).join('');
  const found: Found[] = [];
  for (let at = 0; at < text.length; at++) {
    const length = ibanAt(text, at);
    const parts = [...new Set(givers.slice(at, at + length))];
    if (parts.length > 1) found.push({ parts, rule: 'account', digits: digitsOf(parts) });
  }
  return found;
}

function linkOf({ parts, rule }: Found): Link {
  return {
    basedOn: parts.map(({ heard }) => heard.segment),
    parts: parts.map(({ heard, number }) => ({ segment: heard.segment, cover: coverOf(number, rule) })),
  };
}

function coverOf({ from, to }: SaidNumber, rule: RedactionRule): Cover {
  return { from, to, rule, isSure: true };
}

function digitsOf(parts: readonly Part[]): string {
  return parts.map(({ number }) => number.digits).join('');
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function speakerOf({ heard }: Part): string {
  return heard.segment.speaker.speakerId;
}
