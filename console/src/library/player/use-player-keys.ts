/** The player listens to the keyboard of its page. */
import { useEffect } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import type { Playback } from './playback.ts';
import { deedOf, type PlayerDeed } from './player-keys.ts';
import { chapterAt } from './time-line.ts';

type KeyOptions = {
  readonly playback: Playback;
  readonly detail: Pick<RecordingDetail, 'durationMs' | 'chapters'>;
  readonly onKeys: () => void;
  readonly onFullScreen: (() => void) | undefined;
};

export function usePlayerKeys({ playback, detail, onKeys, onFullScreen }: KeyOptions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const deed = deedOf(event, placeOf(event.target));
      if (deed === undefined) return;
      event.preventDefault();
      carryOut(deed, { playback, detail, onKeys, onFullScreen });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [playback, detail, onKeys, onFullScreen]);
}

function carryOut(deed: PlayerDeed, { playback, detail, onKeys, onFullScreen }: KeyOptions): void {
  const { durationMs, chapters } = detail;
  switch (deed.do) {
    case 'toggle':
      return playback.toggle();
    case 'mute':
      return playback.mute();
    case 'fullScreen':
      return onFullScreen?.();
    case 'keys':
      return onKeys();
    case 'by':
      return playback.by(deed.ms);
    case 'toShare':
      return playback.seek(deed.share * durationMs);
    case 'faster':
    case 'slower':
      return playback.faster(deed.do === 'faster' ? 1 : -1);
    case 'usualRate':
      return playback.setRate(1);
    case 'nextChapter': {
      const next = chapters[chapterAt(chapters, playback.at.get()) + 1];
      return next === undefined ? undefined : playback.seek(next.atMs);
    }
    case 'previousChapter': {
      // Within its first seconds to the one before, else to its own beginning.
      const before = chapters[chapterAt(chapters, playback.at.get() - 3_000)];
      return playback.seek(before?.atMs ?? 0);
    }
  }
}

function placeOf(target: EventTarget | null): Parameters<typeof deedOf>[1] {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.getAttribute('role') === 'slider') return 'timeLine';
  if (target.closest('select, [role="menu"], [role="listbox"], input[type="radio"]') !== null) return 'choice';
  if (target.closest('input[type="checkbox"], button, a[href], summary') !== null) return 'button';
  return target.closest('input, textarea, [contenteditable]') === null ? 'page' : 'field';
}
