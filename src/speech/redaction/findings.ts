/** What is to be taken out of a row of tokens: numbers by their length and check digits, and by the words that they are said after. */
import { isBeneficiaryIdentifier, isCard, isInsurantNumber, isNhsNumber, isRoutingNumber, isSocialSecurityNumber } from './check-digits.ts';
import { fewestDigits, isMonth, type Context, type ContextKind } from './contexts.ts';
import type { DigitRun } from './digit-runs.ts';
import { ibanAt } from './iban.ts';
import type { RedactionRule } from './redaction.ts';
import type { Token } from './spoken-tokens.ts';

export type Finding = {
  readonly first: number;
  readonly last: number;
  readonly rule: RedactionRule;
  /** Else it is covered only until what follows shows what it is. */
  readonly isSure: boolean;
};

export type FindingRules = {
  readonly rules: ReadonlySet<RedactionRule>;
  readonly contexts: readonly Context[];
  /** Whether two tokens were said within half a minute. */
  readonly isNear: (one: number, other: number) => boolean;
  /** What somebody else spoke of just before that token: "And the security code?" */
  readonly spokenOf: (index: number) => ContextKind | undefined;
  /** A card was spoken of within two minutes. */
  readonly isCardNear: (index: number) => boolean;
  /** Nobody misheard it: check digits are right, and are asked for. */
  readonly isWritten: boolean;
};

/** A number in words of at least so many digits may be that of a card in which something was misheard. */
const MAY_BE_A_CARD = 12;
/** So many digits at the end of what was said may be the beginning of one. */
const MAY_BECOME_ONE = 4;
/** How many words may stand between "account number" and the digits, and between two pieces of a number that was spoken of. */
const REACH_WORDS = 10;
const EXPIRY_WORDS = 3;
const PIECES_WORDS = 6;
const MOST_PIECES = 16;
/** No written card goes over more tokens: digits one by one, with something between them. */
const LONGEST_WRITTEN = 60;

export function findingsIn(tokens: readonly Token[], runs: readonly DigitRun[], rules: FindingRules): readonly Finding[] {
  const findings: Finding[] = [];
  const wordsBefore = countOfWords(tokens);
  const around = contextsAround(rules.contexts);
  let pieces: { readonly kind: ContextKind; readonly runs: readonly DigitRun[] } | undefined;
  for (const run of runs) {
    const found = rules.isWritten && run.spoken < 6 ? writtenCards(tokens, run) : byItself(tokens, run);
    const kind = contextOf(run, tokens, { ...rules, ...around(run), wordsBefore });
    const before = pieces?.runs.at(-1);
    const goesOn = before && wordsBetween(wordsBefore, before.last, run.first) <= PIECES_WORDS && rules.isNear(before.last, run.first);
    if (pieces && goesOn && isInPieces(pieces.kind) && (kind === undefined || kind === pieces.kind))
      pieces = { kind: pieces.kind, runs: [...pieces.runs.slice(-MOST_PIECES), run] };
    else pieces = kind ? { kind, runs: [run] } : undefined;
    const after = pieces ? afterWords(tokens, pieces, rules) : [];
    const identified = pieces?.kind === 'phone' ? [] : byCheckDigits(tokens, run, rules.isWritten);
    const sure = [...found, ...identified, ...after].filter(({ rule }) => rules.rules.has(rule));
    findings.push(...sure);
    if (run.isOpen && !sure.some(({ last }) => last >= run.last))
      findings.push(...inCase(tokens, run, { kind: pieces?.kind, rules: rules.rules }));
  }
  return findings;
}

function byItself(tokens: readonly Token[], run: DigitRun): readonly Finding[] {
  if (run.digits.length < MAY_BE_A_CARD || run.isCounting) return [];
  if (run.isPlus && run.digits.length <= 15 && !isCard(run.digits)) return [];
  return [{ ...reachOf(tokens, run), rule: hasIban(run) ? 'account' : 'card', isSure: true }];
}

/** Any whole tokens in a row that are a card's number by their check digit. */
function writtenCards(tokens: readonly Token[], run: DigitRun): readonly Finding[] {
  const found: Finding[] = [];
  for (let first = run.first; first <= run.last; first++) {
    if (tokens[first]?.number?.shape !== 'written') continue;
    let digits = '';
    for (let last = first; last <= Math.min(run.last, first + LONGEST_WRITTEN) && digits.length <= 19; last++) {
      const token = tokens[last];
      if (token?.number?.shape === 'written') digits += token.number.digits;
      if (!isCard(digits)) continue;
      found.push({ first, last, rule: 'card', isSure: true });
      first = last;
      break;
    }
  }
  return found;
}

/** Identifiers that are told by their form and check digit, wherever they are said. */
function byCheckDigits(tokens: readonly Token[], run: DigitRun, isWritten: boolean): readonly Finding[] {
  const { text, givers, digits } = run;
  const from = (at: number, length: number, rule: RedactionRule): Finding => ({
    first: givers[at] ?? run.first,
    last: givers[at + length - 1] ?? run.last,
    rule,
    isSure: true,
  });
  const found: Finding[] = [];
  for (let at = 0; at < text.length; at++) {
    const isStart = at === 0 || givers[at] !== givers[at - 1];
    const iban = ibanAt(text, at);
    if (iban > 0) found.push(from(at, iban, 'account'));
    else if (isStart && isBeneficiaryIdentifier(text.slice(at, at + 11))) found.push(from(at, 11, 'health'));
    else if (isStart && isInsurantNumber(text.slice(at, at + 10))) found.push(from(at, 10, 'health'));
  }
  const whole = reachOf(tokens, run);
  // Of written numbers of nine and ten digits one in ten has such a check digit by chance: times, ids.
  if (!isWritten && isNhsNumber(digits)) found.push({ ...whole, rule: 'health', isSure: true });
  if (!isWritten && isRoutingNumber(digits)) found.push({ ...whole, rule: 'account', isSure: true });
  else if (isSocialSecurityNumber(digits) && groupsOf(tokens, run) === '3 2 4') found.push({ ...whole, rule: 'health', isSure: true });
  return found;
}

/** By what it was said after: all pieces of it, once they are digits enough. */
function afterWords(
  tokens: readonly Token[],
  { kind, runs }: { readonly kind: ContextKind; readonly runs: readonly DigitRun[] },
  { isCardNear }: FindingRules,
): readonly Finding[] {
  const run = runs.at(-1);
  if (kind === 'phone' || run === undefined) return [];
  const size = run.digits.length;
  if (kind === 'expiry' || kind === 'code') {
    if (size < fewestDigits[kind] || size > 8 || (kind === 'expiry' && !isCardNear(run.first))) return [];
    const first = kind === 'expiry' && isMonth(tokens[run.first - 1]) ? run.first - 1 : run.first;
    return [{ first, last: run.last, rule: 'card', isSure: true }];
  }
  if (kind === 'health' && isYear(tokens, run) && runs.length === 1) return [];
  if (runs.reduce((sum, { digits }) => sum + digits.length, 0) < fewestDigits[kind]) return [];
  return runs.map(({ first, last }) => ({ first, last, rule: kind, isSure: true }));
}

/** Three digits, or a month and a year, are said in one go. */
function isInPieces(kind: ContextKind): boolean {
  return kind !== 'code' && kind !== 'expiry';
}

/** Digits at the end that may become a number that is to be taken out. */
function inCase(
  tokens: readonly Token[],
  run: DigitRun,
  { kind, rules }: { readonly kind: ContextKind | undefined; readonly rules: ReadonlySet<RedactionRule> },
): readonly Finding[] {
  const isSpokenOf = kind !== undefined && kind !== 'phone';
  if (rules.size === 0 || run.digits.length < (isSpokenOf ? 1 : MAY_BECOME_ONE) || (!isSpokenOf && isYear(tokens, run))) return [];
  return [
    { first: run.first, last: run.last, rule: isSpokenOf && (kind === 'account' || kind === 'health') ? kind : 'card', isSure: false },
  ];
}

/** The nearest words that say what the number is: before it, after it ("… is my security code"), or said by somebody else. */
function contextOf(
  { first, last }: DigitRun,
  tokens: readonly Token[],
  { before, after, wordsBefore, isNear, spokenOf }: FindingRules & Around & { readonly wordsBefore: readonly number[] },
): ContextKind | undefined {
  if (
    before &&
    wordsBetween(wordsBefore, before.last, first) <= (before.kind === 'expiry' ? EXPIRY_WORDS : REACH_WORDS) &&
    isNear(before.last, first)
  )
    return before.kind;
  const isSaid = ['is', 'was', 'es', 'ist', 'est'].includes(tokens[last + 1]?.text ?? '');
  if (after && isSaid && wordsBetween(wordsBefore, last, after.first) <= 3) return after.kind;
  return spokenOf(first);
}

type Around = { readonly before: Context | undefined; readonly after: Context | undefined };

/** For runs that are asked for in order: the last context before each, and the first after it. */
function contextsAround(contexts: readonly Context[]): (run: DigitRun) => Around {
  let next = 0;
  return ({ first, last }) => {
    while ((contexts[next]?.last ?? Infinity) < first) next++;
    let after = next;
    while ((contexts[after]?.first ?? Infinity) <= last) after++;
    return { before: contexts[next - 1], after: contexts[after] };
  };
}

function countOfWords(tokens: readonly Token[]): readonly number[] {
  let words = 0;
  return tokens.map(({ kind }) => (kind === 'word' ? words++ : words));
}

function wordsBetween(wordsBefore: readonly number[], from: number, to: number): number {
  return (wordsBefore[to] ?? 0) - (wordsBefore[from + 1] ?? 0);
}

/** An account's letters belong to it; other letters before and after digits are words of their own. */
function reachOf(tokens: readonly Token[], run: DigitRun): { readonly first: number; readonly last: number } {
  if (/^[A-Z]{2}\d/.test(run.text)) return { first: run.first, last: run.last };
  let { first, last } = run;
  while (first < last && tokens[first]?.number === undefined) first++;
  while (last > first && tokens[last]?.number === undefined) last--;
  return { first, last };
}

function hasIban({ text }: DigitRun): boolean {
  for (let at = 0; at < text.length; at++) if (ibanAt(text, at) > 0) return true;
  return false;
}

function isYear(tokens: readonly Token[], { first, last, digits }: DigitRun): boolean {
  return first === last && tokens[first]?.number?.shape === 'written' && /^(19|20)\d\d$/.test(digits);
}

function groupsOf(tokens: readonly Token[], { first, last }: DigitRun): string {
  return tokens
    .slice(first, last + 1)
    .map(({ number }) => String(number?.digits.length ?? ''))
    .join(' ');
}
