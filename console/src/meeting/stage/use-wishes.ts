/** Tells the session what can be seen now, and how large. */
import { useEffect } from 'react';
import { useMeeting } from '../use-meeting.ts';
import type { Wish } from '../meeting-view.ts';

/** Heights are those of CSS; the session is told the pixels of the display. */
export function useWishes(wishes: readonly Wish[]): void {
  const meeting = useMeeting();
  const words = JSON.stringify(wishes);
  useEffect(() => {
    const ratio = window.devicePixelRatio || 1;
    const asked = JSON.parse(words) as Wish[];
    meeting.show(asked.map((wish) => ({ ...wish, height: Math.max(1, Math.round(wish.height * ratio)) })));
  }, [meeting, words]);
  useEffect(() => () => meeting.show([]), [meeting]);
}
