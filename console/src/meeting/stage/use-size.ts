/** How large an element is, now and at every change. */
import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Box } from './gallery-fit.ts';

/** The content box in CSS pixels; 0 × 0 until it is laid out. */
export function useSize(element: RefObject<HTMLElement | null>): Box {
  const [size, setSize] = useState<Box>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
