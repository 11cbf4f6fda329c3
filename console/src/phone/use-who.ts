/** Who looks at a page: the person of this window, which the address says so that it can be kept. */
import { useEffect } from 'react';
import { navigate } from '../app/navigate.tsx';
import { useConsole } from '../live/console-context.tsx';
import { useMyPhone, usePhoneView } from './use-lines.ts';

export type Who = {
  /** `undefined` until somebody has been chosen. */
  readonly who: string | undefined;
  /** The address names somebody else than this window last was: nothing is shown in the name of either until that is settled. */
  readonly isSettling: boolean;
};

/** `hrefOf` is the address of this page for a person. */
export function useWho(as: string | undefined, hrefOf: (userId: string | undefined) => string): Who {
  const { session } = useConsole();
  const who = usePhoneView((view) => view.who);
  const phone = useMyPhone();
  useEffect(() => {
    if (as !== undefined && as !== session.view.get().who) void session.signIn(as);
  }, [as, session]);
  // After the one above, which may just have changed who it is.
  useEffect(() => {
    const me = session.view.get().who;
    const isSettled = as === undefined || me === undefined || phone?.me.userId === me;
    if (as !== me && isSettled) navigate(hrefOf(me), { replace: true });
  }, [as, who, phone, session, hrefOf]);
  return { who, isSettling: as !== undefined && who !== undefined && as !== who };
}
