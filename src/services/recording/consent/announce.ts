/** Consent by announcement: whoever is told that it is recorded and stays has agreed. Only where the carrier shows it to everybody. */
import { RecordingError } from '../errors.ts';
import type { ConsentPolicy, ConsentRoom } from '../port.ts';
import { lateKeys } from './late-keys.ts';

export type AnnounceOptions = {
  /** What is said when it begins; an empty text says nothing. */
  readonly text?: string | undefined;
  /** What is said when somebody comes later. By default nothing: the carrier shows them that it is recorded. */
  readonly lateText?: string | undefined;
};

const NOTICE = 'notice of the carrier';

/** Key 2 withdraws at any time, key 1 agrees again. */
export function announce({ text = 'This call is being recorded.', lateText = '' }: AnnounceOptions = {}): ConsentPolicy {
  return {
    name: 'announce',
    async open(room) {
      if (!room.statusShown)
        throw new RecordingError(
          'recording/not-allowed',
          'the carrier does not show people that this call is recorded, so that an announcement is not enough. Instead: call.record({ consent: askEach() })',
        );
      const there = new Set(room.people.map(({ participantId }) => participantId));
      const how = text === '' ? NOTICE : 'announcement';
      if (text !== '') await room.say(text);
      for (const { participantId } of room.people) if (there.has(participantId)) stays(room, participantId, how);
    },
    async joined(room, { participantId }) {
      if (lateText !== '') await room.say(lateText);
      // Nobody shows it to them any more: they are not recorded, unless they agree in another way.
      if (room.statusShown) stays(room, participantId, lateText === '' ? NOTICE : 'announcement');
    },
    key: lateKeys(),
  };
}

function stays(room: ConsentRoom, participantId: string, how: string): void {
  room.told(participantId, how);
  if (room.consentOf(participantId) === 'pending') room.agrees(participantId, how);
}
