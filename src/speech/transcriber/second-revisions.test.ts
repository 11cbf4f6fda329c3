/** Which segment takes the place of which. */
import { describe, expect, test } from 'vitest';
import type { Segment } from '../segment.ts';
import { secondRevisions, type SecondRevisions } from './second-revisions.ts';

type Short = readonly [id: string, who: string, startMs: number, endMs: number, text: string, changes?: Partial<Segment>];

const made = (pass: 'live' | 'second'): Segment['made'] => ({ by: 'recogniser', provider: pass, pass, leftMachine: false });
const person: Segment['made'] = { by: 'person', personId: 'p', name: 'Pat' };

const segments = (pass: 'live' | 'second', ...short: readonly Short[]): Segment[] =>
  short.map(([segmentId, who, startMs, endMs, text, changes]) => ({
    segmentId,
    revision: pass === 'live' ? 4 : 1,
    state: 'final',
    speaker: { speakerId: who, name: who },
    startMs,
    endMs,
    text,
    language: 'en',
    made: made(pass),
    ...changes,
  }));

const revised = (live: readonly Short[], found: readonly Short[], heard: (segment: Segment) => number = () => 1): string[] => {
  const { replaced, added, removed }: SecondRevisions = secondRevisions({
    live: segments('live', ...live),
    found: segments('second', ...found),
    heard,
    origin: made('second'),
  });
  const told = (what: string, each: Segment): string => [what, each.segmentId, each.revision, each.text].join(' ').trim();
  return [...replaced.map((e) => told('replaced', e)), ...added.map((e) => told('added', e)), ...removed.map((e) => told('removed', e))];
};

describe('a second pass', () => {
  test('replaces what overlaps most, under its id', () => {
    expect(
      revised(
        [
          ['a', 'ana', 0, 2_000, 'helo'],
          ['b', 'ana', 3_000, 5_000, 'wurld'],
        ],
        [
          ['x', 'ana', 2_900, 5_100, 'world'],
          ['y', 'ana', 0, 2_100, 'hello'],
        ],
      ),
    ).toEqual(['replaced b 5 world', 'replaced a 5 hello']);
  });

  test('never gives the words of one to another', () => {
    expect(
      revised(
        [
          ['a', 'ana', 0, 2_000, 'one'],
          ['b', 'ben', 0, 2_000, 'two'],
        ],
        [
          ['x', 'ben', 0, 2_000, 'TWO'],
          ['y', 'ana', 500, 1_000, 'ONE'],
        ],
      ),
    ).toEqual(['replaced b 5 TWO', 'replaced a 5 ONE']);
  });

  test('splits and joins: the first keeps the id, the others are new or taken back', () => {
    expect(
      revised(
        [['a', 'ana', 0, 10_000, 'all']],
        [
          ['x', 'ana', 0, 3_000, 'first'],
          ['y', 'ana', 3_000, 10_000, 'rest'],
        ],
      ),
    ).toEqual(['replaced a 5 rest', 'added x 1 first']);
    expect(
      revised(
        [
          ['a', 'ana', 0, 3_000, 'first'],
          ['b', 'ana', 3_000, 10_000, 'rest'],
        ],
        [['x', 'ana', 0, 10_000, 'all']],
      ),
    ).toEqual(['replaced b 5 all', 'removed a 5']);
  });

  test('leaves what a person has corrected as it is, and adds nothing there', () => {
    expect(
      revised(
        [['a', 'ana', 0, 2_000, 'mine', { made: person }]],
        [
          ['x', 'ana', 100, 1_900, 'theirs'],
          ['y', 'ana', 5_000, 6_000, 'more'],
        ],
      ),
    ).toEqual(['added y 1 more']);
  });

  test('fills a gap', () => {
    expect(revised([['a', 'ana', 0, 2_000, '', { state: 'unheard', problem: 'nobody could' }]], [['x', 'ana', 0, 2_000, 'now']])).toEqual([
      'replaced a 5 now',
    ]);
  });

  test('keeps what it could not hear: where the recording has nothing, and where nobody understood it this time', () => {
    const live: readonly Short[] = [
      ['a', 'ana', 0, 2_000, 'one'],
      ['b', 'ana', 3_000, 4_000, 'two'],
      ['c', 'ana', 5_000, 6_000, 'three'],
    ];
    const gap: Short = ['g', 'ana', 0, 2_000, '', { state: 'unheard', problem: 'it failed' }];
    expect(revised(live, [gap], ({ segmentId }) => (segmentId === 'b' ? 0 : 1))).toEqual(['removed c 5']);
  });

  test('shows a gap where nothing was before', () => {
    expect(revised([], [['g', 'ana', 0, 2_000, '', { state: 'unheard', problem: 'it failed' }]])).toEqual(['added g 1']);
  });

  test('passes over what was taken back, and uses the name that is known by now', () => {
    const speaker = { speakerId: 'ana', name: 'Ana Lima' };
    const { replaced, removed } = secondRevisions({
      live: segments('live', ['a', 'ana', 0, 1_000, '', { state: 'removed' }], ['b', 'ana', 0, 900, 'x', { speaker }]),
      found: segments('second', ['x', 'ana', 0, 1_000, 'y']),
      heard: () => 1,
      origin: made('second'),
    });
    expect(replaced).toMatchObject([{ segmentId: 'b', revision: 5, text: 'y', speaker, made: { pass: 'second' } }]);
    expect(removed).toEqual([]);
  });
});
