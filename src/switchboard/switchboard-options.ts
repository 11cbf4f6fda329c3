/** What a switchboard is made of. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { AnnouncementName } from './call.ts';
import type { Directory } from './directory.ts';
import type { RecordingPlaces } from './keeping/call-keeping.ts';
import type { Limits } from './limits.ts';
import type { MeetingBook } from './meeting.ts';
import type { HouseSpeech } from './transcribing/house-speech.ts';

export type SwitchboardOptions = {
  readonly directory: Directory;
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** WAV files, 16 kHz, 16 bit, mono. */
  readonly announcements: Readonly<Record<AnnouncementName, Uint8Array>>;
  /** What those hear who are put on hold without a prompt of the app's own: a WAV file like the announcements, asked for when it is first wanted. */
  readonly holdMusic: () => Uint8Array;
  /** Where meetings are looked up; absent: there are none. */
  readonly meetings?: MeetingBook | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Where recordings of its own are kept; absent: it makes none. */
  readonly recordings?: RecordingPlaces | undefined;
  /** What turns speech into text, and keeps it; absent: the switchboard itself transcribes nothing. */
  readonly speech?: HouseSpeech | undefined;
};
