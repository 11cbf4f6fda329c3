/** Keeps the end of a growing page in view for who is already there, and leaves everybody else where they read. */
import { useEffect, useLayoutEffect, useRef } from 'react';

const nearPx = 120;

export function useStickToEnd(length: number): void {
  const isAtEnd = useRef(false);
  const before = useRef(length);
  useEffect(() => {
    const look = (): void => {
      const page = document.documentElement;
      isAtEnd.current = page.scrollTop > 0 && page.scrollHeight - page.scrollTop - page.clientHeight < nearPx;
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    if (length > before.current && isAtEnd.current) window.scrollTo(0, document.documentElement.scrollHeight);
    before.current = length;
  }, [length]);
}
