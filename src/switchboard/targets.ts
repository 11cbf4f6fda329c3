/** Whom a command is aimed at, as parties of the directory. */
import { isUp, type Call } from './call.ts';
import { partyOfTarget, type Party, type Target } from './directory.ts';
import type { Env } from './turn.ts';

/** Each once; undefined when one is unknown, a number of nobody, or takes part already. */
export function partiesOf(env: Env, call: Call | undefined, targets: readonly Target[]): readonly Party[] | undefined {
  const there = call?.legs.filter(isUp).map(({ self }) => self.id) ?? [];
  const parties = new Map<string, Party>();
  for (const target of targets) {
    const party = partyOfTarget(env.directory, target);
    if (!party || party.kind === 'nobody' || there.includes(party.id)) return undefined;
    parties.set(party.id, party);
  }
  return [...parties.values()];
}
