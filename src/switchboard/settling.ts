/** What follows from a step for a whole conversation of many, worked out once when the step is done: who came, whether it is over, who hears whom. */
import type { Call } from './call.ts';
import { endIfDeserted, mindAlone } from './group.ts';
import { settleRounds } from './group-rounds.ts';
import { settleInvitations } from './invitations.ts';
import { settleKeeping } from './keeping/keeping-steps.ts';
import { settleWants } from './languages/choosing.ts';
import { rememberAdmitted } from './lobby.ts';
import { tellRoster } from './roster.ts';
import { route } from './routing.ts';
import { settleSharing } from './sharing.ts';
import { settleHearing } from './transcribing/hearing.ts';
import { settleTranscribing } from './transcribing/transcribing-steps.ts';
import type { Turn } from './turn.ts';

/** `before` is the call as it was before the step; undefined when the step began it. */
export function settle(turn: Turn, before: Call | undefined): void {
  if (turn.call.group && !isOver(turn)) {
    settleRounds(turn);
    endIfDeserted(turn, settleInvitations(turn));
  }
  rememberAdmitted(turn, before);
  mindAlone(turn, before);
  route(turn, before);
  settleKeeping(turn, before);
  settleTranscribing(turn, before);
  settleWants(turn, before);
  settleHearing(turn);
  tellRoster(turn, before);
  settleSharing(turn, before);
  if (isOver(turn)) nothingToComeBackTo(turn);
}

function isOver({ call }: Turn): boolean {
  return call.endedMs !== undefined || call.ending !== undefined;
}

/** An app that left a group is told how to come back only while the group goes on. */
function nothingToComeBackTo({ effects }: Turn): void {
  for (const [index, effect] of effects.entries()) {
    if (effect.kind !== 'notify' || effect.notice.kind !== 'terminated') continue;
    effects[index] = { ...effect, notice: { ...effect.notice, group: undefined } };
  }
}
