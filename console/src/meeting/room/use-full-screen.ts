/** Whether the page fills the whole screen, and making it so. The whole page and not the stage alone, so that menus open over it. */
import { useSyncExternalStore } from 'react';

type FullScreen = { readonly isFull: boolean; readonly canBeFull: boolean; readonly toggle: () => void };

export function useFullScreen(): FullScreen {
  const isFull = useSyncExternalStore(watch, () => document.fullscreenElement !== null);
  return {
    isFull,
    canBeFull: document.fullscreenEnabled,
    toggle() {
      // A browser that refuses leaves things as they are, which is seen.
      const done = isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      done.catch(() => undefined);
    },
  };
}

function watch(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
