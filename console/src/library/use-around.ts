/** Reads what was said beside places that are lone words: once for each, one transcript after the other. */
import { useEffect, useRef, useState } from 'react';
import type { SaidPage } from '../../../src/wire/live/library.ts';
import type { Kept } from './kept.ts';
import { aroundOf, isLone, type Around } from './said-around.ts';

type Hit = SaidPage['hits'][number];

const none: ReadonlyMap<string, Around> = new Map();

export function placeKey({ recordingId, segmentId, text }: Pick<Hit, 'recordingId' | 'segmentId' | 'text'>): string {
  return `${recordingId} ${segmentId} ${text}`;
}

/** By `placeKey`; what cannot be read has none, and the place is shown by itself. */
export function useAround(kept: Kept, hits: readonly Hit[] | undefined): ReadonlyMap<string, Around> {
  const [around, setAround] = useState(none);
  const known = useRef(new Set<string>());
  useEffect(() => {
    const lone = (hits ?? []).filter((hit) => isLone(hit.text) && !known.current.has(placeKey(hit)));
    if (lone.length === 0) return undefined;
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      for (const recordingId of new Set(lone.map((hit) => hit.recordingId))) {
        const view = await kept.transcript(recordingId, { signal: stop.signal }).catch(() => undefined);
        if (stop.signal.aborted) return;
        const found = lone.filter((hit) => hit.recordingId === recordingId);
        for (const hit of found) known.current.add(placeKey(hit));
        if (view !== undefined)
          setAround((before) => new Map([...before, ...found.map((hit) => [placeKey(hit), aroundOf(view, hit.segmentId)] as const)]));
      }
    };
    void read();
    return () => stop.abort();
  }, [kept, hits]);
  return around;
}
