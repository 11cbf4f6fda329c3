/** The chat of a conversation: whoever is in it writes, and whoever waits in its lobby does not. */
import type { Leg } from './call.ts';
import { refused, type Refused } from './result.ts';
import { mustBeIn } from './roles.ts';
import { tell, type Turn } from './turn.ts';

/** `messageId` is made by whoever asks, so that it can be answered. */
export function post(
  turn: Turn,
  leg: Leg,
  { messageId, text }: { readonly messageId: string; readonly text: string },
): Refused | undefined {
  const refusal = mustBeIn(turn.call, leg, 'written to');
  const { group } = turn.call;
  if (refusal || !group) return refusal;
  if (group.meeting?.closed?.chat) return refused('switchboard/not-allowed', 'This meeting has no chat.', 'Say it aloud.');
  if (text.trim() === '') return refused('switchboard/wrong-state', 'An empty message says nothing.', 'Write something.');
  const { threadId, meeting } = group;
  tell(turn, { type: 'posted', legId: leg.legId, party: leg.self, threadId, messageId, text, isOfMeeting: meeting !== undefined });
  return undefined;
}
