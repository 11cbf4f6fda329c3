/** Takes numbers and listed words out of what is said, segment by segment, as it comes. */
import type { Segment } from '../segment.ts';
import { LinkedNumbers } from './linked-numbers.ts';
import { listedWords } from './listed-words.ts';
import { REDACTION_RULES, type RedactedSpan, type RedactionOptions, type RedactionRule, type Redactor } from './redaction.ts';
import { SpeakerStream, type Said } from './speaker-stream.ts';
import { SpokenOf } from './spoken-of.ts';

/** How long a speaker is silent before what was covered only in case is shown. */
const SETTLE_AFTER_MS = 10_000;

/**
 * For one transcript. Rules:
 * - `card`: twelve digits or more that are said in a row, however they are spelt and over however many segments of one speaker: recognisers
 *   mishear, so neither a check digit nor the exact length is asked for. Security code and expiry where such words are said (in the case of
 *   the expiry, of a card that was spoken of within two minutes). Digits after "card number" from six on.
 * - `account`: an IBAN (also spelt, letter by letter), nine digits that are a US routing number, digits after "account number", "sort code" and
 *   such words from six on.
 * - `health`: an NHS number, a US Medicare identifier, a German insurant number, by form and check digit; 123-45-6789; digits after "medical
 *   record number" and such words from four on.
 * - `words`: whole words and phrases.
 *
 * Phone numbers stay (up to eleven digits, with a `+` up to fifteen), as do times, dates, years, money and counting; ten digits that happen to
 * have the check digit of an NHS number go, unless a phone was spoken of.
 *
 * Four digits and more at the end of what a speaker has said so far are covered until a further word, or ten seconds of silence, shows that
 * they are harmless. So none is shown of a number that is still being said. What is gone on with later than that, up to half a minute, loses its
 * first digits by a further revision; up to three minutes where a check digit shows that it is a card or an account.
 *
 * Speakers who share a number, one after the other with nothing but fillers between, lose it where its check digit is right, or a card was spoken
 * of within two minutes. Four digits or more that stand in a number which was taken out go as well, whoever says them within two minutes.
 *
 * Everything that passes through is numbered anew: the revisions of a segment that come out count up from that of the first which came in.
 * What comes late under an older number than one before is left out. Numbers are looked for in the last 40 segments of each speaker.
 *
 * Throws `TypeError` for a rule that it does not know: it would take out nothing.
 */
export function makeRedactor(options: RedactionOptions = {}): Redactor {
  const rules = rulesOf(options);
  const listed = listedWords(options.words ?? []);
  const spokenOf = new SpokenOf();
  const streams = new Map<string, SpeakerStream>();
  const links = new LinkedNumbers(rules);
  /** Whose each segment was, the last number that came in and the last that went out. */
  const numbers = new Map<string, { readonly speakerId: string; readonly came: number; readonly went: number }>();

  const numbered = (said: readonly Said[]): readonly Segment[] =>
    said.map(({ segment, shown }) => {
      const before = numbers.get(segment.segmentId);
      const revision = Math.max((before?.went ?? 0) + 1, segment.revision);
      numbers.set(segment.segmentId, { speakerId: segment.speaker.speakerId, came: segment.revision, went: revision });
      return { ...shown, revision };
    });

  let latestMs = 0;

  const link = (): void => {
    const linked = links.look([...streams.values()].flatMap(({ heard }) => heard));
    for (const stream of streams.values()) stream.link(linked);
  };
  /** Of all speakers, `current` last and in any case. */
  const changed = (current?: { readonly stream: SpeakerStream; readonly segmentId: string }): readonly Segment[] => {
    const all = [...streams.values()];
    const others = all.filter((stream) => stream !== current?.stream).flatMap((stream) => stream.show(undefined));
    return numbered([...others, ...(current?.stream.show(current.segmentId) ?? [])]);
  };

  return {
    take(segment) {
      const { segmentId, revision, speaker } = segment;
      const before = numbers.get(segmentId);
      if (before && revision < before.came) return [];
      const isMoved = before !== undefined && before.speakerId !== speaker.speakerId;
      if (isMoved) streams.get(before.speakerId)?.forget(segmentId);
      let stream = streams.get(speaker.speakerId);
      if (!stream) streams.set(speaker.speakerId, (stream = new SpeakerStream({ rules, listed, spokenOf })));
      const isNumber = stream.hear(segment);
      // Words after all that was said keep no numbers apart, and bring none together.
      if (isNumber || segment.startMs < latestMs || isMoved) link();
      latestMs = Math.max(latestMs, segment.startMs);
      const revised = changed({ stream, segmentId });
      links.forget(stream.trim());
      return revised;
    },
    settle(nowMs) {
      for (const stream of streams.values()) stream.settle(nowMs - SETTLE_AFTER_MS);
      link();
      return changed();
    },
    get spans(): readonly RedactedSpan[] {
      return [...streams.values()].flatMap(({ spans }) => spans).sort((one, other) => one.startMs - other.startMs);
    },
  };
}

function rulesOf({ rules = REDACTION_RULES }: RedactionOptions): ReadonlySet<RedactionRule> {
  const wanted: readonly unknown[] = Array.isArray(rules) ? rules : [rules];
  const isKnown = Array.isArray(rules) && rules.every((rule) => REDACTION_RULES.includes(rule));
  if (!isKnown)
    throw new TypeError(`rules of redaction may be ${REDACTION_RULES.join(', ')}, and these are [${wanted.map(String).join(', ')}]`);
  return new Set(rules);
}
