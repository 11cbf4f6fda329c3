/** The library as components ask for it. */
import { useCallback, useMemo, useState } from 'react';
import type { LibraryCommand, LibraryRecording, RecordingDetail, SaidPage, WebhookDeliveries } from '../../../src/wire/live/library.ts';
import type { LibraryFind } from '../app/route.ts';
import { useHouse } from '../live/console-context.tsx';
import { Kept } from './kept.ts';
import { peaksOf } from './player/peaks.ts';
import { useDoingBy, type DoingOf } from './use-doing.ts';
import { useFresh, type Fresh } from './use-fresh.ts';

/** `text`: the words that they were found by. */
type Hits = { readonly text: string; readonly hits: SaidPage['hits']; readonly hasMore: boolean };
/** `find`: what they were found by. */
type Listed = { readonly find: LibraryFind; readonly recordings: readonly LibraryRecording[]; readonly hasMore: boolean };

export function useKept(who: string | undefined): Kept | undefined {
  return useMemo(() => (who === undefined ? undefined : new Kept(who)), [who]);
}

/** As many pages of the list as were asked for, all read anew when something has changed. */
export function useRecordings(kept: Kept | undefined, find: LibraryFind): Fresh<Listed> & { readonly more: () => void } {
  const { text, person, from, to, kind } = find;
  const [pages, setPages] = useState(1);
  const turn = useHouse((house) => house.library.turn);
  const hello = useHouse((house) => house.hello);
  const read = useMemo(() => {
    if (kept === undefined) return undefined;
    return async (signal: AbortSignal): Promise<Listed> => {
      const recordings: LibraryRecording[] = [];
      let before: string | undefined;
      for (let page = 0; page < pages; page++) {
        const { recordings: more, next } = await kept.list({ text, person, from, to, kind }, before, { signal });
        recordings.push(...more);
        before = next;
        if (next === undefined) break;
      }
      return { find: { text, person, from, to, kind }, recordings, hasMore: before !== undefined };
    };
  }, [kept, text, person, from, to, kind, pages]);
  const fresh = useFresh(read, useMemo(() => ({ turn, hello }), [turn, hello])); // prettier-ignore
  return { ...fresh, more: useCallback(() => setPages((before) => before + 1), []) };
}

/** As many pages of what was said as were asked for; nothing where no words are looked for. */
export function useSaid(kept: Kept | undefined, find: LibraryFind): Fresh<Hits> & { readonly more: () => void } {
  const { text, person, from, to } = find;
  const [pages, setPages] = useState(1);
  const turn = useHouse((house) => house.library.turn);
  const read = useMemo(() => {
    if (kept === undefined || text === undefined) return undefined;
    return async (signal: AbortSignal): Promise<Hits> => {
      const hits: SaidPage['hits'][number][] = [];
      let after: string | undefined;
      for (let page = 0; page < pages; page++) {
        const { hits: more, next } = await kept.said({ text, person, from, to }, after, { signal });
        hits.push(...more);
        after = next;
        if (next === undefined) break;
      }
      return { text, hits, hasMore: after !== undefined };
    };
  }, [kept, text, person, from, to, pages]);
  return { ...useFresh(read, turn), more: useCallback(() => setPages((before) => before + 1), []) };
}

/** One recording, with how far its files are as `/live` tells it. */
export function useDetail(kept: Kept | undefined, recordingId: string): Fresh<RecordingDetail> {
  const turn = useHouse((house) => house.library.turnOf.get(recordingId));
  const hello = useHouse((house) => house.hello);
  const making = useHouse((house) => house.library.making);
  const read = useMemo(
    () => (kept === undefined ? undefined : (signal: AbortSignal) => kept.detail(recordingId, { signal })),
    [kept, recordingId],
  );
  const fresh = useFresh(read, useMemo(() => ({ turn, hello }), [turn, hello])); // prettier-ignore
  const { value } = fresh;
  const shown = useMemo(() => {
    if (value === undefined) return undefined;
    const news = value.making.map((each) => {
      const told = making.get(`${recordingId}/${each.name}`);
      return told !== undefined && told.done > each.done ? { ...each, done: told.done } : each;
    });
    return { ...value, making: news };
  }, [value, making, recordingId]);
  return { ...fresh, value: shown };
}

/** The waveform of each track, by its number; read again when the recording has come to another state. */
export function useWaveforms(
  kept: Kept | undefined,
  recordingId: string,
  state: RecordingDetail['state'] | undefined,
): Fresh<ReadonlyMap<number, Uint8Array>> {
  const isSaved = state === undefined || state === 'saved';
  const read = useMemo(() => {
    if (kept === undefined || !isSaved) return undefined;
    return async (signal: AbortSignal): Promise<ReadonlyMap<number, Uint8Array>> => {
      const { lanes } = await kept.waveforms(recordingId, { signal });
      return new Map(lanes.map(({ track, peaks }) => [track, peaksOf(peaks)]));
    };
  }, [kept, recordingId, isSaved]);
  return useFresh(read, undefined);
}

export function useWebhooks(kept: Kept | undefined): Fresh<WebhookDeliveries> {
  const turn = useHouse((house) => house.library.turn);
  const read = useMemo(() => (kept === undefined ? undefined : (signal: AbortSignal) => kept.webhooks({ signal })), [kept]);
  return useFresh(read, turn);
}

export type Doing = DoingOf<LibraryCommand>;

/** What it changed is read at once. */
export function useDoing(kept: Kept, recordingId: string, again: () => void): Doing {
  const send = useCallback(
    async (command: LibraryCommand) => {
      const answer = await kept.command(recordingId, command);
      if (command.kind !== 'erase') again();
      return answer;
    },
    [kept, recordingId, again],
  );
  return useDoingBy(send);
}
