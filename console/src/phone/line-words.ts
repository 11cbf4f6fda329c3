/** What a line does, in a person's words. */
import type { CallLogEntry, PhoneLine } from '../../../src/wire/live/page-event.ts';
import type { Sound } from './peer-line.ts';

/** One or two words that stand under the other side's name. */
export function stateWords(line: Pick<PhoneLine, 'state' | 'direction' | 'isElsewhere'>, sound: Sound | undefined): string {
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
