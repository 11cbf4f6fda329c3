/** Who came to a meeting, as Graph reports it afterwards. Source: Graph docs, resources/meetingattendancereport, attendancerecord. */
import { z } from 'zod';

/** As far as clients rely on it; what else is answered is kept. Times in ISO 8601. */
export type AnsweredReport = {
  readonly id?: string | null | undefined;
  readonly totalParticipantCount?: number | null | undefined;
  readonly meetingStartDateTime?: string | null | undefined;
  readonly meetingEndDateTime?: string | null | undefined;
  /** Where they were asked for. */
  readonly attendanceRecords?: readonly AnsweredAttendance[] | null | undefined;
  readonly [more: string]: unknown;
};

export type AnsweredAttendance = {
  readonly id?: string | null | undefined;
  readonly emailAddress?: string | null | undefined;
  readonly totalAttendanceInSeconds?: number | null | undefined;
  readonly role?: string | null | undefined;
  readonly identity?: { readonly id?: string | null | undefined; readonly displayName?: string | null | undefined } | null | undefined;
  readonly attendanceIntervals?: readonly AnsweredInterval[] | null | undefined;
  readonly [more: string]: unknown;
};

type AnsweredInterval = {
  readonly joinDateTime?: string | null | undefined;
  readonly leaveDateTime?: string | null | undefined;
  readonly durationInSeconds?: number | null | undefined;
};

const text = z.string().nullish();
const count = z.number().nullish();

export const answeredRecord: z.ZodType<AnsweredAttendance> = z.looseObject({
  id: text,
  emailAddress: text,
  totalAttendanceInSeconds: count,
  role: text,
  identity: z.looseObject({ id: text, displayName: text }).nullish(),
  attendanceIntervals: z.array(z.looseObject({ joinDateTime: text, leaveDateTime: text, durationInSeconds: count })).nullish(),
});

export const answeredReport: z.ZodType<AnsweredReport> = z.looseObject({
  id: text,
  totalParticipantCount: count,
  meetingStartDateTime: text,
  meetingEndDateTime: text,
  attendanceRecords: z.array(answeredRecord).nullish(),
});
