/** Voicemail of who sits here: one player for all messages, and deletion that can be taken back for some seconds. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { VoicemailMessage } from '../../../src/wire/live/page-event.ts';
import { after } from '../app/time.ts';
import { useConsole } from '../live/console-context.tsx';
import { LiveError } from '../live/live-error.ts';
import { troubleOf } from './trouble.ts';
import { useMyVoicemail } from './use-lines.ts';

const undoWithinMs = 5_000;

export type Voicemail = {
  readonly messages: readonly VoicemailMessage[];
  readonly unread: number;
  readonly playing: string | undefined;
  readonly deleted: VoicemailMessage | undefined;
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly play: (message: VoicemailMessage) => void;
  readonly pause: () => void;
  readonly remove: (message: VoicemailMessage) => void;
  readonly undo: () => void;
};

export function useVoicemail(): Voicemail {
  const { live, session } = useConsole();
  const all = useMyVoicemail();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState<string>();
  const [deleted, setDeleted] = useState<VoicemailMessage>();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const isTakenBack = useRef(false);

  const show = useCallback((messageId: string) => setHidden((before) => new Set([...before].filter((id) => id !== messageId))), []);
  const tell = useCallback((error: unknown, tried: string) => session.tell(troubleOf(error, tried)), [session]);

  // A deletion is carried out when its time to be taken back is over, another follows, or the page is left.
  useEffect(() => {
    if (deleted === undefined) return undefined;
    const { messageId } = deleted;
    let isDone = false;
    const carryOut = (): void => {
      if (isDone || isTakenBack.current) return;
      isDone = true;
      live.request({ kind: 'deleteMessage', messageId }).catch((error: unknown) => {
        show(messageId);
        tell(error, 'Deleting the message failed');
      });
    };
    const stop = after(undoWithinMs, () => {
      carryOut();
      setDeleted(undefined);
    });
    window.addEventListener('pagehide', carryOut);
    return () => {
      stop();
      window.removeEventListener('pagehide', carryOut);
      carryOut();
    };
  }, [deleted, live, show, tell]);

  const pause = (): void => {
    audio.current?.pause();
    setPlaying(undefined);
  };
  const messages = all.filter(({ messageId }) => !hidden.has(messageId));
  return {
    messages,
    unread: messages.filter(({ isHeard }) => !isHeard).length,
    playing,
    deleted,
    audio,
    play(message) {
      const element = audio.current;
      if (element === null) return;
      const { href } = new URL(message.href, location.href);
      if (element.src !== href) element.src = href;
      setPlaying(message.messageId);
      const hear = async (): Promise<void> => {
        await element.play();
        if (!message.isHeard) await live.request({ kind: 'markHeard', messageId: message.messageId });
      };
      hear().catch((error: unknown) => {
        // AbortError only says that it was stopped before it began.
        if (error instanceof Error && error.name === 'AbortError') return;
        if (!(error instanceof LiveError)) setPlaying(undefined);
        tell(error, error instanceof LiveError ? 'Marking the message as heard failed' : 'Playing the message failed');
      });
    },
    pause,
    remove(message) {
      if (playing === message.messageId) pause();
      isTakenBack.current = false;
      setHidden((before) => new Set(before).add(message.messageId));
      setDeleted(message);
    },
    undo() {
      if (deleted === undefined) return;
      isTakenBack.current = true;
      show(deleted.messageId);
      setDeleted(undefined);
    },
  };
}
