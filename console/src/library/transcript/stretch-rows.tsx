/** The rows of one stretch while they are near what is to be seen, and else the room that they take. */
import { useEffect, useRef, useState, type ReactElement, type ReactNode, type RefObject } from 'react';

const nearPx = 900;

type StretchRowsProps = {
  readonly list: RefObject<HTMLElement | null>;
  readonly className: string;
  /** They are there wherever the reader is. */
  readonly isKept: boolean;
  /** Before they were there for the first time. */
  readonly guessPx: number;
  readonly rows: () => ReactNode;
};

export function StretchRows({ list, className, isKept, guessPx, rows }: StretchRowsProps): ReactElement {
  const element = useRef<HTMLOListElement>(null);
  const [near, setNear] = useState<{ readonly isNear: boolean; readonly px?: number | undefined }>({ isNear: false });
  useEffect(() => {
    const [ol, root] = [element.current, list.current];
    if (ol === null || root === null || isKept) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const isNear = entries.at(-1)?.isIntersecting === true;
        // Where the focus is nothing is taken away.
        if (!isNear && ol.contains(document.activeElement)) return;
        setNear((before) => (before.isNear === isNear ? before : { isNear, px: before.isNear ? ol.offsetHeight : before.px }));
      },
      { root, rootMargin: `${String(nearPx)}px 0px` },
    );
    observer.observe(ol);
    return () => observer.disconnect();
  }, [list, isKept]);
  const isThere = isKept || near.isNear;
  return (
    <ol
      ref={element}
      className={className}
      style={isThere ? undefined : { height: near.px ?? guessPx }}
      aria-hidden={!isThere || undefined}
    >
      {isThere && rows()}
    </ol>
  );
}
