/** Asks for a number, key by key. Graph may tell of a key twice, with the same number in its sequence: that is one key. */
import type { GraphApp } from 'rollcall/testing';
import { files } from './files.ts';
import { speaksGraph } from './speaks-graph.ts';

const pin = 'tone4 tone7 tone1 tone1';

export function pinDoor({ counts }: { readonly counts: 'keys' | 'notifications' }): GraphApp {
  const typed = new Map<string, string[]>();
  const seen = new Set<string>();
  return speaksGraph({
    name: 'pin door',
    files,
    onNotice: async ({ resourceData: { '@odata.type': type, state, mediaState, toneInfo } }, { call, post, answer, play }) => {
      if (type !== '#microsoft.graph.call') return;
      if (state === 'incoming' && !seen.has(`${call} incoming`)) {
        seen.add(`${call} incoming`);
        await answer();
      }
      if (mediaState?.audio === 'active' && !typed.has(call)) {
        typed.set(call, []);
        await post('/subscribeToTone', {});
        await play('welcome');
      }
      if (!toneInfo) return;
      const key = `${call} ${String(toneInfo.sequenceId)}`;
      if (counts === 'keys' && seen.has(key)) return;
      seen.add(key);
      const keys = typed.get(call) ?? [];
      keys.push(toneInfo.tone);
      if (keys.length === 4) await play(keys.join(' ') === pin ? 'goodbye' : 'denied');
    },
  });
}
