/** `POST /communications/calls`: to one, to several, or into a meeting. Source: Graph docs, api/application-post-calls. */
import { isSameId, partyOfTarget } from '../../../switchboard/directory.ts';
import type { MeetingKey } from '../../../switchboard/meeting.ts';
import type { AppMedia } from '../../../switchboard/taking-part.ts';
import { createCallBody, type CreateCallBody } from '../../../wire/graph/request.ts';
import { callFields } from './call-commands.ts';
import { checkAudio, checkNotApart, checkRouting, mediaOf, optionsOf } from './call-settings.ts';
import { done, type CommandAnswer, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { withMedia } from './own-media.ts';
import { checkMayCall, checkTenant, type CallKind } from '../permissions.ts';
import { wholeEntity } from './reads.ts';
import { bodyAs, callbackOf } from '../request-reading.ts';
import { inviteeOf } from './targets.ts';

const mostTargets = 5;

/** 201 with the call, which is being set up; whether anybody comes is told in notifications. */
export async function createCall(request: CommandRequest): Promise<CommandAnswer> {
  const { app, caller, base } = request;
  const body = bodyAs(createCallBody, request.json);
  checkMayCall({ method: 'POST', path: '/communications/calls', kind: kindOf(body) }, caller);
  checkRegistered(request);
  checkTenant(caller, body.tenantId ?? undefined);
  checkSource(body, app.appId);
  checkAudio(body.requestedModalities, 'requestedModalities');
  checkRouting(body.routingPolicies);
  if (body.direction === 'incoming') throw bad('direction: a call that an app places is outgoing');
  const asked = mediaOf(body.mediaConfig);
  const { legId } = await withMedia(request, asked, (media) =>
    isMeeting(body) ? join(request, body, media) : place(request, body, media),
  );
  if (asked.kind === 'hosted') request.prefetch(asked.prompts);
  // However far it has come within this turn: the rest is told in notifications.
  const begun = { state: 'establishing', mediaState: null };
  const { mediaConfig, requestedModalities } = body;
  const echoed = { mediaConfig, requestedModalities, ...(body.meetingInfo ? { meetingInfo: body.meetingInfo } : {}) };
  const call = { ...callFields({ ...request, callId: legId }), ...begun, ...echoed };
  return { ...wholeEntity(request, 'app/calls', call), status: 201, location: `${base}/communications/calls/${legId}`, callId: legId };
}

function kindOf(body: CreateCallBody): CallKind {
  if (isMeeting(body)) return body.source?.identity?.guest ? 'meetingAsGuest' : 'meeting';
  return body.targets.length > 1 ? 'group' : 'toOne';
}

function isMeeting({ meetingInfo, chatInfo }: CreateCallBody): boolean {
  return meetingInfo != null || chatInfo != null;
}

function place(request: CommandRequest, body: CreateCallBody, media: AppMedia): { readonly legId: string } {
  const { app, caller, switchboard, tenants } = request;
  const { targets, subject, ringingTimeoutInSeconds: seconds } = body;
  if (targets.length === 0) throw bad('targets: at least one must be there, or meetingInfo');
  if (targets.length > mostTargets) throw bad(`targets: at most ${String(mostTargets)} may be called at once`);
  if (body.source?.identity?.guest) throw bad('source: only a meeting is joined as a guest');
  checkNotApart(body.mediaConfig);
  const asked = {
    appId: app.appId,
    callbackUri: callbackOf(body.callbackUri, app),
    targets: targets.map((target) => inviteeOf(target, request)),
    subject: subject ?? undefined,
    options: optionsOf(body.callOptions),
    media,
    ringMs: seconds == null ? undefined : seconds * 1000,
  };
  return tenants.placed(caller.tenantId, () => done(switchboard.createCall(asked)));
}

async function join(request: CommandRequest, body: CreateCallBody, media: AppMedia): Promise<{ readonly legId: string }> {
  const { app, caller, switchboard, meetings, tenants } = request;
  if (body.targets.length > 0) throw bad('targets: whoever joins a meeting calls nobody');
  const guest = body.source?.identity?.guest;
  if (guest && !guest.displayName) throw bad('source.identity.guest: a guest needs a displayName');
  const asked = {
    appId: app.appId,
    callbackUri: callbackOf(body.callbackUri, app),
    guestName: guest?.displayName ?? undefined,
    isApart: body.mediaConfig.removeFromDefaultAudioGroup ?? undefined,
    options: optionsOf(body.callOptions),
    media,
  };
  const key = await keyOf(request, body);
  const meeting = meetings.find(key);
  if (typeof meeting === 'object') checkTenant(caller, meeting.tenantId);
  return tenants.placed(caller.tenantId, () => done(switchboard.joinMeeting({ ...asked, key })));
}

/** How the meeting is named: which of the three is told by `@odata.type`, or else by what is there. */
async function keyOf({ caller, tokens, directory }: CommandRequest, { meetingInfo, chatInfo }: CreateCallBody): Promise<MeetingKey> {
  if (meetingInfo?.token != null) {
    const conversationId = await tokens.read(meetingInfo.token, caller.appId);
    return { by: 'conversation', conversationId };
  }
  if (meetingInfo?.joinMeetingId != null) {
    const joinMeetingId = meetingInfo.joinMeetingId.replace(/\s/g, '');
    return { by: 'joinMeetingId', joinMeetingId, passcode: meetingInfo.passcode ?? undefined };
  }
  const organizer = meetingInfo?.organizer?.user;
  if (!organizer?.id) throw bad('meetingInfo: none of organizer.user.id, joinMeetingId and token is there');
  if (!chatInfo?.threadId) throw bad('chatInfo.threadId: must be there with organizerMeetingInfo');
  checkTenant(caller, organizer.tenantId ?? undefined);
  const person = partyOfTarget(directory, { kind: 'person', userId: organizer.id });
  return { by: 'coordinates', threadId: chatInfo.threadId, organizerId: person?.id ?? organizer.id };
}

/** Teams asks it of an app that places calls, too. */
function checkRegistered({ app, settings }: CommandRequest): void {
  if (app.webhook !== undefined || !settings.needsWebhookToCall) return;
  const what = 'Application is not registered in our store: it has no webhook for calling.';
  throw new GraphDoorError('graph-door/not-registered', `${what} Give it one, or set needsWebhookToCall to false.`);
}

/** An app calls as itself. */
function checkSource({ source }: CreateCallBody, appId: string): void {
  const given = source?.identity?.application?.id;
  if (given != null && !isSameId(given, appId)) throw bad(`source.identity.application: the token is of ${appId}`);
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: ${why}.`);
}
