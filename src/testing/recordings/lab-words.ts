/** Hears words in a lab: whatever people there say is known to its catalogue, so nothing has to be installed, and nothing is misheard. */
import type { WordListener } from '../../speech/word-listener.ts';
import { Ear } from '../hearing/ear.ts';
import { Listener } from '../hearing/listener.ts';
import type { Catalogue } from '../hearing/spoken.ts';

const FRAME_MS = 20;
/** A word is looked for as often as this. */
const LOOK_MS = 200;
/** What began in time is heard to its end. */
const GRACE_MS = 1_500;

export function labWords(catalogue: Catalogue): WordListener {
  return {
    name: 'the lab',
    leavesMachine: false,
    missing: () => Promise.resolve(undefined),
    async wordIn(sound, words, { withinMs, signal }) {
      const wanted = new Map(words.map((word) => [plain(word), word]));
      const ear = new Ear();
      let nowMs = 0;
      const listener = new Listener({ ear, catalogue, nowMs: () => nowMs });
      for await (const { samples } of sound) {
        signal?.throwIfAborted();
        ear.take(nowMs, samples);
        nowMs += FRAME_MS;
        if (nowMs % LOOK_MS !== 0) continue;
        const heard = listener.heard();
        const found = heard.find(({ isOver, isWhole, fromMs, full }) => isOver && isWhole && fromMs <= withinMs && wanted.has(plain(full)));
        if (found) return wanted.get(plain(found.full));
        if (nowMs >= withinMs && (nowMs >= withinMs + GRACE_MS || heard.every(({ isOver }) => isOver))) return undefined;
      }
      signal?.throwIfAborted();
      return undefined;
    },
  };
}

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).join(' ');
}
