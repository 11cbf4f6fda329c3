/** The browser's time, touched here alone: timers that are called off by the function they return, and the wall clock. */

/** Milliseconds since 1970 UTC. */
export function wallMs(): number {
  return new Date().getTime();
}

/** Runs `task` once, `ms` from now, unless called off. */
export function after(ms: number, task: () => void): () => void {
  const handle = globalThis.setTimeout(task, ms);
  return () => globalThis.clearTimeout(handle);
}

/** Runs `task` every `ms`, until called off. */
export function every(ms: number, task: () => void): () => void {
  const handle = globalThis.setInterval(task, ms);
  return () => globalThis.clearInterval(handle);
}
