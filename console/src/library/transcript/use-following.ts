/** Keeps what is said now in view, until the reader scrolls away; brings any segment into view. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

export type Following = {
  readonly isFollowing: boolean;
  /** The segment that was brought into view last: it must be there, wherever the reader is. */
  readonly shown: string | undefined;
  /** Goes to what is said now, and stays with it. */
  readonly follow: () => void;
  /** The reader looks elsewhere. */
  readonly stop: () => void;
  /** Brings a segment into view, and focuses it where that is wanted. */
  readonly show: (segmentId: string, focus?: 'focus') => void;
};

const scrollKeys: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);
/** What is laid out for the first time moves what is below it, for some pictures of the screen. */
const picturesAtMost = 30;
const calmPictures = 3;

/** `now`: the segment that is said, or undefined; `end`: changes when there is more at the end, where that is followed. */
export function useFollowing(list: RefObject<HTMLElement | null>, now: string | undefined, end: unknown): Following {
  const [isFollowing, setFollowing] = useState(true);
  const [shown, setShown] = useState<string>();
  const frame = useRef(0);
  const show = useCallback(
    (segmentId: string, focus?: 'focus') => {
      cancelAnimationFrame(frame.current);
      setShown(segmentId);
      let [left, calm, isFocused] = [picturesAtMost, 0, focus !== 'focus'];
      const settle = (): void => {
        const outer = list.current;
        const row = rowOf(outer, segmentId);
        if (outer !== null && row !== undefined) {
          calm = bring(outer, row) ? 0 : calm + 1;
          if (!isFocused) row.querySelector<HTMLElement>('[data-testid="segment-time"]')?.focus({ preventScroll: true });
          isFocused = true;
        }
        left -= 1;
        if (left > 0 && calm < calmPictures) frame.current = requestAnimationFrame(settle);
      };
      settle();
    },
    [list],
  );
  const follow = useCallback(() => setFollowing(true), []);
  const stop = useCallback(() => {
    cancelAnimationFrame(frame.current);
    setFollowing(false);
  }, []);
  useLayoutEffect(() => {
    if (isFollowing && now !== undefined) show(now);
  }, [isFollowing, now, show]);
  useLayoutEffect(() => {
    const element = list.current;
    if (isFollowing && end !== undefined && element !== null) element.scrollTop = element.scrollHeight;
  }, [isFollowing, end, list]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const away = (event: Event): void => {
      if (event instanceof KeyboardEvent && (!scrollKeys.has(event.key) || event.target !== element)) return;
      // A press on the list itself, and on nothing in it, is one on its scroll bar.
      if (event.type === 'pointerdown' && event.target !== element) return;
      stop();
    };
    const kinds = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const kind of kinds) element.addEventListener(kind, away, { passive: true });
    return () => {
      for (const kind of kinds) element.removeEventListener(kind, away);
      cancelAnimationFrame(frame.current);
    };
  }, [list, stop]);
  return { isFollowing, shown, follow, stop, show };
}

function rowOf(list: HTMLElement | null, segmentId: string): HTMLElement | undefined {
  return list?.querySelector<HTMLElement>(`[data-segment="${CSS.escape(segmentId)}"]`) ?? undefined;
}

/** Into the upper part of the list, without moving the page; false where it is there already. */
function bring(list: HTMLElement, row: HTMLElement): boolean {
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top >= outer.top + 8 && inner.bottom <= outer.top + outer.height * 0.75) return false;
  const before = list.scrollTop;
  list.scrollTop += inner.top - outer.top - outer.height / 3;
  // At either end it can't be had any better.
  return Math.abs(list.scrollTop - before) > 1;
}
