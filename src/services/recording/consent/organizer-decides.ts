/** Consent by the organizer of a meeting, for everybody: they are asked, everybody is told, and whoever objects is left out. */
import { RecordingError } from '../errors.ts';
import type { ConsentPerson, ConsentPolicy, ConsentRoom } from '../port.ts';
import { answerOf, NO, YES, type AskedBy } from './answer.ts';
import { lateKeys, type ConsentKeys } from './late-keys.ts';

export type OrganizerDecidesOptions = ConsentKeys & {
  /** By which roads the organizer may answer: `['key', 'voice']`. */
  readonly by?: AskedBy | undefined;
  /** What the organizer is asked; everybody hears it. */
  readonly text?: string | undefined;
  /** What everybody is told once it is decided, and whoever comes later. */
  readonly toldText?: string | undefined;
  readonly yes?: readonly string[] | undefined;
  readonly no?: readonly string[] | undefined;
  /** How long is waited for the answer once the question has been asked: 30 s. */
  readonly withinMs?: number | undefined;
};

const WITHIN_MS = 30_000;

export function organizerDecides(options: OrganizerDecidesOptions = {}): ConsentPolicy {
  const { by = ['key', 'voice'], agreeKey = '1', refuseKey = '2', withinMs = WITHIN_MS, yes = YES, no = NO } = options;
  const { text = `May this meeting be recorded? The organizer decides: press ${agreeKey} for yes, ${refuseKey} for no.` } = options;
  const { toldText = `The organizer has decided to record this meeting. Whoever does not want to be in it presses ${refuseKey}.` } =
    options;
  const late = lateKeys({ agreeKey, refuseKey });
  const decided = new WeakSet<ConsentRoom>();
  return {
    name: 'organizer decides',
    async open(room) {
      const organizer = room.people.find(({ isOrganizer }) => isOrganizer);
      if (!organizer) throw notAllowed('the organizer is not here, and nobody else may decide. Instead: wait for them, or use askEach()');
      await room.say(text);
      room.told(organizer.participantId, 'announcement');
      const answer = await answerOf(room, organizer, { by, agreeKey, refuseKey, yes, no, withinMs });
      if (!answer) {
        room.noAnswer(organizer.participantId, 'no answer in time');
        throw notAllowed('the organizer did not answer');
      }
      if (!answer.agrees) {
        room.refuses(organizer.participantId, answer.how);
        throw notAllowed(`the organizer does not want it (${answer.how})`);
      }
      room.agrees(organizer.participantId, answer.how);
      decided.add(room);
      const there = room.people;
      await room.say(toldText);
      for (const who of there) if (who.participantId !== organizer.participantId) inherits(room, who);
    },
    async joined(room, who) {
      await room.say(toldText);
      inherits(room, who);
    },
    // Before the decision a key of the organizer is an answer to the question.
    key: (room, who, key) => {
      if (decided.has(room)) late(room, who, key);
    },
  };
}

function inherits(room: ConsentRoom, { participantId }: ConsentPerson): void {
  room.told(participantId, 'announcement');
  if (room.consentOf(participantId) === 'pending') room.agrees(participantId, 'organizer');
}

function notAllowed(why: string): RecordingError {
  return new RecordingError('recording/not-allowed', `this meeting may not be recorded: ${why}`);
}
