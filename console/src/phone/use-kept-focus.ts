/** Keeps the keyboard's place when what it stood on has gone, such as the Call button once a call is on its way. */
import { useEffect, useRef, type RefObject } from 'react';

/** An element with `tabIndex={-1}` that takes the focus when it appears, if nothing else has it. */
export function useKeptFocus(): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) element.current?.focus({ preventScroll: true });
  }, []);
  return element;
}
