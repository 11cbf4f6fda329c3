/** Who came to a meeting. Source: Graph docs, api/meetingattendancereport-list, meetingattendancereport-get, attendancerecord-list. */
import { attendanceOf, type AttendanceReport as Attendance } from '../../../../switchboard/records/attendance.ts';
import type { Party } from '../../../../switchboard/directory.ts';
import { isPlanned } from '../../../../switchboard/roles.ts';
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import type { AttendanceRecord, AttendanceReport } from '../../../../wire/graph/online-meeting.ts';
import { principalName, problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { ledMeeting, onBehalf, unknownMeeting } from './meeting-access.ts';
import { iso } from './meeting-resource.ts';

export const attendanceCommands: Readonly<Record<string, ServeAround>> = {
  'GET /users/{id}/onlinemeetings/{id}/attendancereports': (request) =>
    ofMeeting(request, (meeting) => {
      const { url, base } = request;
      const query = queryOf(url.searchParams, ['$top', '$skiptoken']);
      const reports = attendances(request, meeting).map(reportResource);
      return { status: 200, body: pageOf(reports, query, { url, base, context: contextOf(request, meeting), pageSize: 50 }) };
    }),
  // Beta's older form: the latest report alone, with who came.
  'GET /users/{id}/onlinemeetings/{id}/meetingattendancereport': (request) =>
    ofMeeting(request, (meeting) => {
      const [latest] = attendances(request, meeting);
      if (!latest) return problem(404, 'NotFound', 'The meeting has no attendance report yet.');
      const context = `${request.base}/$metadata#users('${meeting.organizerId}')/onlineMeetings('${meeting.meetingId}')/meetingAttendanceReport/$entity`;
      return {
        status: 200,
        body: { '@odata.context': context, ...reportResource(latest), attendanceRecords: recordsOf(request, meeting, latest) },
      };
    }),
  'GET /users/{id}/onlinemeetings/{id}/attendancereports/{id}': (request) =>
    ofReport(request, (meeting, report) => {
      const { expand } = queryOf(request.url.searchParams, ['$expand']);
      if (expand !== undefined && expand.toLowerCase() !== 'attendancerecords')
        throw new GraphDoorError('graph-door/bad-request', `$expand takes attendanceRecords here, not “${expand.slice(0, 60)}”.`);
      const records = expand === undefined ? {} : { attendanceRecords: recordsOf(request, meeting, report) };
      const context = `${contextOf(request, meeting)}('${report.reportId}')`;
      return { status: 200, body: { '@odata.context': context, ...reportResource(report), ...records } };
    }),
  'GET /users/{id}/onlinemeetings/{id}/attendancereports/{id}/attendancerecords': (request) =>
    ofReport(request, (meeting, report) => {
      const { url, base } = request;
      const query = queryOf(url.searchParams, ['$top', '$skiptoken']);
      const context = `${contextOf(request, meeting)}('${report.reportId}')/attendanceRecords`;
      return { status: 200, body: pageOf(recordsOf(request, meeting, report), query, { url, base, context, pageSize: 150 }) };
    }),
};

function ofMeeting(request: AroundRequest, work: (meeting: PlannedMeeting) => AroundAnswer): AroundAnswer | Promise<AroundAnswer> {
  return onBehalf(request, 'Read', (person) => {
    const meeting = ledMeeting(request, person);
    return meeting ? work(meeting) : unknownMeeting(request.ids[1]);
  });
}

function ofReport(
  request: AroundRequest,
  work: (meeting: PlannedMeeting, report: Attendance) => AroundAnswer,
): AroundAnswer | Promise<AroundAnswer> {
  return ofMeeting(request, (meeting) => {
    const report = attendances(request, meeting).find(({ reportId }) => reportId === request.ids[2]);
    return report ? work(meeting, report) : problem(404, 'NotFound', 'There is no such attendance report.');
  });
}

/** Newest first. */
function attendances({ surroundings }: AroundRequest, { meetingId }: PlannedMeeting): readonly Attendance[] {
  return surroundings.records
    .ofMeeting(meetingId)
    .flatMap((story) => attendanceOf(story) ?? [])
    .toReversed();
}

function reportResource({ reportId, records, startedMs, endedMs }: Attendance): AttendanceReport {
  return {
    id: reportId,
    totalParticipantCount: records.length,
    meetingStartDateTime: iso(startedMs),
    meetingEndDateTime: iso(endedMs),
  };
}

function recordsOf(wording: AroundRequest, meeting: PlannedMeeting, { records }: Attendance): AttendanceRecord[] {
  return records.map(({ party, intervals, totalMs }) => {
    const person = wording.directory.people.find(({ userId }) => userId === party.id);
    const { id, name: displayName, tenantId } = party;
    return {
      id,
      emailAddress: person ? principalName(person, wording) : null,
      totalAttendanceInSeconds: seconds(totalMs),
      role: roleOf(meeting, party),
      identity: { '@odata.type': '#microsoft.graph.communicationsUserIdentity', id, displayName, tenantId },
      attendanceIntervals: intervals.map(({ fromMs, toMs }) => ({
        joinDateTime: iso(fromMs),
        leaveDateTime: iso(toMs),
        durationInSeconds: seconds(toMs - fromMs),
      })),
    };
  });
}

/** As planned: what the organizer gave to somebody during the call is not told here. */
function roleOf({ organizerId, tenantId, presenters }: PlannedMeeting, { id, tenantId: home }: Party): AttendanceRecord['role'] {
  if (id === organizerId) return 'Organizer';
  return isPlanned(presenters, id, home === tenantId) ? 'Presenter' : 'Attendee';
}

function contextOf({ base }: AroundRequest, { organizerId, meetingId }: PlannedMeeting): string {
  return `${base}/$metadata#users('${organizerId}')/onlineMeetings('${meetingId}')/attendanceReports`;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
