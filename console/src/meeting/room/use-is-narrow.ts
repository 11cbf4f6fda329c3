/** Whether the window is so narrow that the controls stand at its foot. */
import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 820px)';

export function useIsNarrow(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(narrow).matches);
}

function watch(listener: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
