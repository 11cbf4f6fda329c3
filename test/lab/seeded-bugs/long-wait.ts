/** Keeps a caller waiting in a queue. Graph ends a call of which it is not told, within 45 minutes, that it is to go on. */
import type { GraphApp } from 'rollcall/testing';
import { files } from './files.ts';
import { speaksGraph } from './speaks-graph.ts';

export function longWait({ isKeptAlive }: { readonly isKeptAlive: boolean }): GraphApp {
  const over = new Set<string>();
  return speaksGraph({
    name: 'long wait',
    files,
    onNotice: async (
      { changeType, resourceData: { '@odata.type': type, state, mediaState, toneInfo } },
      { call, clock, post, answer, play },
    ) => {
      if (type !== '#microsoft.graph.call') return;
      if (changeType === 'deleted') over.add(call);
      else if (state === 'incoming') await answer();
      else if (toneInfo) await play('goodbye');
      else if (state === 'established' && mediaState?.audio === 'active') {
        await post('/subscribeToTone', {});
        await play('welcome');
        if (!isKeptAlive) return;
        while (!over.has(call)) {
          await clock.sleep(15 * 60_000);
          await post('/keepAlive', {});
        }
      }
    },
  });
}
