/** Pictures stay in their slots while they are wished for. */
import { describe, expect, test } from 'vitest';
import type { Wish } from './meeting-view.ts';
import { assigned, grantedOf, keyOf, type Slots } from './slots.ts';
import { who } from './test-line.ts';

const wish = (participantId: string, of: Wish['of'] = 'camera', height = 180): Wish => ({ participantId, of, height });
const empty: Slots = [undefined, undefined, undefined];
const shown = (slots: Slots): readonly (string | undefined)[] => slots.map((each) => each && keyOf(each));

describe('slots', () => {
  test('fill in the order of the wishes', () => {
    expect(shown(assigned(empty, [wish('a'), wish('b')]))).toEqual(['a camera', 'b camera', undefined]);
  });

  test('keep who is still wished for where he is, whatever the order of the wishes', () => {
    const before = assigned(empty, [wish('a'), wish('b'), wish('c')]);
    expect(shown(assigned(before, [wish('c'), wish('d'), wish('a')]))).toEqual(['a camera', 'd camera', 'c camera']);
  });

  test('are emptied of who is not wished for any more', () => {
    const before = assigned(empty, [wish('a'), wish('b')]);
    expect(shown(assigned(before, [wish('b')]))).toEqual([undefined, 'b camera', undefined]);
  });

  test('are the same array while nothing changes, and another one for another height', () => {
    const before = assigned(empty, [wish('a'), wish('b')]);
    expect(assigned(before, [wish('b'), wish('a')])).toBe(before);
    const larger = assigned(before, [wish('a', 'camera', 720), wish('b')]);
    expect(larger[0]).toEqual(wish('a', 'camera', 720));
    expect(larger[1]).toBe(before[1]);
  });

  test('hold camera and screen of one person apart', () => {
    expect(shown(assigned(empty, [wish('a', 'screen'), wish('a')]))).toEqual(['a screen', 'a camera', undefined]);
  });
});

describe('a wish', () => {
  test('comes true only while that picture is sent, and never of me', () => {
    const people = [who('me', { isMe: true, hasCamera: true }), who('dark', { isSharing: true }), who('a', { hasCamera: true })];
    const wishes = [wish('me'), wish('dark'), wish('dark', 'screen'), wish('gone'), wish('a')];
    expect(grantedOf(wishes, people, 9).map(keyOf)).toEqual(['dark screen', 'a camera']);
  });

  test('counts once, and the first ones win when there are too few slots', () => {
    const people = ['a', 'b', 'c'].map((id) => who(id, { hasCamera: true }));
    expect(grantedOf([wish('c'), wish('c'), wish('a'), wish('b')], people, 2).map(keyOf)).toEqual(['c camera', 'a camera']);
  });
});
