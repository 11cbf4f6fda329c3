/** What was said in one recording: read once, followed while it is written down, and read again when it has changed. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TranscriptCommand, TranscriptLine, TranscriptNews, TranscriptView } from '../../../../src/wire/live/library.ts';
import { unit } from '../../app/chance.ts';
import { after } from '../../app/time.ts';
import { backoffMs } from '../../live/backoff.ts';
import { plainly } from '../../live/bidi.ts';
import { useHouse } from '../../live/console-context.tsx';
import type { Kept, KeptError } from '../kept.ts';
import { useDoingBy, type DoingOf } from '../use-doing.ts';
import { useFresh, type Fresh } from '../use-fresh.ts';
import { sameLines } from './segments.ts';
import { told, untold, type LiveTranscript } from './transcript-news.ts';

export type Transcript = Pick<Fresh<unknown>, 'trouble' | 'again'> & {
  /** Undefined until it was read. */
  readonly view: TranscriptView | undefined;
  /** As `LiveTranscript` has it. */
  readonly translated: LiveTranscript['translated'];
};

export function useTranscript(kept: Kept | undefined, recordingId: string, isThere: boolean): Transcript {
  const turn = useHouse((house) => house.library.turnOf.get(recordingId));
  const hello = useHouse((house) => house.hello);
  const read = useMemo(() => {
    if (kept === undefined || !isThere) return undefined;
    return (signal: AbortSignal) => kept.transcript(recordingId, { signal });
  }, [kept, recordingId, isThere]);
  const [isOpen, setOpen] = useState(false);
  // While it is open its news come by themselves.
  const fresh = useFresh(read, useMemo(() => (isOpen ? 'open' : { turn, hello }), [isOpen, turn, hello])); // prettier-ignore
  const { value, trouble, again } = fresh;
  useEffect(() => setOpen(value?.state === 'open'), [value]);
  const live = useLive(isOpen ? kept : undefined, recordingId, again);
  const view = isOpen ? (live.view ?? value) : value;
  const before = useRef<readonly TranscriptLine[]>(undefined);
  const shown = useMemo(() => (view === undefined ? undefined : { ...view, segments: sameLines(before.current, view.segments) }), [view]);
  useEffect(() => {
    before.current = shown?.segments;
  }, [shown]);
  return { view: shown, translated: live.translated, trouble, again };
}

/** The news of one that is open; connected again by itself. What comes in one picture of the screen is shown at once. */
function useLive(kept: Kept | undefined, recordingId: string, onDone: () => void): LiveTranscript {
  const [live, setLive] = useState(untold);
  useEffect(() => {
    if (kept === undefined) return undefined;
    let [isOver, attempt, frame] = [false, 0, 0];
    let state = untold;
    let stopWaiting = (): void => undefined;
    let socket: WebSocket | undefined;
    const hear = (news: TranscriptNews): void => {
      attempt = 0;
      state = told(state, news);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setLive(state));
      if (news.kind === 'done' || (news.kind === 'transcript' && news.transcript.state === 'done')) onDone();
    };
    const connect = (): void => {
      const url = new URL(kept.liveHref(recordingId), location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      socket = new WebSocket(url);
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && !isOver) hear(plainly(data) as TranscriptNews);
      });
      socket.addEventListener('close', () => {
        if (isOver || state.view?.state === 'done') return;
        attempt += 1;
        stopWaiting = after(backoffMs(attempt, unit()), connect);
      });
    };
    connect();
    return () => {
      isOver = true;
      stopWaiting();
      cancelAnimationFrame(frame);
      socket?.close();
    };
  }, [kept, recordingId, onDone]);
  return live;
}

const noTexts: ReadonlyMap<string, string> = new Map();

/** Translated texts by segment; empty for what was spoken. Read again when the transcript is. */
export function useTranslation(
  kept: Kept,
  recordingId: string,
  language: string | undefined,
  { view, translated }: Transcript,
): { readonly texts: ReadonlyMap<string, string>; readonly trouble: KeptError | undefined } {
  const read = useMemo(() => {
    if (language === undefined) return undefined;
    return async (signal: AbortSignal): Promise<{ readonly language: string; readonly texts: ReadonlyMap<string, string> }> => {
      const { lines } = await kept.translation(recordingId, language, { signal });
      return { language, texts: new Map(lines.map(({ segmentId, text }) => [segmentId, text])) };
    };
  }, [kept, recordingId, language]);
  const { value, trouble } = useFresh(read, view?.state === 'open' ? 'open' : view);
  const more = language === undefined ? undefined : translated.get(language);
  const texts = useMemo(() => {
    if (language === undefined) return noTexts;
    const known = value?.language === language ? value.texts : noTexts;
    return more === undefined ? known : new Map([...known, ...more].filter(([segmentId]) => more.get(segmentId) !== ''));
  }, [language, value, more]);
  return { texts, trouble };
}

export type TranscriptDoing = DoingOf<TranscriptCommand>;

/** What it changed is read at once. */
export function useTranscriptDoing(kept: Kept, recordingId: string, again: () => void): TranscriptDoing {
  const send = useCallback(
    async (command: TranscriptCommand) => {
      const answer = await kept.commandTranscript(recordingId, command);
      again();
      return answer;
    },
    [kept, recordingId, again],
  );
  return useDoingBy(send);
}
