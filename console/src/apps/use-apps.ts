/** The apps of the house as this page sees them, and having something done about one. */
import { useEffect, useState } from 'react';
import type { AppCommand, AppOutcome, Apps } from '../../../src/wire/live/apps.ts';
import { useConsole, useHouse } from '../live/console-context.tsx';
import { LiveError } from '../live/live-error.ts';
import { troubleOf, type Trouble } from '../phone/trouble.ts';

/** Follows the apps for as long as the page is open, again after every new connection; `undefined` until they are told. */
export function useWatchedApps(): { readonly apps: Apps | undefined; readonly trouble: Trouble | undefined } {
  const { live } = useConsole();
  const hello = useHouse((house) => house.hello);
  const apps = useHouse((house) => house.apps);
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => {
    if (hello === undefined) return undefined;
    live.request({ kind: 'watchApps' }).then(
      () => setTrouble(undefined),
      (error: unknown) => setTrouble(troubleOf(error, 'The apps cannot be shown')),
    );
    // Whether the server still hears that nobody looks any more does not matter.
    return () => void live.request({ kind: 'unwatchApps' }).catch(() => undefined);
  }, [live, hello]);
  return { apps, trouble };
}

/** Why a command failed; `field` is the part of it that is at fault. */
type Fault = Trouble & { readonly field?: string | undefined };

export type AppAction = {
  readonly isBusy: boolean;
  readonly fault: Fault | undefined;
  /** Resolves to `undefined` when it failed: `fault` says why. */
  readonly run: (command: AppCommand, tried: string) => Promise<AppOutcome | undefined>;
  readonly dismiss: () => void;
};

/** One command at a time. */
export function useAppAction(): AppAction {
  const { live } = useConsole();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  return {
    isBusy,
    fault,
    async run(command, tried) {
      setBusy(true);
      setFault(undefined);
      try {
        return (await live.request({ kind: 'administer', command })) as AppOutcome;
      } catch (error) {
        setFault({ ...troubleOf(error, tried), field: error instanceof LiveError ? error.field : undefined });
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    dismiss: () => setFault(undefined),
  };
}
