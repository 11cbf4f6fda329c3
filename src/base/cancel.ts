/** The one way to ask a waiting function to stop: every options object that waits extends this. */
export type Cancel = {
  /** Aborting rejects the wait with the signal's own reason, unwrapped. */
  readonly signal?: AbortSignal | undefined;
};
