/** Who was in a conversation, from when to when, why each left, how long each waited and spoke: a fold over one call's facts. */
import type { CallFact } from '../call-fact.ts';
import type { LegEnd } from '../call.ts';
import { toldFurther, type CallStory } from './call-story.ts';

/** Times are milliseconds since 1970 UTC; `leftAs` is absent while somebody is there. One row for each time that somebody came. */
type WasThere = {
  readonly name: string;
  readonly number: string;
  readonly kind: 'person' | 'bot';
  readonly joinedMs?: number | undefined;
  readonly leftMs?: number | undefined;
  readonly leftAs?: LegEnd | undefined;
  /** In the lobby, until let in. */
  readonly waitedMs: number;
  readonly thereMs: number;
  readonly spokenMs: number;
};

export type WhoWasThere = {
  readonly callId: string;
  readonly subject?: string | undefined;
  readonly isMeeting: boolean;
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  readonly rows: readonly WasThere[];
};

/** Undefined for facts that do not begin with a call's beginning. Whoever only rang is not in it; who waited in vain is. */
export function whoWasThere(facts: readonly CallFact[], nowMs: number): WhoWasThere | undefined {
  let story: CallStory | undefined;
  for (const fact of facts) story = toldFurther(story, fact);
  if (!story) return undefined;
  const { callId, group, startedMs, endedMs, stays } = story;
  const rows = stays.flatMap((stay): readonly WasThere[] => {
    const { party, heard, isInLobby, endedAs, waitedMs = 0, spokenMs = 0 } = stay;
    if (heard.length === 0 && !isInLobby) return [];
    const thereMs = heard.reduce((sum, { fromMs, toMs = nowMs }) => sum + (toMs - fromMs), 0);
    const kind = party.kind === 'app' || party.kind === 'guest' ? 'bot' : 'person';
    const { name, number } = party;
    return [{ name, number, kind, joinedMs: heard[0]?.fromMs, leftMs: stay.endedMs, leftAs: endedAs, waitedMs, thereMs, spokenMs }];
  });
  return { callId, subject: group?.subject, isMeeting: group?.meetingId !== undefined, startedMs, endedMs, rows };
}
