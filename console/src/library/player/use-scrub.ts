/** Looking for a place with a pointer: press, drag, let go; and the time under it while it only passes over. */
import { useCallback, useRef, type PointerEvent, type RefObject } from 'react';
import type { Playback } from './playback.ts';
import { momentAt } from './time-line.ts';

export type Scrub = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave: (event: PointerEvent<HTMLElement>) => void;
};

/** `hint` is an element that shows the moment under the pointer; it is moved past React. */
export function useScrub(
  playback: Playback,
  durationMs: number,
  hint: RefObject<HTMLElement | null>,
  wordsOf: (atMs: number) => string,
): Scrub {
  const isDown = useRef(false);
  const showHint = useCallback(
    (place: { readonly share: number; readonly atMs: number } | undefined) => {
      const element = hint.current;
      if (element === null) return;
      element.hidden = place === undefined;
      if (place === undefined) return;
      element.style.left = `${String(Math.min(97, Math.max(3, place.share * 100)))}%`;
      element.textContent = wordsOf(place.atMs);
    },
    [hint, wordsOf],
  );
  const momentOf = ({ currentTarget, clientX }: PointerEvent<HTMLElement>): { readonly share: number; readonly atMs: number } => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const atMs = momentAt(clientX - left, width, durationMs);
    return { atMs, share: durationMs <= 0 ? 0 : atMs / durationMs };
  };
  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      isDown.current = true;
      playback.scrub(momentOf(event).atMs);
    },
    onPointerMove(event) {
      const place = momentOf(event);
      if (isDown.current) playback.scrub(place.atMs);
      if (isDown.current || event.pointerType === 'mouse') showHint(place);
    },
    onPointerUp(event) {
      if (isDown.current) playback.drop();
      isDown.current = false;
      if (event.pointerType !== 'mouse') showHint(undefined);
    },
    onPointerCancel() {
      if (isDown.current) playback.drop();
      isDown.current = false;
      showHint(undefined);
    },
    onPointerLeave() {
      if (!isDown.current) showHint(undefined);
    },
  };
}
