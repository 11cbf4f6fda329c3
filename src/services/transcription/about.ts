/** What the library is told of a transcript that is kept by itself. */
import type { Person, RecordingAbout } from '../../archive/port.ts';
import type { Party } from '../../call/platform.ts';
import type { TranscribedCall } from './transcribed-call.ts';

export async function aboutOf(call: TranscribedCall, subject: string | undefined, signal: AbortSignal): Promise<RecordingAbout> {
  const { info, self } = call;
  // What cannot be learned of a meeting is no reason not to keep what is said in it.
  const meeting = await call.meeting({ signal }).catch(() => undefined);
  signal.throwIfAborted();
  const organizer = meeting?.organizer ? organizerOf(call, meeting.organizer) : otherSideOf(call);
  const { joinMeetingId, threadId } = meeting ?? {};
  return {
    kind: 'transcript',
    madeBy: self,
    subject: subject ?? meeting?.subject ?? `${nameOf(info.from)} and ${nameOf(info.to)}`,
    callId: info.chainId,
    ...(joinMeetingId === undefined ? {} : { joinMeetingId }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(organizer ? { organizer } : {}),
  };
}

function organizerOf({ roster }: TranscribedCall, { id, name }: Pick<Party, 'id' | 'name'>): Person {
  const inRoster = roster.participants.find(({ party }) => party.id === id)?.party.name;
  return { id, name: [name, inRoster].find((each) => each !== undefined && each !== '') ?? id };
}

/** A call between a bot and somebody is theirs. */
function otherSideOf({ info, roster }: TranscribedCall): Person | undefined {
  const other = info.direction === 'incoming' ? info.from : info.to;
  if (roster.participants.length > 0 || other.kind === 'app' || other.id === '') return undefined;
  return { id: other.id, name: nameOf(other) };
}

function nameOf({ id, name }: Party): string {
  return name ?? (id === '' ? 'somebody' : id);
}
