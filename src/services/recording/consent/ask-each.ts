/** Consent of each for themselves: everybody is asked, and only those who say yes are recorded. Needs nothing of the carrier. */
import type { ConsentPerson, ConsentPolicy, ConsentRoom } from '../port.ts';
import { answerOf, NO, YES, type AskedBy, type Asking } from './answer.ts';
import { lateKeys, type ConsentKeys } from './late-keys.ts';

export type AskEachOptions = ConsentKeys & {
  /** By which roads one may answer: `['key', 'voice']`. */
  readonly by?: AskedBy | undefined;
  /** What is asked; it has to name the keys, or the words. */
  readonly text?: string | undefined;
  /** What is said when everybody has answered, and when somebody is left out; an empty text says nothing. */
  readonly begunText?: string | undefined;
  readonly leftOutText?: string | undefined;
  /** Words that say yes, and words that say no. */
  readonly yes?: readonly string[] | undefined;
  readonly no?: readonly string[] | undefined;
  /** How long is waited for an answer once the question has been asked: 15 s. */
  readonly withinMs?: number | undefined;
};

const WITHIN_MS = 15_000;

/** The keys go on to count while it is recorded: who has refused may agree, and who has agreed may withdraw. */
export function askEach(options: AskEachOptions = {}): ConsentPolicy {
  const { by = ['key', 'voice'], agreeKey = '1', refuseKey = '2', withinMs = WITHIN_MS, yes = YES, no = NO } = options;
  const { begunText = 'Thank you. The recording begins.' } = options;
  const { leftOutText = 'The recording begins. Whoever has not agreed is left out of it.' } = options;
  const { text = question(by, agreeKey, refuseKey) } = options;
  const asking: Asking = { by, agreeKey, refuseKey, yes, no, withinMs };
  return {
    name: 'ask each',
    async open(room) {
      const asked = room.people;
      await room.say(text);
      await Promise.all(asked.map((who) => ask(room, who, asking)));
      const given = asked.filter(({ participantId }) => room.consentOf(participantId) === 'given');
      const after = given.length === asked.length ? begunText : leftOutText;
      if (given.length > 0 && after !== '') await room.say(after);
    },
    async joined(room, who) {
      await room.say(text);
      await ask(room, who, asking);
    },
    key: lateKeys({ agreeKey, refuseKey }),
  };
}

/** An app cannot answer: whoever wants it recorded says so by `recording.agrees`. */
async function ask(room: ConsentRoom, who: ConsentPerson, asking: Asking): Promise<void> {
  const { participantId, person } = who;
  // The key may have come while the question was being asked.
  if (room.consentOf(participantId) !== 'pending') return;
  if (person.kind === 'app') return room.noAnswer(participantId, 'an app is not asked');
  room.told(participantId, 'announcement');
  const answer = await answerOf(room, who, asking);
  if (room.consentOf(participantId) !== 'pending') return;
  if (!answer) room.noAnswer(participantId, 'no answer in time');
  else if (answer.agrees) room.agrees(participantId, answer.how);
  else room.refuses(participantId, answer.how);
}

function question(by: AskedBy, agreeKey: string, refuseKey: string): string {
  const yes = [...(by.includes('key') ? [`press ${agreeKey}`] : []), ...(by.includes('voice') ? ['say yes'] : [])].join(', or ');
  const no = [...(by.includes('key') ? [`press ${refuseKey}`] : []), ...(by.includes('voice') ? ['say no'] : [])].join(', or ');
  return `This call is to be recorded. If you agree, ${yes}. If not, ${no}, and you are left out.`;
}
