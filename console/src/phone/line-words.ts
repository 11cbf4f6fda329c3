/** What a line does, in a person's words. */
import type { CallLogEntry, PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { Sound } from './peer-line.ts';

/** With whom: the other side, or what many talk about. */
export function titleOf({ group, peer }: Pick<PhoneLine, 'group' | 'peer'>): string {
  if (group === undefined) return peer.name;
  const kind = group.isMeeting ? 'Meeting' : 'Group call';
  return group.subject === undefined || group.subject === '' ? kind : group.subject;
}

type Line = Pick<PhoneLine, 'state' | 'direction' | 'isElsewhere' | 'mustReconnect' | 'isInLobby' | 'isOnHold'>;

/** One or two words that stand under the other side's name. */
export function stateWords(line: Line, sound: Sound | undefined): string {
  if (line.isElsewhere && line.state !== 'ended') return 'On your other window';
  if (sound === 'closed' && line.state !== 'ended') return 'Hanging up…';
  switch (line.state) {
    case 'calling':
      return 'Calling…';
    case 'ringing':
      return line.direction === 'incoming' ? 'Incoming call' : 'Ringing…';
    case 'connecting':
      return 'Connecting sound…';
    case 'connected':
      if (line.mustReconnect === true) return 'Connecting you anew…';
      if (line.isInLobby === true) return 'Waiting to be let in';
      if (line.isOnHold === true) return 'On hold: music plays';
      return connectedWords(sound);
    case 'transferring':
      return 'Putting you through…';
    case 'ended':
      return 'Call ended';
  }
}

function connectedWords(sound: Sound | undefined): string {
  switch (sound) {
    case 'preparing':
    case 'connecting':
      return 'Connecting sound…';
    case 'interrupted':
      return 'Sound interrupted, trying to get it back…';
    case 'failed':
      return 'No sound gets through';
    case 'flowing':
    case 'closed':
    case undefined:
      return 'Connected';
  }
}

/** Those who say that they record what is said here: “notes records this call”. */
export function recordedWords(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  const last = rest.pop();
  if (last === undefined) return `${first} records this call`;
  return `${[first, ...rest].join(', ')} and ${last} record this call`;
}

/** How an earlier call went, for the log. */
export function outcomeWords(entry: Pick<CallLogEntry, 'outcome' | 'direction'>): string {
  switch (entry.outcome) {
    case 'talked':
      return entry.direction === 'incoming' ? 'Incoming' : 'Outgoing';
    case 'missed':
      return 'Missed';
    case 'declined':
      return 'Declined';
    case 'noAnswer':
      return 'No answer';
    case 'failed':
      return 'Failed';
    case 'elsewhere':
      return 'Answered on your other window';
  }
}
