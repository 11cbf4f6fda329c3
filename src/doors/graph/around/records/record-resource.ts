/** A call's story as Graph's `callRecord`: nothing in it that the switchboard did not see. */
import type { LegEnd } from '../../../../switchboard/call.ts';
import type { Party } from '../../../../switchboard/directory.ts';
import type { CallStory, Stay } from '../../../../switchboard/records/call-story.ts';
import type { CallRecord, Endpoint, RecordIdentity, RecordIdentitySet, RecordParticipant, Segment, Session } from '../../../../wire/graph/call-record.ts'; // prettier-ignore
import { principalName, type AroundRequest } from '../around-command.ts';

export type RecordWording = Pick<AroundRequest, 'directory' | 'settings' | 'surroundings'>;

export function recordResource(story: CallStory, wording: RecordWording): CallRecord {
  const { callId, startedMs, endedMs = startedMs, group } = story;
  const meeting = group?.meetingId === undefined ? undefined : wording.surroundings.meetings.get(group.meetingId);
  const held = meeting && partyOfPersonId(meeting.organizerId, wording);
  const organizer = held ?? story.from;
  return {
    id: callId,
    version: 1,
    type: group ? 'groupCall' : 'peerToPeer',
    modalities: ['audio'],
    startDateTime: iso(startedMs),
    endDateTime: iso(endedMs),
    lastModifiedDateTime: iso(endedMs),
    joinWebUrl: meeting?.joinWebUrl ?? null,
    organizer: identitySet(organizer, wording),
    organizer_v2: participant(organizer, wording),
    participants: partiesOf(story).map((party) => identitySet(party, wording)),
  };
}

export function participantsOf(story: CallStory, wording: RecordWording): RecordParticipant[] {
  return partiesOf(story).map((party) => participant(party, wording));
}

/** Between two it is one session; of a group everybody has one with the switchboard for each time that she was there. */
export function sessionsOf(story: CallStory, wording: RecordWording, { withSegments }: { readonly withSegments: boolean }): Session[] {
  return segments(story, wording).map((segment) => ({
    ...segment,
    modalities: ['audio'],
    isTest: false,
    ...(withSegments ? { segments: [{ ...segment, media: [] }] } : {}),
  }));
}

function segments(story: CallStory, wording: RecordWording): Segment[] {
  const { callId, from, to, startedMs, endedMs = startedMs, group, stays } = story;
  if (!group) {
    const [caller] = stays.filter(({ party }) => party.id === from.id);
    const others = stays.filter(({ party }) => party.id !== from.id);
    const callee = others.find(({ connectedMs }) => connectedMs !== undefined) ?? others[0];
    const times = { startDateTime: iso(startedMs), endDateTime: iso(endedMs) };
    const ends = { caller: endpoint(from, wording), callee: endpoint(callee?.party ?? to, wording) };
    return [{ id: callId, ...times, ...ends, failureInfo: failureOf(callee) ?? failureOf(caller) ?? null }];
  }
  return stays.map((stay) => ({
    id: stay.legId,
    startDateTime: iso(stay.connectedMs ?? stay.beganMs),
    endDateTime: iso(stay.endedMs ?? endedMs),
    caller: endpoint(stay.party, wording),
    callee: switchboardEndpoint,
    failureInfo: failureOf(stay) ?? null,
  }));
}

const failures: Partial<Readonly<Record<LegEnd, string>>> = {
  noAnswer: 'Nobody answered.',
  nobodyAnswered: 'Nobody answered.',
  unreachable: 'It could not be reached.',
  otherUnreachable: 'The other side could not be reached.',
  unknownNumber: 'The number is not in use.',
  pageLost: 'The connection to the window was lost.',
  otherLost: 'The connection to the other side was lost.',
  keepAliveMissed: 'The app did not say that it wants the call to go on.',
  mediaFailed: 'Sound could not be connected, or broke off.',
  engineLost: 'The media engine was lost.',
};

/** Undefined when it went as it should: hung up, declined, put through. */
function failureOf(stay: Stay | undefined): NonNullable<Segment['failureInfo']> | undefined {
  const reason = stay?.endedAs && failures[stay.endedAs];
  return stay && reason ? { stage: stay.connectedMs === undefined ? 'callSetup' : 'midcall', reason } : undefined;
}

/** Each once, the caller first. */
function partiesOf({ from, to, stays }: CallStory): readonly Party[] {
  const all = [from, ...(stays.length === 0 ? [to] : []), ...stays.map(({ party }) => party)];
  return all.filter((party, index) => all.findIndex(({ kind, id }) => kind === party.kind && id === party.id) === index);
}

function participant(party: Party, wording: RecordWording): RecordParticipant {
  return { id: party.id, identity: identitySet(party, wording) };
}

function identitySet(party: Party, wording: RecordWording): RecordIdentitySet {
  const identity = identityOf(party, wording);
  switch (party.kind) {
    case 'person':
      return { user: identity };
    case 'app':
      return { application: identity };
    case 'guest':
      return { guest: identity };
    case 'nobody':
      return { phone: identity };
  }
}

function identityOf({ kind, id, name: displayName, tenantId }: Party, wording: RecordWording): RecordIdentity {
  const person = kind === 'person' ? wording.directory.people.find(({ userId }) => userId === id) : undefined;
  return { id, displayName, tenantId, ...(person ? { userPrincipalName: principalName(person, wording) } : {}) };
}

function endpoint(party: Party, wording: RecordWording): Endpoint {
  const isApp = party.kind === 'app' || party.kind === 'guest';
  return {
    '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
    userAgent: isApp
      ? { '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent', headerValue: null, role: 'customBot' }
      : { '@odata.type': '#microsoft.graph.callRecords.clientUserAgent', headerValue: null, platform: 'web', productFamily: 'unknown' },
    identity: identitySet(party, wording),
    associatedIdentity: identityOf(party, wording),
  };
}

const switchboardEndpoint: Endpoint = {
  '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint',
  userAgent: { '@odata.type': '#microsoft.graph.callRecords.serviceUserAgent', headerValue: null, role: 'mediaController' },
};

function partyOfPersonId(id: string, { directory }: RecordWording): Party | undefined {
  const person = directory.people.find(({ userId }) => userId === id);
  return person && { kind: 'person', id, tenantId: person.tenantId, name: person.name, number: person.number };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
