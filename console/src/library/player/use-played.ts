/** Follows where it plays: past React for what moves with every picture, through React for what changes now and then. */
import { useEffect, useLayoutEffect } from 'react';
import { useStore } from '../../live/store.ts';
import type { Playback } from './playback.ts';

/** Calls `show` with the moment, now and at every change. */
export function usePlayed(playback: Playback, show: (atMs: number) => void): void {
  useLayoutEffect(() => {
    const tell = (): void => show(playback.at.get());
    tell();
    return playback.at.watch(tell);
  }, [playback, show]);
}

/** What `select` makes of the moment; it must pick the same value while nothing changed. */
export function usePlayedPart<T>(playback: Playback, select: (atMs: number) => T): T {
  return useStore(playback.at, select);
}

/** Asks the medium where it is, with every picture that the screen shows, for as long as it plays. */
export function useTicks(playback: Playback): void {
  const isPlaying = useStore(playback.view, (view) => view.isPlaying);
  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    const tick = (): void => {
      playback.tick();
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, playback]);
}
