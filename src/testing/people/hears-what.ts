/** What can be listened for: words as they were to be said, or a known sound. */
import { readWav } from '../../media/wav.ts';

/** Words as they were to be said, or a known sound: 16 kHz samples, or a WAV file's bytes. */
export type Hears = RegExp | string | Int16Array | Uint8Array;

/** Throws a `TypeError` for what is no words and no sound, and for what anything at all would match. */
export function checkHears(verb: string, what: unknown): void {
  const isOne = typeof what === 'string' || what instanceof RegExp || what instanceof Int16Array || what instanceof Uint8Array;
  if (!isOne)
    throw new TypeError(
      `${verb}() wants words (a text or a pattern), 16 kHz samples or the bytes of a WAV file, and not ${shownValue(what)}`,
    );
  const isEmpty = typeof what === 'string' ? what.trim() === '' : what instanceof RegExp ? ''.search(what) >= 0 : what.length === 0;
  if (isEmpty) throw new TypeError(`${verb}(${shownValue(what)}) is content with nothing at all: say which words or which sound`);
}

export function samplesOf(sound: Int16Array | Uint8Array): Int16Array {
  return sound instanceof Int16Array ? sound : readWav(sound);
}

export function shownWhat(what: Hears): string {
  if (typeof what === 'string') return `“${what}”`;
  return what instanceof RegExp ? String(what) : 'A sound';
}

/** The same words in whatever case; undefined for a sound, and where case does not count already. */
export function inAnyCase(what: Hears): RegExp | undefined {
  if (typeof what === 'string') return new RegExp(what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  if (!(what instanceof RegExp) || what.ignoreCase) return undefined;
  return new RegExp(what.source, `${what.flags}i`);
}

function shownValue(what: unknown): string {
  if (what instanceof RegExp) return String(what);
  if (what instanceof Int16Array || what instanceof Uint8Array) return 'no samples';
  return typeof what === 'string' ? JSON.stringify(what) : String(what);
}
