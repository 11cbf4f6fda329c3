/** What a call is about, for whoever keeps something of it: its subject, its meeting, and whose it is. */
import type { Cancel } from '../base/cancel.ts';
import type { MeetingDetails } from './meeting.ts';
import type { CallInfo, Party } from './platform.ts';
import type { CarrierRoster } from './roster.ts';

export type CallAbout = {
  readonly subject: string;
  readonly callId: string;
  readonly joinMeetingId?: string;
  readonly threadId?: string;
  /** Of the meeting; of a call between a bot and somebody, they. */
  readonly organizer?: { readonly id: string; readonly name: string };
};

type KnownCall = {
  readonly info: Pick<CallInfo, 'chainId' | 'direction' | 'from' | 'to'>;
  readonly roster: Pick<CarrierRoster, 'participants'>;
  meeting(options?: Cancel): Promise<MeetingDetails | undefined>;
};

/** A subject that was asked for is the one. Rejects with the signal's reason alone. */
export async function aboutCall(call: KnownCall, subject: string | undefined, signal: AbortSignal): Promise<CallAbout> {
  const { info } = call;
  // What cannot be learned of a meeting is no reason not to keep what is said in it.
  const meeting = await call.meeting({ signal }).catch(() => undefined);
  signal.throwIfAborted();
  const organizer = meeting?.organizer ? organizerOf(call, meeting.organizer) : otherSideOf(call);
  const { joinMeetingId, threadId } = meeting ?? {};
  return {
    subject: subject ?? meeting?.subject ?? `${nameOf(info.from)} and ${nameOf(info.to)}`,
    callId: info.chainId,
    ...(joinMeetingId === undefined ? {} : { joinMeetingId }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(organizer ? { organizer } : {}),
  };
}

/** Carriers do not always tell the name; whoever is there has one in the roster. */
function organizerOf({ roster }: KnownCall, { id, name }: Pick<Party, 'id' | 'name'>): CallAbout['organizer'] {
  const inRoster = roster.participants.find(({ party }) => party.id === id)?.party.name;
  return { id, name: [name, inRoster].find((each) => each !== undefined && each !== '') ?? id };
}

/** A call between a bot and somebody is theirs. */
function otherSideOf({ info, roster }: KnownCall): CallAbout['organizer'] {
  const other = info.direction === 'incoming' ? info.from : info.to;
  if (roster.participants.length > 0 || other.kind === 'app' || other.id === '') return undefined;
  return { id: other.id, name: nameOf(other) };
}

function nameOf({ id, name }: Party): string {
  return name ?? (id === '' ? 'somebody' : id);
}
