/** What can be subscribed to, for how long and by whom. Source: Graph docs, resources/subscription, changenotifications-for-presence, teams-changenotifications-callrecording-and-calltranscript. */
import { filterOf } from '../../odata/odata-filter.ts';
import type { ChangeType } from './subscription.ts';

export type SubscribedResource =
  | { readonly kind: 'presence'; readonly userIds: readonly string[] }
  | { readonly kind: 'callRecord' }
  /** What is written in one chat. */
  | { readonly kind: 'chatMessage'; readonly threadId: string }
  /** What goes on in the calls of a meeting, by its link; beta only. */
  | { readonly kind: 'meetingCall'; readonly joinWebUrl: string }
  /** Of the tenant, of one meeting, or of all meetings that a person holds. */
  | { readonly kind: 'transcript' | 'recording'; readonly meetingId?: string | undefined; readonly userId?: string | undefined };

export type SubscriptionRule = {
  readonly changeTypes: readonly ChangeType[];
  /** Any one of them. */
  readonly permissions: readonly string[];
  readonly longestMs: number;
  readonly isBeta?: true;
  /** With more life than this it needs a lifecycle address. */
  readonly lifecycleBeyondMs: number;
  readonly mayIncludeData: boolean;
};

const minute = 60_000;
const hour = 60 * minute;
/** Just under three days. */
const artifactMs = 4_230 * minute;

export const rules: Readonly<Record<SubscribedResource['kind'], SubscriptionRule>> = {
  presence: {
    changeTypes: ['updated'],
    permissions: ['Presence.Read.All', 'Presence.ReadWrite.All'],
    longestMs: hour,
    lifecycleBeyondMs: hour,
    mayIncludeData: true,
  },
  callRecord: {
    changeTypes: ['created', 'updated'],
    permissions: ['CallRecords.Read.All'],
    longestMs: 4_230 * minute,
    lifecycleBeyondMs: Infinity,
    mayIncludeData: false,
  },
  // Source: Graph docs, teams-changenotifications-chatmessage, resources/subscription. Nothing is edited or deleted here.
  chatMessage: {
    changeTypes: ['created', 'updated', 'deleted'],
    permissions: ['Chat.Read.All', 'Chat.ReadWrite.All', 'ChatMessage.Read.Chat'],
    longestMs: 4_320 * minute,
    lifecycleBeyondMs: hour,
    mayIncludeData: true,
  },
  meetingCall: {
    changeTypes: ['updated'],
    permissions: ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'],
    longestMs: artifactMs,
    lifecycleBeyondMs: Infinity,
    mayIncludeData: true,
    isBeta: true,
  },
  transcript: {
    changeTypes: ['created'],
    permissions: ['OnlineMeetingTranscript.Read.All'],
    longestMs: artifactMs,
    lifecycleBeyondMs: hour,
    mayIncludeData: true,
  },
  recording: {
    changeTypes: ['created'],
    permissions: ['OnlineMeetingRecording.Read.All'],
    longestMs: artifactMs,
    lifecycleBeyondMs: hour,
    mayIncludeData: true,
  },
};

const mostUsers = 650;
const key = String.raw`(?:\/([^/?]+)|\('([^']+)'\))`;
const forms = {
  presence: new RegExp(`^communications/presences${key}$`, 'i'),
  presences: /^communications\/presences\?\$filter=(.+)$/i,
  meetings: /^communications\/onlineMeetings\/?\?\$filter=\s*joinWebUrl\s+eq\s+'([^']+)'\s*$/i,
  events: /^communications\/onlineMeetings\(joinWebUrl='([^']+)'\)\/meetingCallEvents$/i,
  messages: new RegExp(`^chats${key}/messages$`, 'i'),
  records: /^communications\/callRecords$/i,
  all: /^communications\/onlineMeetings\/getAll(Transcript|Recording)s(?:\(\))?$/i,
  ofMeeting: new RegExp(`^communications/onlineMeetings${key}/(transcript|recording)s$`, 'i'),
  ofUser: new RegExp(`^users${key}/onlineMeetings/getAll(Transcript|Recording)s(?:\\(\\))?$`, 'i'),
};

/** Undefined for what cannot be subscribed to here. Throws a bad request for a filter that cannot be read. */
export function resourceOf(text: string): SubscribedResource | undefined {
  const path = text.trim().replace(/^https?:\/\/[^/]+/i, '').replace(/^\//, '').replace(/^(v1\.0|beta)\//i, ''); // prettier-ignore
  const one = forms.presence.exec(path);
  if (one) return { kind: 'presence', userIds: [decoded(one[1] ?? one[2])] };
  const [, filter] = forms.presences.exec(path) ?? [];
  if (filter !== undefined) return ofUsers(decoded(filter));
  const [, link] = forms.meetings.exec(path.replaceAll('+', ' ')) ?? forms.events.exec(path) ?? [];
  if (link !== undefined) return { kind: 'meetingCall', joinWebUrl: link };
  if (forms.records.test(path)) return { kind: 'callRecord' };
  const chat = forms.messages.exec(path);
  if (chat) return { kind: 'chatMessage', threadId: decoded(chat[1] ?? chat[2]) };
  const [, all] = forms.all.exec(path) ?? [];
  if (all !== undefined) return { kind: artifact(all) };
  const meeting = forms.ofMeeting.exec(path);
  if (meeting) return { kind: artifact(meeting[3]), meetingId: decoded(meeting[1] ?? meeting[2]) };
  const user = forms.ofUser.exec(path);
  if (user) return { kind: artifact(user[3]), userId: decoded(user[1] ?? user[2]) };
  return undefined;
}

/** `id in ('…','…')`; undefined when these are too many. */
function ofUsers(filter: string): SubscribedResource | undefined {
  filterOf(filter, { paths: ['id'] });
  const [, list] = /^\s*id\s+in\s*\(([^()]*)\)\s*$/i.exec(filter) ?? [];
  const [, single] = /^\s*id\s+eq\s+'?([^']+)'?\s*$/i.exec(filter) ?? [];
  const ids = (list?.split(',') ?? (single === undefined ? [] : [single])).map((id) => id.trim().replace(/^'|'$/g, ''));
  const userIds = [...new Set(ids)];
  return userIds.length === 0 || userIds.length > mostUsers ? undefined : { kind: 'presence', userIds };
}

function artifact(name = ''): 'transcript' | 'recording' {
  return name.toLowerCase() === 'transcript' ? 'transcript' : 'recording';
}

function decoded(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
