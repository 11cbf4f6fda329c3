/** The call that is recorded, as the recorder needs it. `bot` makes one of each of its calls. */
import type { Cancel } from '../../base/cancel.ts';
import type { FactSource } from '../../base/facts.ts';
import type { Person } from '../../archive/port.ts';
import type { CarrierMedia, FrameStream, ListenOptions, SoundFrame } from '../../call/media.ts';
import type { MeetingDetails } from '../../call/meeting.ts';
import type { CallFacts, CallInfo, RecordingStatus } from '../../call/platform.ts';
import type { CarrierRoster, DoneOutcome } from '../../call/roster.ts';

export interface RecordedCall {
  readonly info: Pick<CallInfo, 'id' | 'chainId' | 'direction' | 'from' | 'to'>;
  /** The bot: who made the recording, and whose voice `hearSelf` is. */
  readonly self: Person;
  readonly media: CarrierMedia;
  /** Where it is empty, as in most calls between two, the other side of `info` is the only one who is there. */
  readonly roster: Pick<CarrierRoster, 'participants'>;
  /** Keys are asked for already, where the carrier has to be asked. */
  readonly facts: FactSource<CallFacts>;
  /** Aborts when the call is over. */
  readonly signal: AbortSignal;
  /** Whether `keyPressed` has a `participantId` in calls of several. Between two it need not. */
  readonly tellsWhoPresses: boolean;
  meeting(options?: Cancel): Promise<MeetingDetails | undefined>;
  /** Rejects where the carrier does not grant it. */
  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome>;
  /** To all, as the bot. Resolves when it has been said; rejects with the signal's reason. */
  say(text: string, options?: Cancel): Promise<void>;
  /**
   * Which of these words somebody says next (`OTHER_SIDE`: listen to the mix); undefined if none within that time. Absent where nothing
   * recognises speech. What is heard for it is not kept.
   */
  words?(participantId: string, words: readonly string[], withinMs: number, options?: Cancel): Promise<string | undefined>;
  /** What the bot itself says, on the media clock of the call. Absent: it is not in the recording. */
  hearSelf?(options?: ListenOptions): FrameStream<SoundFrame>;
}
