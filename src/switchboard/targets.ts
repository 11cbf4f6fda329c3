/** Whom a command is aimed at, as parties of the directory. */
import { isUp, type Call } from './call.ts';
import { partyOfTarget, type Party, type Target } from './directory.ts';
import { takesPart, unknownTarget } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import type { Env } from './turn.ts';

/** Each once; or why not: one is unknown, a number of nobody, or takes part already. */
export function partiesOf(env: Env, call: Call | undefined, targets: readonly Target[]): readonly Party[] | Refused {
  const there = call?.legs.filter(isUp).map(({ self }) => self.id) ?? [];
  const parties = new Map<string, Party>();
  for (const target of targets) {
    const party = partyOfTarget(env.directory, target);
    if (!party || party.kind === 'nobody') return unknownTarget();
    if (there.includes(party.id)) return takesPart(party);
    parties.set(party.id, party);
  }
  return [...parties.values()];
}

/** Like `partiesOf`, where each of the targets has to be somebody else. */
export function distinctPartiesOf(env: Env, call: Call | undefined, targets: readonly Target[]): readonly Party[] | Refused {
  const parties = partiesOf(env, call, targets);
  if ('ok' in parties || parties.length === targets.length) return parties;
  return refused('switchboard/unknown-target', 'One of the targets is named twice.', 'Name each once.');
}
