/** The meeting as components ask for it. */
import { useConsole } from '../live/console-context.tsx';
import { useStore } from '../live/store.ts';
import type { MeetingVerbs, MeetingView, Preview } from './meeting-view.ts';

export function useMeeting(): MeetingVerbs {
  return useConsole().meeting;
}

/** A part of what the meeting page shows; it must pick the same object while nothing changed. */
export function useMeetingView<T>(select: (view: MeetingView) => T): T {
  return useStore(useMeeting().view, select);
}

export function usePreview<T>(select: (preview: Preview) => T): T {
  return useStore(useMeeting().preview, select);
}
