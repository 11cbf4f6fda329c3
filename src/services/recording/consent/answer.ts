/** What somebody answers to being asked whether they may be recorded: by a key, by a word, or not at all. */
import type { ConsentPerson, ConsentRoom } from '../port.ts';
import type { ConsentKeys } from './late-keys.ts';

export type AskedBy = readonly ('key' | 'voice')[];
export type Asking = ConsentKeys & {
  readonly by: AskedBy;
  /** Words that say yes, and words that say no. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly withinMs: number;
};

export type Answer = { readonly agrees: boolean; readonly how: string } | undefined;

export const YES: readonly string[] = ['yes', 'I agree', 'okay', 'sure'];
export const NO: readonly string[] = ['no', 'I do not agree', "I don't agree"];

/** The first answer that comes by any of the roads; undefined when the time is over. */
export async function answerOf(
  room: ConsentRoom,
  { participantId }: Pick<ConsentPerson, 'participantId'>,
  asking: Asking,
): Promise<Answer> {
  const { by, agreeKey = '1', refuseKey = '2', yes, no, withinMs } = asking;
  const roads: Promise<Answer>[] = [];
  if (by.includes('key'))
    roads.push(
      room
        .key(participantId, [agreeKey, refuseKey], withinMs)
        .then((key) => (key === undefined ? undefined : { agrees: key === agreeKey, how: `key ${key}` })),
    );
  if (by.includes('voice'))
    roads.push(
      room
        .word(participantId, [...yes, ...no], withinMs)
        .then((word) => (word === undefined ? undefined : { agrees: yes.includes(word), how: `voice "${word}"` })),
    );
  return firstOf(roads);
}

async function firstOf(roads: readonly Promise<Answer>[]): Promise<Answer> {
  const waiting = new Map(roads.map((road, index) => [index, road.then((answer) => ({ index, answer }))]));
  while (waiting.size > 0) {
    const { index, answer } = await Promise.race(waiting.values());
    if (answer) return answer;
    waiting.delete(index);
  }
  return undefined;
}
