/** What every step of a call may look at, as it is at this moment. */
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { CallLoop } from './call-loop.ts';
import type { Directory } from './directory.ts';
import type { RecordingPlaces } from './keeping/call-keeping.ts';
import type { Limits } from './limits.ts';
import { noMeetings, type MeetingBook } from './meeting.ts';
import type { HouseSpeech } from './transcribing/house-speech.ts';
import type { Env } from './turn.ts';

export type EnvSources = {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly meetings?: MeetingBook | undefined;
  readonly recordings?: RecordingPlaces | undefined;
  readonly speech?: Pick<HouseSpeech, 'state'> | undefined;
};

export function envOf(
  { directory, clock, random, meetings = noMeetings, recordings, speech }: EnvSources,
  limits: Limits,
  loop: CallLoop,
): Env {
  return {
    directory,
    meetings,
    limits,
    canKeep: recordings !== undefined,
    house: speech?.state,
    callOfLeg: (legId) => loop.callOfLeg(legId),
    newId: () => random.uuid(),
    nowMs: clock.wallMs(),
  };
}
