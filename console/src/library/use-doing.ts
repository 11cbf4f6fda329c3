/** What somebody does to a recording, one command after the other. */
import { useCallback, useState } from 'react';
import type { LibraryAnswer } from '../../../src/wire/live/library.ts';
import { KeptError } from './kept.ts';

export type DoingOf<Command> = {
  readonly isBusy: boolean;
  readonly trouble: string | undefined;
  /** Resolves to `undefined` when it was refused: `trouble` says why. */
  readonly run: (command: Command) => Promise<LibraryAnswer | undefined>;
  readonly dismiss: () => void;
};

/** `send` must be the same function while it is done to the same recording. */
export function useDoingBy<Command>(send: (command: Command) => Promise<LibraryAnswer>): DoingOf<Command> {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const run = useCallback(
    async (command: Command) => {
      setBusy(true);
      setTrouble(undefined);
      try {
        return await send(command);
      } catch (error) {
        setTrouble(error instanceof KeptError ? error.message : String(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [send],
  );
  return { isBusy, trouble, run, dismiss: useCallback(() => setTrouble(undefined), []) };
}
