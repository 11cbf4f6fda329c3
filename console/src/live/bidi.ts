/** Takes the signs out of what others wrote that turn the words after them around (Unicode UAX #9, explicit formatting). */
import type { PageEvent } from '../../../src/wire/live/page-event.ts';

// Embeddings and overrides U+202A–202E, isolates U+2066–2069. The marks U+200E and U+200F stay: they turn nothing around.
const turning = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Reads an event: names and subjects cannot disarrange the line they stand in. Evidence (`ladder`) and chat texts stay as written. */
export function eventOf(data: string): PageEvent {
  const event = JSON.parse(data) as PageEvent;
  if (data.search(turning) < 0 || event.kind === 'ladder') return event;
  const isWritten = (key: string): boolean => event.kind === 'chat' && key === 'text';
  return plainly(data, isWritten) as PageEvent;
}

/** The same for what was fetched: JSON, all of whose texts stand in lines of ours. */
export function plainly(json: string, isWritten: (key: string) => boolean = () => false): unknown {
  // Looking at each text takes long where there are many, and hardly ever finds anything.
  if (json.search(turning) < 0) return JSON.parse(json);
  return JSON.parse(json, (key, value: unknown) => (typeof value === 'string' && !isWritten(key) ? value.replaceAll(turning, '') : value));
}
