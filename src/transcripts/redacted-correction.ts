/** What people type into a transcript goes through the rules that it is redacted by, together with what was said around it: a number may be typed in pieces. */
import type { RedactedSpan, RedactionOptions } from '../speech/redaction/redaction.ts';
import { redactText } from '../speech/redaction/redact-text.ts';
import { makeRedactor } from '../speech/redaction/redactor.ts';
import type { Segment } from '../speech/segment.ts';
import type { Said } from './said.ts';

export type RedactedCorrection = {
  readonly segment: Segment;
  /** Further revisions of what was said around it: it has turned out to be a part of the number that was typed. */
  readonly others: readonly Segment[];
  /** What these have lost and was not known before: the sound has it, whatever a recogniser understood. */
  readonly spans: readonly RedactedSpan[];
};

type OfHouse = RedactionOptions | false | undefined;

/** So much before and after it is read with it. */
const AROUND_MS = 180_000;
const MOST_AROUND = 40;

/** As the transcript was begun; where that says nothing, as the house does. */
export function redactedCorrection(typed: Segment, said: Said, ofHouse: OfHouse): RedactedCorrection {
  const redact = said.about.redact ?? ofHouse ?? {};
  if (redact === false || typed.text === '') return { segment: typed, others: [], spans: [] };
  const before = around(typed, said.segments());
  const after = [...before.filter(({ segmentId }) => segmentId !== typed.segmentId), typed].sort(byTime);
  const [was, is] = [read(before, redact), read(after, redact)];
  const known = new Set(was.spans.map((span) => JSON.stringify(span)));
  const shown = is.shown.get(typed.segmentId) ?? typed;
  return {
    segment: { ...shown, revision: typed.revision },
    others: before.flatMap((segment) => {
      const other = is.shown.get(segment.segmentId);
      // What the rules find in it with or without what was typed was let be before, by whoever heard more than we read.
      const isNew = other && other.text !== segment.text && other.text !== was.shown.get(segment.segmentId)?.text;
      return segment.segmentId === typed.segmentId || !isNew ? [] : [{ ...other, revision: segment.revision + 1 }];
    }),
    spans: is.spans.filter((span) => !known.has(JSON.stringify(span)) && !said.hasSpan(span)),
  };
}

/** A name stands alone, and nobody misheard it. */
export function redactedName(name: string, said: Said, ofHouse: OfHouse): string {
  const redact = said.about.redact ?? ofHouse ?? {};
  return redact === false ? name : redactText(redact)(name);
}

function around(typed: Segment, all: readonly Segment[]): readonly Segment[] {
  const near = all.filter(({ startMs, endMs }) => startMs <= typed.endMs + AROUND_MS && endMs >= typed.startMs - AROUND_MS);
  const place = near.findLastIndex(({ startMs }) => startMs <= typed.startMs);
  return near.slice(Math.max(0, place - MOST_AROUND), place + MOST_AROUND);
}

/** What may be shown of all of them, when nothing more comes. */
function read(
  segments: readonly Segment[],
  redact: RedactionOptions,
): { readonly shown: ReadonlyMap<string, Segment>; readonly spans: readonly RedactedSpan[] } {
  const redactor = makeRedactor(redact);
  const shown = new Map<string, Segment>();
  const keep = (revised: readonly Segment[]): void => {
    for (const segment of revised) shown.set(segment.segmentId, segment);
  };
  for (const segment of segments) keep(redactor.take(segment));
  keep(redactor.settle(Number.POSITIVE_INFINITY));
  return { shown, spans: redactor.spans };
}

function byTime(one: Segment, other: Segment): number {
  return one.startMs - other.startMs;
}
