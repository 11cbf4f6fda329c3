/** What the buttons and the keys of a meeting do, from how it stands now. */
import { useEffect, useEffectEvent } from 'react';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { shortcutOf } from './shortcuts.ts';

export type RoomActions = {
  readonly state: {
    readonly isMuted: boolean;
    readonly hasCamera: boolean;
    readonly isSharing: boolean;
    readonly isHandUp: boolean;
    readonly mayShare: boolean;
  };
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleShare: () => void;
  readonly toggleHand: () => void;
};

export function useRoomActions(): RoomActions {
  const meeting = useMeeting();
  const isMuted = useMeetingView((view) => view.isMuted);
  const hasCamera = useMeetingView((view) => view.myCamera !== undefined);
  const isSharing = useMeetingView((view) => view.myScreen !== undefined);
  const isHandUp = useMeetingView((view) => view.me?.handMs !== undefined);
  const mayShare = useMeetingView((view) => view.line?.group?.mayShare !== false);
  return {
    state: { isMuted, hasCamera, isSharing, isHandUp, mayShare },
    toggleMicrophone: () => void meeting.mute(!isMuted),
    toggleCamera: () => void meeting.camera(!hasCamera),
    toggleShare() {
      if (mayShare || isSharing) void meeting.shareScreen(!isSharing);
    },
    toggleHand: () => void meeting.raiseHand(!isHandUp),
  };
}

/** Makes the keys do it too, wherever the focus is on the page. */
export function useShortcuts(actions: RoomActions): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = shortcutOf(event);
    if (shortcut === undefined) return;
    event.preventDefault();
    if (shortcut === 'microphone') actions.toggleMicrophone();
    else if (shortcut === 'camera') actions.toggleCamera();
    else if (shortcut === 'hand') actions.toggleHand();
    else actions.toggleShare();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
