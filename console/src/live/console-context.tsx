/** What every page reads and asks through: the house as told, the link to it, this window's phone, and the meeting on it. */
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import type { MeetingVerbs } from '../meeting/meeting-view.ts';
import type { PhoneSession } from '../phone/phone-session.ts';
import type { House } from './house.ts';
import type { LiveSocket } from './live-socket.ts';
import { useStore, type Store } from './store.ts';

export type Console = {
  readonly house: Store<House>;
  readonly live: LiveSocket;
  readonly session: PhoneSession;
  readonly meeting: MeetingVerbs;
};

const context = createContext<Console | undefined>(undefined);

/** Hands the console to all pages below. */
export function ConsoleProvider({ value, children }: { readonly value: Console; readonly children: ReactNode }): ReactElement {
  return <context.Provider value={value}>{children}</context.Provider>;
}

export function useConsole(): Console {
  const value = useContext(context);
  if (value === undefined) throw new TypeError('useConsole wants a ConsoleProvider above it');
  return value;
}

/** A part of what the server has told. */
export function useHouse<T>(select: (house: House) => T): T {
  return useStore(useConsole().house, select);
}
