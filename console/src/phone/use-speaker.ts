/** Makes an audio element sound through the speaker that was chosen. */
import { useEffect, type RefObject } from 'react';
import { useConsole } from '../live/console-context.tsx';
import { useStore } from '../live/store.ts';
import { canChooseSpeaker, choose, devices } from './devices.ts';

export function useSpeaker(audio: RefObject<HTMLAudioElement | null>): void {
  const { session } = useConsole();
  const speaker = useStore(devices, (value) => value.speaker);
  useEffect(() => {
    if (!canChooseSpeaker || audio.current === null) return;
    audio.current.setSinkId(speaker ?? '').catch(() => {
      choose('speaker', undefined);
      session.tell({ message: 'The speaker that you chose is gone.', remedy: 'You hear calls through the system’s own choice now.' });
    });
  }, [speaker, session, audio]);
}
