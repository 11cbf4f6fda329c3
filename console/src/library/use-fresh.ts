/** Something that is read from the house, and read again when it has changed there; what was shown stays until then. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { after } from '../app/time.ts';
import { KeptError } from './kept.ts';

export type Fresh<T> = {
  /** `undefined` until it has been read for the first time. */
  readonly value: T | undefined;
  /** Why it could not be read just now. */
  readonly trouble: KeptError | undefined;
  readonly again: () => void;
};

/** While a meeting is recorded it changes every second, which nobody needs to see so often. */
const restMs = 1_500;

/**
 * `read` must be the same function while the same thing is asked for; `turn` changes whenever it may have changed. One reading at a time, and
 * a rest after each.
 */
export function useFresh<T>(read: ((signal: AbortSignal) => Promise<T>) | undefined, turn: unknown): Fresh<T> {
  const [state, setState] = useState<{ readonly of: unknown; readonly value?: T; readonly trouble?: KeptError }>({ of: undefined });
  const ask = useRef<(when: 'soon' | 'now') => void>(() => undefined);
  useEffect(() => {
    if (read === undefined) return undefined;
    const stop = new AbortController();
    let phase: 'idle' | 'reading' | 'resting' = 'idle';
    let wants: 'nothing' | 'soon' | 'now' = 'nothing';
    let endRest: (() => void) | undefined;
    const readOnce = async (): Promise<void> => {
      try {
        const value = await read(stop.signal);
        if (!stop.signal.aborted) setState({ of: read, value });
      } catch (error) {
        if (stop.signal.aborted) return;
        const trouble = error instanceof KeptError ? error : new KeptError(error instanceof Error ? error.message : String(error));
        setState((before) => (before.of === read ? { ...before, trouble } : { of: read, trouble }));
      }
    };
    const go = async (when: 'soon' | 'now'): Promise<void> => {
      if (phase === 'reading' || (phase === 'resting' && when === 'soon')) {
        wants = wants === 'now' ? 'now' : when;
        return;
      }
      endRest?.();
      phase = 'reading';
      do {
        wants = 'nothing';
        await readOnce();
        // Whoever has just changed something sees it without a rest.
      } while (wantsNow() && !stop.signal.aborted);
      if (stop.signal.aborted) return;
      phase = 'resting';
      endRest = after(restMs, () => {
        phase = 'idle';
        if (wants !== 'nothing') void go('soon');
      });
    };
    const wantsNow = (): boolean => wants === 'now';
    ask.current = (when) => void go(when);
    void go('now');
    return () => {
      stop.abort();
      endRest?.();
      ask.current = () => undefined;
    };
  }, [read]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else ask.current('soon');
  }, [turn]);
  const again = useCallback(() => ask.current('now'), []);
  // What was found before stays to be seen while something else is looked for, so that a list does not blink.
  return { value: state.value, trouble: state.of === read ? state.trouble : undefined, again };
}
