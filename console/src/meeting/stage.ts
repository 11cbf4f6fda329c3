/** Where a window stands in a meeting, by what is known of its line. */
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { MeetingStage } from './meeting-view.ts';

export type StageFacts = {
  readonly isJoining: boolean;
  readonly hasLeft: boolean;
  /** The line that the meeting is on: known a moment later than its leg. */
  readonly legId?: string | undefined;
  readonly line?: PhoneLine | undefined;
  /** It flowed, and does not now. */
  readonly isSoundLost: boolean;
  readonly isLinkOpen: boolean;
  /** A connection of pictures was up and is being made anew. */
  readonly arePicturesLost: boolean;
};

/**
 *     preview ──► connecting ──► lobby ──► in ◄──► reconnecting      (any) ──► left ──► connecting
 *                     └───────────────────►┘
 */
export function stageOf(facts: StageFacts): MeetingStage {
  const { line } = facts;
  if (facts.legId === undefined) {
    if (facts.isJoining) return 'connecting';
    return facts.hasLeft ? 'left' : 'preview';
  }
  if (line?.state === 'ended') return 'left';
  if (line?.state !== 'connected') return 'connecting';
  if (!facts.isLinkOpen || line.mustReconnect === true || facts.isSoundLost || facts.arePicturesLost) return 'reconnecting';
  return line.isInLobby === true ? 'lobby' : 'in';
}

/** Whether pictures may be connected for this line now. */
export function mayHavePictures(line: PhoneLine | undefined): boolean {
  return line?.state === 'connected' && line.mustReconnect !== true && line.isInLobby !== true && line.group !== undefined;
}
