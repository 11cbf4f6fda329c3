/** The book of meetings: planned, looked up, changed and called off; kept in the switchboard's event log. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { FactMap } from '../../store/fact-map.ts';
import { isSameId } from '../directory.ts';
import type { LobbyBypass, MeetingClosed, Presenters, Meeting, MeetingBook, MeetingKey } from '../meeting.ts';
import { joinLink, teamsBase } from './join-link.ts';
import { meetingIdOf, newDigits, newPasscode, newThreadId } from './meeting-names.ts';
import { defaultMeetingOptions, type LobbyScope, type MeetingChanges, type MeetingOptions, type NewMeeting, type PlannedMeeting } from './planned-meeting.ts'; // prettier-ignore

export type MeetingsOptions = {
  readonly log: FactLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenants: readonly string[];
  /** What join links begin with; `https://teams.microsoft.com` where left out, which every client knows how to read. */
  readonly linkBase?: string | undefined;
  /** Meetings that are kept at once; 10,000 where left out. */
  readonly limit?: number | undefined;
};

/** The stream that meetings lie in, so that readers of calls pass it by. */
export const meetingsStream = 'meetings';

export class Meetings implements MeetingBook {
  readonly #options: MeetingsOptions;
  readonly #kept: FactMap<PlannedMeeting>;

  private constructor(options: MeetingsOptions, kept: FactMap<PlannedMeeting>) {
    this.#options = options;
    this.#kept = kept;
  }

  /** With the meetings of earlier runs. Rejects as the log does. */
  static async open(options: MeetingsOptions): Promise<Meetings> {
    return new Meetings(options, await FactMap.open<PlannedMeeting>({ ...options, stream: meetingsStream }));
  }

  /** Undefined when there are as many as can be kept. */
  create(wanted: NewMeeting): Promise<PlannedMeeting | undefined> {
    return this.#kept.inTurn(() => this.#add(wanted));
  }

  /** The organizer's meeting of that `externalId`, made if there is none. */
  createOrGet(
    wanted: NewMeeting & { readonly externalId: string },
  ): Promise<{ readonly meeting: PlannedMeeting; readonly isNew: boolean } | undefined> {
    return this.#kept.inTurn(async () => {
      const there = this.of(wanted).find(({ externalId }) => externalId === wanted.externalId);
      if (there) return { meeting: there, isNew: false };
      const meeting = await this.#add(wanted);
      return meeting && { meeting, isNew: true };
    });
  }

  get(meetingId: string): PlannedMeeting | undefined {
    return this.#kept.get(meetingId);
  }

  /** Of one organizer, or of a whole tenant; oldest first. */
  of({ tenantId, organizerId }: { readonly tenantId: string; readonly organizerId?: string | undefined }): readonly PlannedMeeting[] {
    const isWanted = (meeting: PlannedMeeting): boolean =>
      meeting.tenantId === tenantId && (organizerId === undefined || meeting.organizerId === organizerId);
    return this.#kept.values().filter(isWanted);
  }

  /** Undefined when it is gone. */
  change(meetingId: string, changes: MeetingChanges): Promise<PlannedMeeting | undefined> {
    return this.#kept.inTurn(async () => {
      const meeting = this.#kept.get(meetingId);
      if (!meeting) return undefined;
      const changed = this.#changed(meeting, changes);
      await this.#kept.put(meeting.tenantId, meetingId, changed);
      return changed;
    });
  }

  /** Whether there was one. Who is in its call stays there. */
  remove(meetingId: string): Promise<boolean> {
    return this.#kept.inTurn(() => this.#kept.remove(meetingId));
  }

  find(key: MeetingKey): Meeting | 'wrongPasscode' | undefined {
    const all = this.#kept.values();
    switch (key.by) {
      case 'coordinates':
        return all.find(({ threadId, organizerId }) => threadId === key.threadId && isSameId(organizerId, key.organizerId));
      case 'joinMeetingId': {
        const digits = key.joinMeetingId.replaceAll(/\D/g, '');
        // Who dials in by telephone has the shorter number.
        const found = all.find(({ joinMeetingId, conferenceId }) => joinMeetingId === digits || conferenceId === digits);
        return found?.passcode === undefined || found.passcode === key.passcode ? found : 'wrongPasscode';
      }
      case 'conversation':
        return this.#kept.get(key.conversationId);
    }
  }

  /** The meeting of a chat or of a number, for whoever knows that it was held: no passcode is asked for. */
  heldAs({
    threadId,
    joinMeetingId,
  }: {
    readonly threadId?: string | undefined;
    readonly joinMeetingId?: string | undefined;
  }): PlannedMeeting | undefined {
    return this.#kept.values().find((meeting) => meeting.threadId === threadId || meeting.joinMeetingId === joinMeetingId);
  }

  async #add(wanted: NewMeeting): Promise<PlannedMeeting | undefined> {
    const { limit = 10_000, linkBase = teamsBase, random, clock } = this.#options;
    if (this.#kept.size >= limit) return undefined;
    const { tenantId, organizerId, startMs, endMs, subject, externalId, isPasscodeRequired } = wanted;
    const threadId = newThreadId(random);
    const meetingId = meetingIdOf({ organizerId, threadId });
    const options = { ...defaultMeetingOptions, ...wanted.options };
    const meeting: PlannedMeeting = {
      meetingId,
      tenantId,
      organizerId,
      ...(subject === undefined ? {} : { subject }),
      threadId,
      joinMeetingId: this.#digits('joinMeetingId', 12),
      ...(isPasscodeRequired ? { passcode: newPasscode(random) } : {}),
      startMs,
      endMs,
      lobby: lobbyOf(options),
      presenters: presentersOf(options),
      closed: closedOf(options),
      createdMs: clock.wallMs(),
      ...(externalId === undefined ? {} : { externalId }),
      joinWebUrl: joinLink(linkBase, { threadId, tenantId, organizerId }),
      conferenceId: this.#digits('conferenceId', 9),
      videoTeleconferenceId: this.#digits('videoTeleconferenceId', 10),
      options,
    };
    await this.#kept.put(tenantId, meetingId, meeting);
    return meeting;
  }

  #digits(name: 'joinMeetingId' | 'conferenceId' | 'videoTeleconferenceId', length: number): string {
    const taken = new Set(this.#kept.values().map((meeting) => meeting[name]));
    return newDigits(this.#options.random, length, (digits) => taken.has(digits));
  }

  #changed(meeting: PlannedMeeting, { startMs, endMs, subject, isPasscodeRequired, options }: MeetingChanges): PlannedMeeting {
    const { subject: oldSubject, passcode: oldPasscode, ...rest } = meeting;
    const newOptions = { ...meeting.options, ...options };
    const newSubject = subject === undefined ? oldSubject : (subject ?? undefined);
    const wantsPasscode = isPasscodeRequired ?? oldPasscode !== undefined;
    return {
      ...rest,
      ...(newSubject === undefined ? {} : { subject: newSubject }),
      ...(wantsPasscode ? { passcode: oldPasscode ?? newPasscode(this.#options.random) } : {}),
      startMs: startMs ?? meeting.startMs,
      endMs: endMs ?? meeting.endMs,
      options: newOptions,
      lobby: lobbyOf(newOptions),
      presenters: presentersOf(newOptions),
      closed: closedOf(newOptions),
    };
  }
}

const scopes: Readonly<Record<LobbyScope, LobbyBypass['scope']>> = {
  everyone: 'everyone',
  organization: 'organization',
  // Nobody is federated here, and guests are apps that say so.
  organizationAndFederated: 'organization',
  organizationExcludingGuests: 'organization',
  organizer: 'organizer',
  invited: 'invited',
};

function closedOf({ allowMeetingChat, allowAttendeeToEnableCamera, allowAttendeeToEnableMic }: MeetingOptions): MeetingClosed {
  return { chat: allowMeetingChat === 'disabled', camera: !allowAttendeeToEnableCamera, microphone: !allowAttendeeToEnableMic };
}

/** Who is named as a presenter is one, whatever the rest says; with `organizer` nobody else is. */
function presentersOf({ allowedPresenters, attendees }: MeetingOptions): Presenters {
  const named = attendees.filter(({ role }) => role !== 'attendee').flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  if (allowedPresenters === 'organizer') return { scope: 'named', userIds: [] };
  return { scope: allowedPresenters === 'roleIsPresenter' ? 'named' : allowedPresenters, userIds: named };
}

function lobbyOf({ lobbyScope, attendees }: MeetingOptions): LobbyBypass {
  return { scope: scopes[lobbyScope], invitedIds: attendees.flatMap(({ userId }) => (userId === undefined ? [] : [userId])) };
}
