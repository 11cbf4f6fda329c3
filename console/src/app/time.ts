/** The browser's time, touched here alone: timers that are called off by the function they return, and the wall clock. */

/** Milliseconds since 1970 UTC. */
export function wallMs(): number {
  return new Date().getTime();
}

/** Runs `task` once, `ms` from now, unless called off. */
export function after(ms: number, task: () => void): () => void {
  const handle = window.setTimeout(task, ms);
  return () => window.clearTimeout(handle);
}

/** Runs `task` every `ms`, until called off. */
export function every(ms: number, task: () => void): () => void {
  const handle = window.setInterval(task, ms);
  return () => window.clearInterval(handle);
}
