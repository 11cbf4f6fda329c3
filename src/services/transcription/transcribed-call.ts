/** The call that is transcribed, as the service needs it. `bot` makes one of each of its calls. */
import type { Person } from '../../archive/port.ts';
import type { Cancel } from '../../base/cancel.ts';
import type { FactSource } from '../../base/facts.ts';
import type { CarrierMedia } from '../../call/media.ts';
import type { MeetingDetails } from '../../call/meeting.ts';
import type { CallFacts, CallInfo, RecordingStatus } from '../../call/platform.ts';
import type { CarrierRoster, DoneOutcome } from '../../call/roster.ts';

export interface TranscribedCall {
  readonly info: Pick<CallInfo, 'id' | 'chainId' | 'direction' | 'from' | 'to'>;
  /** The bot: who made the transcript, and whose voice `hearSelf` of the media is. */
  readonly self: Person;
  readonly media: CarrierMedia;
  /** Where it is empty, as in most calls between two, the other side of `info` is the only one who is there. */
  readonly roster: Pick<CarrierRoster, 'participants'>;
  readonly facts: FactSource<CallFacts>;
  /** Aborts when the call is over. */
  readonly signal: AbortSignal;
  meeting(options?: Cancel): Promise<MeetingDetails | undefined>;
  /** Rejects where the carrier does not grant it. */
  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome>;
  /** What this bot records of the same call now; undefined where it does not. */
  recording(): CallRecording | undefined;
}

/** A recording of the same call, as far as its transcript goes by it. */
export interface CallRecording {
  readonly id: string;
  /** `recording`: something is kept at this moment. */
  readonly state: string;
  /** Since it began, pauses included. */
  readonly durationMs: number;
  momentOf(carrierMs: number): number | undefined;
  /** Whether what this participant says is kept at this moment. */
  keeps(participantId: string): boolean;
}
