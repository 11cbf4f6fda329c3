/** The one way to ask a waiting function to stop, for one reason or several, and to wait for one that does not heed it. */

/** Every options object of a function that waits extends this. */
export type Cancel = {
  /** Aborting rejects the wait with the signal's own reason, unwrapped. */
  readonly signal?: AbortSignal | undefined;
};

/** Settles as the work does, or rejects with the signal's reason if that comes first, whatever becomes of the work then. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A signal that aborts with the first of these that does; those that are absent never do. */
export function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const there = signals.filter((signal) => signal !== undefined);
  const [only] = there;
  return only && there.length === 1 ? only : AbortSignal.any(there);
}
