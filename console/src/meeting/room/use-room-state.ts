/** How this person has arranged the room: panel and layout; the layout is kept for the next meeting. */
import { useState } from 'react';
import { remembered, remember } from '../../phone/remembered.ts';
import type { Layout } from '../stage/stage.tsx';
import type { Panel } from './panels.ts';

export type RoomState = {
  readonly panel: Panel | undefined;
  /** Opens it, or closes it if it is the one that is open. */
  readonly togglePanel: (panel: Panel) => void;
  readonly closePanel: () => void;
  readonly layout: Layout;
  readonly setLayout: (layout: Layout) => void;
};

export function useRoomState(): RoomState {
  const [panel, setPanel] = useState<Panel>();
  const [layout, setLayout] = useState<Layout>(() => ({
    kind: remembered('layout') === 'speaker' ? 'speaker' : 'gallery',
    isContentOnly: false,
    hidesMe: false,
  }));
  return {
    panel,
    togglePanel: (wanted) => setPanel((open) => (open === wanted ? undefined : wanted)),
    closePanel: () => setPanel(undefined),
    layout,
    setLayout(next) {
      remember('layout', next.kind);
      setLayout(next);
    },
  };
}
