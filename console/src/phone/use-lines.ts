/** This window's lines as components ask for them. */
import { useEffect, useState } from 'react';
import type { Phone, PhoneLine, VoicemailMessage } from '../../../src/wire/live/page-event.ts';
import { every, wallMs } from '../app/time.ts';
import { useConsole, useHouse } from '../live/console-context.tsx';
import { useStore } from '../live/store.ts';
import type { PhoneView } from './phone-session.ts';

const none: readonly never[] = [];

export function usePhoneView<T>(select: (view: PhoneView) => T): T {
  return useStore(useConsole().session.view, select);
}

/** The phone of who sits here; `undefined` until the server has told it. */
export function useMyPhone(): Phone | undefined {
  const who = usePhoneView((view) => view.who);
  const phone = useHouse((house) => house.phone);
  return who !== undefined && phone?.me.userId === who ? phone : undefined;
}

export function useMyVoicemail(): readonly VoicemailMessage[] {
  const isMine = useMyPhone() !== undefined;
  const messages = useHouse((house) => house.voicemail);
  return (isMine ? messages : undefined) ?? none;
}

export type LinesHere = {
  /** The call that is up or on its way in this window. */
  readonly active: PhoneLine | undefined;
  /** Calls that ring here. */
  readonly ringing: readonly PhoneLine[];
  /** Calls of the same person on another window. */
  readonly elsewhere: readonly PhoneLine[];
};

export function useLines(): LinesHere {
  const lines = useMyPhone()?.lines ?? none;
  const sounds = usePhoneView((view) => view.sounds);
  const attempt = usePhoneView((view) => view.attempt);
  const isMine = (line: PhoneLine): boolean => sounds.has(line.legId) || !line.isElsewhere;
  const open = lines.filter(({ state }) => state !== 'ended');
  const isTaken = (line: PhoneLine): boolean => attempt?.kind === 'answer' && attempt.legId === line.legId;
  const ringing = open.filter(
    (line) => isMine(line) && line.state === 'ringing' && line.direction === 'incoming' && !isTaken(line) && !sounds.has(line.legId),
  );
  return {
    active: open.find((line) => isMine(line) && !ringing.includes(line) && !isTaken(line)),
    ringing,
    elsewhere: open.filter((line) => !isMine(line)),
  };
}

/** The first call that rings here; `isBusy` while another is up. */
export function useWaitingCall(): { readonly line: PhoneLine; readonly isBusy: boolean } | undefined {
  const { active, ringing } = useLines();
  const [line] = ringing;
  return line === undefined ? undefined : { line, isBusy: active !== undefined };
}

/** The time, kept fresh every `ms` for what is shown by it. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(wallMs);
  useEffect(() => every(ms, () => setNow(wallMs())), [ms]);
  return now;
}
