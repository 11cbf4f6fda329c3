/** What redaction took out late is forgotten, and nothing that holds is changed by that, in whatever order it became known. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment } from '../speech/segment.ts';
import { Said } from './said.ts';
import { appendItems, readItems, replaceItems, type Seal } from './sealed-stream.ts';
import { memoryFactLog } from '../store/memory-fact-log.ts';
import { said } from './test-transcripts.ts';
import type { TranscriptItem } from './transcript-item.ts';

const IDS = ['s0', 's1', 's2', 's3'];
const LANGUAGES = ['es', 'de'];
const TEXTS = ['one', 'two', 'three •••', '•••', ''];

const id = fc.constantFrom(...IDS);
const speaker = fc.constantFrom({ speakerId: 'a', name: 'Ada' }, { speakerId: 'a', name: 'Ada L.' }, { speakerId: 'g' }, { speakerId: '' });
const recogniser = { by: 'recogniser', provider: 'p', pass: 'live', leftMachine: false } as const;
const person = { by: 'person', personId: 'x', name: 'X' } as const;
const segment: fc.Arbitrary<Segment> = fc
  .record({
    segmentId: id,
    revision: fc.integer({ min: 1, max: 6 }),
    text: fc.constantFrom(...TEXTS),
    speaker,
    isRedacted: fc.boolean(),
    isByPerson: fc.nat(3).map((n) => n === 0),
    endMs: fc.integer({ min: 1, max: 90_000 }),
    state: fc.constantFrom('final' as const, 'final' as const, 'unheard' as const, 'removed' as const),
  })
  .map(({ segmentId, text, isRedacted, isByPerson, ...more }) =>
    said(segmentId, text, { ...more, made: isByPerson ? person : recogniser, ...(isRedacted && { isRedacted }) }),
  );
const item: fc.Arbitrary<TranscriptItem> = fc.oneof(
  { weight: 6, arbitrary: segment.map((each) => ({ kind: 'segment', segment: each }) as const) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        segmentId: id,
        revision: fc.integer({ min: 1, max: 7 }),
        language: fc.constantFrom(...LANGUAGES),
        text: fc.constantFrom('uno', 'dos'),
      })
      .map((of) => ({ kind: 'translated', translated: { ...of, isFinal: true, provider: 'p', leftMachine: false } }) as const),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('speakerRenamed' as const), speakerId: fc.constantFrom('a', 'g'), name: fc.constantFrom('Ann', 'Gus •••') }) }, // prettier-ignore
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 3 })
      .map((startMs) => ({ kind: 'redacted', span: { speakerId: 'a', startMs, endMs: startMs + 9, rule: 'card' } }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        name: fc.constantFrom('', 'Scribe', 'Other'),
        language: fc.constantFrom(undefined, 'en'),
        redact: fc.constantFrom(undefined, false as const, { words: ['w'] }),
      })
      .map(({ name, language, redact }) => ({ kind: 'begun', about: { madeBy: { id: 'm', name }, language, redact } }) as const),
  },
);

/** All that anybody is shown of it. */
function shown(of: Said): unknown {
  const places = IDS.map((segmentId) => of.placeOf(segmentId));
  return JSON.parse(
    JSON.stringify({
      about: of.about,
      durationMs: of.durationMs,
      size: of.size,
      places,
      at: places.map((place) => of.at(place)),
      latest: IDS.map((segmentId) => of.latest(segmentId)),
      revisions: IDS.map((segmentId) => of.revisions(segmentId)),
      segments: of.segments(),
      languages: of.languages,
      translations: of.languages.map((language) => of.translation(language)),
      untranslated: of.languages.map((language) => of.untranslated(language, new Set(['s1', 's2']))),
      speakers: of.speakers(),
      names: [...of.names.named, ['by hand'], ...of.names.renamed],
      spans: of.spans,
    }),
  );
}

function made(items: readonly TranscriptItem[]): Said {
  const of = new Said();
  for (const each of items) of.take(each);
  return of;
}
const asWritten = (items: readonly TranscriptItem[]): readonly TranscriptItem[] => JSON.parse(JSON.stringify(items)) as TranscriptItem[];

test('written anew it is what it was, to all who are shown it', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), (items) => {
      const before = made(items);
      const is = shown(before);
      before.forgetHidden();
      expect(shown(before)).toEqual(is);
      const after = made(asWritten(before.items()));
      expect(shown(after)).toEqual(is);
      expect([before.hides, after.hides]).toEqual([false, false]);
      expect(after.items()).toEqual(asWritten(before.items()));
      // Whoever has read a part of what was there before goes on with the whole of it.
      expect(shown(made([...items.slice(0, items.length / 2), ...asWritten(before.items())]))).toEqual(is);
    }),
    { numRuns: 2_000 },
  );
});

test('what becomes known after that comes to the same', () => {
  const segments = item.filter(({ kind }) => kind === 'segment' || kind === 'speakerRenamed' || kind === 'redacted' || kind === 'begun');
  fc.assert(
    fc.property(fc.array(item, { maxLength: 25 }), fc.array(segments, { maxLength: 10 }), (items, more) => {
      const [forgetting, remembering] = [made(items), made(items)];
      forgetting.forgetHidden();
      const after = made(asWritten(forgetting.items()));
      for (const each of more) for (const of of [after, remembering]) of.take(each);
      // But for translations of what was taken out, should it ever be said again.
      const { translations: _, untranslated: __, ...is } = shown(after) as Record<string, unknown>;
      expect(shown(remembering)).toMatchObject(is);
    }),
    { numRuns: 1_000 },
  );
});

test('no byte has what was hidden, and every text that is to be seen is there', async () => {
  const clear: Seal = { seal: (bytes) => bytes, open: (bytes) => bytes };
  const ofOne = fc.array(
    fc.oneof(
      segment.map((each) => ({ kind: 'segment', segment: each }) as const),
      item.filter((each) => each.kind === 'translated'),
    ),
    { minLength: 5, maxLength: 30 },
  );
  let hidden = 0;
  await fc.assert(
    fc.asyncProperty(ofOne, async (items) => {
      // Every revision has a text, and so a number, of its own; they come one after the other.
      const numbers = new Map<string, number>();
      const own = items.map((each, nth): TranscriptItem => {
        const canary = `canary${String(nth)}x`;
        if (each.kind === 'translated') return { ...each, translated: { ...each.translated, text: `de ${canary}` } };
        const revision = (numbers.get(each.segment.segmentId) ?? 0) + 1;
        numbers.set(each.segment.segmentId, revision);
        return {
          ...each,
          segment: { ...each.segment, made: recogniser, revision, text: canary, words: [{ text: canary, startMs: 0, endMs: 1 }] },
        };
      });
      const facts = memoryFactLog();
      const stream = { facts, key: { tenant: 't', stream: 's' }, seal: clear };
      await appendItems(stream, own.map((each) => JSON.stringify(each)), 1); // prettier-ignore
      const of = made(own);
      const all = new Set(own.flatMap((each) => JSON.stringify(each).match(/canary\d+x/g) ?? []));
      const seen = new Set(JSON.stringify(shown(of)).match(/canary\d+x/g) ?? []);
      of.forgetHidden();
      await replaceItems(stream, of.items(), { atMs: 1, breathe: () => Promise.resolve() });
      const bytes = JSON.stringify((await facts.read({ tenant: 't' })).map(({ data }) => Buffer.from((data as { sealed: string }).sealed, 'base64').toString())); // prettier-ignore
      expect([...seen].filter((canary) => !bytes.includes(canary))).toEqual([]);
      const redacted = new Set(
        own.flatMap((each) => (each.kind === 'segment' && each.segment.isRedacted === true ? [each.segment.segmentId] : [])),
      );
      const ofRedacted = own.flatMap((each) =>
        each.kind === 'segment' && redacted.has(each.segment.segmentId) ? [each.segment.text] : [],
      );
      const gone = ofRedacted.filter((canary) => all.has(canary) && !seen.has(canary));
      hidden += gone.length;
      expect(gone.filter((canary) => bytes.includes(canary))).toEqual([]);
      const read: TranscriptItem[] = [];
      for await (const [each] of readItems(stream)) read.push(each);
      expect(shown(made(read))).toEqual(shown(of));
    }),
    { numRuns: 400 },
  );
  expect(hidden).toBeGreaterThan(500);
});

test('a translation of what was taken out is forgotten with it, and one that comes late as well; that there was one is known on', () => {
  const translated = {
    segmentId: 's0',
    revision: 1,
    language: 'es',
    text: 'cuatro uno uno uno',
    isFinal: true,
    provider: 'p',
    leftMachine: false,
  };
  const of = made([
    { kind: 'segment', segment: said('s0', 'four one one one') },
    { kind: 'translated', translated },
    { kind: 'segment', segment: said('s0', '•••', { revision: 2, isRedacted: true }) },
  ]);
  const again = of.untranslated('es', new Set());
  expect([of.hides, of.forgetHidden(), of.hides]).toEqual([true, ['s0'], false]);
  expect(JSON.stringify(of.items())).not.toMatch(/four|cuatro/);
  expect([again.length, of.untranslated('es', new Set())]).toEqual([1, again]);
  of.take({ kind: 'translated', translated });
  expect([of.hides, of.forgetHidden(), of.hides]).toEqual([true, ['s0'], false]);
  expect(JSON.stringify(of.items())).not.toContain('cuatro');
});

test('what nothing was taken out of hides nothing, however often it is corrected or named', () => {
  const of = made([
    { kind: 'segment', segment: said('s0', 'won') },
    { kind: 'segment', segment: said('s0', 'one', { revision: 2, made: person }) },
    { kind: 'segment', segment: said('s1', '•••', { isRedacted: true }) },
    { kind: 'segment', segment: said('s1', 'two', { revision: 2 }) },
    { kind: 'speakerRenamed', speakerId: 'a', name: 'Ann' },
    { kind: 'speakerRenamed', speakerId: 'a', name: 'Anne' },
  ]);
  expect([of.hides, of.revisions('s0').length, of.revisions('s1').length]).toEqual([false, 2, 2]);
  of.take({ kind: 'speakerRenamed', speakerId: 'a', name: 'Anne •••' });
  expect(of.hides).toBe(true);
  of.forgetHidden();
  expect([of.hides, JSON.stringify(of.items()).includes('"Anne"'), of.names.renamed.get('a')]).toEqual([false, false, 'Anne •••']);
});
