/** Places where something was said, put together by the recording that they are in. */
import type { SaidPage } from '../../../src/wire/live/library.ts';
import { count } from '../app/words.ts';

type Hit = SaidPage['hits'][number];
export type SaidIn = Pick<Hit, 'recordingId' | 'subject' | 'startedMs'> & { readonly hits: readonly Hit[] };

/** In the order in which they come; those of one recording stand together even where pages tear them apart. */
export function hitsByRecording(hits: readonly Hit[]): readonly SaidIn[] {
  const groups = new Map<string, Pick<SaidIn, 'recordingId' | 'subject' | 'startedMs'> & { hits: Hit[] }>();
  for (const hit of hits) {
    const { recordingId, subject, startedMs } = hit;
    const group = groups.get(recordingId) ?? { recordingId, subject, startedMs, hits: [] };
    group.hits.push(hit);
    groups.set(recordingId, group);
  }
  return [...groups.values()];
}

type AlsoSaid = { readonly text: string; readonly hits: readonly Hit[]; readonly hasMore: boolean };

/** "“plan” was said: 3 places in 2 recordings". */
export function alsoSaidWords({ text, hits, hasMore }: AlsoSaid): string {
  const places = hasMore ? `more than ${count(hits.length, 'place')}` : count(hits.length, 'place');
  return `“${text}” was said: ${places} in ${count(new Set(hits.map(({ recordingId }) => recordingId)).size, 'recording')}.`;
}
