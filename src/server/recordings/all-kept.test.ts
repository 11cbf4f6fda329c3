import { expect, test } from 'vitest';
import type { KeptRecording, LibraryQuery } from '../../archive/port.ts';
import { allKept } from './all-kept.ts';

test('more than a page are all found', async () => {
  const ids = Array.from({ length: 1_201 }, (_, n) => String(n));
  const asked: LibraryQuery[] = [];
  const archive = {
    list: async (_: unknown, query: LibraryQuery = {}): Promise<readonly KeptRecording[]> => {
      asked.push(query);
      const from = query.before === undefined ? 0 : ids.indexOf(query.before) + 1;
      return ids.slice(from, from + (query.atMost ?? 50)).map((recordingId) => ({ recordingId }) as KeptRecording);
    },
  };
  const all = await allKept(archive, { kind: 'operator', name: 'olga' }, { kind: 'recording' });
  expect(all.map(({ recordingId }) => recordingId)).toEqual(ids);
  expect(asked.map(({ before, kind }) => [before, kind])).toEqual([
    [undefined, 'recording'],
    ['499', 'recording'],
    ['999', 'recording'],
  ]);
});
