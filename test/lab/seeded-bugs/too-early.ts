/** Greets whoever calls. It may speak once the call is established; while it is establishing there is nobody to hear it. */
import type { GraphApp } from 'rollcall/testing';
import { files } from './files.ts';
import { speaksGraph } from './speaks-graph.ts';

export function greeter({ speaksWhen }: { readonly speaksWhen: 'establishing' | 'established' }): GraphApp {
  const greeted = new Set<string>();
  return speaksGraph({
    name: 'greeter',
    files,
    onNotice: async ({ resourceData: { '@odata.type': type, state, mediaState } }, { call, answer, play }) => {
      if (type !== '#microsoft.graph.call') return;
      if (state === 'incoming') await answer();
      const isReady = state === speaksWhen && (state === 'establishing' || mediaState?.audio === 'active');
      if (!isReady || greeted.has(call)) return;
      greeted.add(call);
      await play('welcome');
    },
  });
}
