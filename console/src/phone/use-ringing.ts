/** Makes a waiting call noticed: a gentle ring, and the window's title. */
import { useEffect } from 'react';
import { every } from '../app/time.ts';
import { playTones, wakeSound } from './sound-out.ts';

const ringEveryMs = 3_000;
const blinkEveryMs = 1_200;

/** Rings while `isRinging`; quietly when a call is already up. */
export function useRing(isRinging: boolean, isQuiet: boolean): void {
  useEffect(() => {
    if (!isRinging) return undefined;
    let stopTone = (): void => undefined;
    const ring = (): void => {
      wakeSound();
      stopTone = playTones([523, 659], { seconds: 0.9, level: isQuiet ? 0.015 : 0.06 });
    };
    ring();
    const stopRinging = every(ringEveryMs, ring);
    return () => {
      stopRinging();
      stopTone();
    };
  }, [isRinging, isQuiet]);
}

/** The window's title; while somebody calls it says who, in turn with the usual one unless motion is unwanted. */
export function useTitle(title: string, caller: string | undefined): void {
  useEffect(() => {
    if (caller === undefined) {
      document.title = title;
      return undefined;
    }
    let isNamed = false;
    const blink = (): void => {
      isNamed = !isNamed;
      document.title = isNamed ? `☎ ${caller} is calling` : title;
    };
    blink();
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    return every(blinkEveryMs, blink);
  }, [title, caller]);
}
