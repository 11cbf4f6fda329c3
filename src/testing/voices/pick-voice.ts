/** Which of the installed voices somebody speaks with: the same for a name, and another for another as long as there are enough. */
import type { Voice } from '../../speech/text-to-speech.ts';
import { hashOf } from './text-hash.ts';

/**
 * English voices, or all where there is none. A name has a voice that it would take; if somebody else has that already it takes the next
 * that is free, and when none is free it shares.
 */
export function voicePicker(voices: readonly Voice[]): (speaker: string) => string | undefined {
  const english = voices.filter(({ language }) => /^en\b/iu.test(language));
  const ids = (english.length > 0 ? english : voices).map(({ id }) => id);
  const takenBy = new Map<string, string>();
  return (speaker) => {
    const known = takenBy.get(speaker);
    if (known !== undefined || ids.length === 0) return known;
    const first = hashOf(speaker) % ids.length;
    const inOrder = [...ids.slice(first), ...ids.slice(0, first)];
    const taken = new Set(takenBy.values());
    const id = inOrder.find((each) => !taken.has(each)) ?? inOrder[0] ?? '';
    takenBy.set(speaker, id);
    return id;
  };
}
