/** Captions parted where the reader chose another language: what is read from then on is not mixed with what was read before. */
import { useMemo, useState } from 'react';
import type { Caption } from '../../../../src/wire/live/page-event.ts';
import { outdated, parted, type Outdated } from './caption-lines.ts';

const nothing: Outdated = new Map();

/** `wanted`: the language that is read, or spoken where nothing else was chosen; undefined until that is known. */
export function useParted(captions: readonly Caption[], wanted: string | undefined): ReturnType<typeof parted> {
  const [turn, setTurn] = useState({ wanted, old: nothing });
  if (turn.wanted !== wanted) {
    const isFirst = turn.wanted === undefined || wanted === undefined;
    setTurn({ wanted, old: isFirst ? nothing : outdated(captions, wanted) });
  }
  return useMemo(() => parted(captions, turn.old), [captions, turn.old]);
}
