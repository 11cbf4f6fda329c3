/** Online meetings on behalf of a person. Source: Graph docs, resources/onlinemeeting; apps also need an application access policy. */
import { z } from 'zod';
import type { Cancel } from '../../../base/cancel.ts';
import { chatInfo, type ChatInfo } from '../../../wire/graph/call.ts';
import { identitySet, type IdentitySet } from '../../../wire/graph/identity.ts';
import type { OnlineMeetingBody } from '../../../wire/graph/online-meeting.ts';
import { answeredReport, answeredRecord, type AnsweredAttendance, type AnsweredReport } from './attendance-reports.ts';
import type { Requester } from '../requester.ts';
import { collection, type Page } from './collection.ts';

/** A meeting as far as clients rely on it; what else is answered is kept. Any of it may be absent, and much is in some clouds. */
export type AnsweredMeeting = {
  readonly id?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly startDateTime?: string | null | undefined;
  readonly endDateTime?: string | null | undefined;
  readonly joinWebUrl?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly chatInfo?: ChatInfo | null | undefined;
  readonly joinMeetingIdSettings?:
    { readonly joinMeetingId?: string | null | undefined; readonly passcode?: string | null | undefined } | null | undefined;
  readonly participants?:
    { readonly organizer?: { readonly identity?: IdentitySet | null | undefined } | null | undefined } | null | undefined;
  readonly [more: string]: unknown;
};

const answeredMeeting: z.ZodType<AnsweredMeeting> = z.looseObject({
  id: z.string().nullish(),
  subject: z.string().nullish(),
  startDateTime: z.string().nullish(),
  endDateTime: z.string().nullish(),
  joinWebUrl: z.string().nullish(),
  externalId: z.string().nullish(),
  chatInfo: chatInfo.nullish(),
  joinMeetingIdSettings: z.looseObject({ joinMeetingId: z.string().nullish(), passcode: z.string().nullish() }).nullish(),
  participants: z.looseObject({ organizer: z.looseObject({ identity: identitySet.nullish() }).nullish() }).nullish(),
});

/** Each method takes the object id of the organizer first, and rejects with a `PlatformError` when the service says no. */
export class MeetingsApi {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** Not repeated unless surely unheard: a second POST would make a second meeting. */
  create(userId: string, meeting: OnlineMeetingBody, options?: Cancel): Promise<AnsweredMeeting> {
    const asking = {
      ...options,
      path: at(userId),
      what: 'POST onlineMeetings',
      method: 'POST',
      body: meeting,
      isRepeatable: false,
    } as const;
    return this.#requester.read(answeredMeeting, asking);
  }

  /** The meeting with that `externalId`, made if there is none. */
  createOrGet(userId: string, meeting: OnlineMeetingBody & { readonly externalId: string }, options?: Cancel): Promise<AnsweredMeeting> {
    const path = `${at(userId)}/createOrGet`;
    return this.#requester.read(answeredMeeting, {
      ...options,
      path,
      what: 'POST createOrGet',
      method: 'POST',
      body: meeting,
      isRepeatable: true,
    });
  }

  get(userId: string, meetingId: string, options?: Cancel): Promise<AnsweredMeeting> {
    const asking = { ...options, path: at(userId, meetingId), what: 'GET onlineMeeting', method: 'GET', isRepeatable: true } as const;
    return this.#requester.read(answeredMeeting, asking);
  }

  byJoinWebUrl(userId: string, joinWebUrl: string, options?: Cancel): Promise<AnsweredMeeting | undefined> {
    return this.#found(userId, `JoinWebUrl eq ${quoted(joinWebUrl)}`, options);
  }

  byJoinMeetingId(userId: string, joinMeetingId: string, options?: Cancel): Promise<AnsweredMeeting | undefined> {
    return this.#found(userId, `joinMeetingIdSettings/joinMeetingId eq ${quoted(joinMeetingId)}`, options);
  }

  update(userId: string, meetingId: string, changes: OnlineMeetingBody, options?: Cancel): Promise<AnsweredMeeting> {
    const path = at(userId, meetingId);
    return this.#requester.read(answeredMeeting, {
      ...options,
      path,
      what: 'PATCH onlineMeeting',
      method: 'PATCH',
      body: changes,
      isRepeatable: true,
    });
  }

  /** `gone` when there was none any more. */
  delete(userId: string, meetingId: string, options?: Cancel): Promise<'done' | 'gone'> {
    const asking = { ...options, path: at(userId, meetingId), what: 'DELETE onlineMeeting', method: 'DELETE', isRepeatable: true } as const;
    return this.#requester.unlessGone(asking, 'done');
  }

  /** Newest first; one for each time that the meeting was held, once it is over. Permission OnlineMeetingArtifact.Read.All. */
  attendanceReports(userId: string, meetingId: string, options?: Cancel): Promise<Page<AnsweredReport>> {
    const path = `${at(userId, meetingId)}/attendanceReports`;
    return this.#requester.read(reports, { ...options, path, what: 'GET attendanceReports', method: 'GET', isRepeatable: true });
  }

  /** With `attendanceRecords`: who came, when, and for how long. */
  attendanceReport(userId: string, meetingId: string, reportId: string, options?: Cancel): Promise<AnsweredReport> {
    const path = `${at(userId, meetingId)}/attendanceReports/${encodeURIComponent(reportId)}?$expand=attendanceRecords`;
    return this.#requester.read(answeredReport, { ...options, path, what: 'GET attendanceReport', method: 'GET', isRepeatable: true });
  }

  /** The records alone; of a large meeting several pages. */
  attendanceRecords(userId: string, meetingId: string, reportId: string, options?: Cancel): Promise<Page<AnsweredAttendance>> {
    const path = `${at(userId, meetingId)}/attendanceReports/${encodeURIComponent(reportId)}/attendanceRecords`;
    return this.#requester.read(records, { ...options, path, what: 'GET attendanceRecords', method: 'GET', isRepeatable: true });
  }

  async #found(userId: string, filter: string, options?: Cancel): Promise<AnsweredMeeting | undefined> {
    const path = `${at(userId)}?$filter=${encodeURIComponent(filter)}`;
    const found: Page<AnsweredMeeting> = await this.#requester.read(page, {
      ...options,
      path,
      what: 'GET onlineMeetings',
      method: 'GET',
      isRepeatable: true,
    });
    return found.value[0];
  }
}

function at(userId: string, meetingId?: string): string {
  return `/users/${encodeURIComponent(userId)}/onlineMeetings${meetingId === undefined ? '' : `/${encodeURIComponent(meetingId)}`}`;
}

/** OData URL conventions 4.01 §5.1.1.14.1: a quote within is doubled. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const page = collection(answeredMeeting);
const reports = collection(answeredReport);
const records = collection(answeredRecord);
