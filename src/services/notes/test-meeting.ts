/** A meeting to take notes of. */
import type { Segment } from '../../speech/segment.ts';

/** `Ada Lovelace: Good morning.`, five seconds each. */
export function meetingOf(lines: readonly string[]): readonly Segment[] {
  return lines.map((line, index): Segment => {
    const [name = '', text = ''] = line.split(/: (.*)/s);
    return {
      segmentId: `s${String(index)}`,
      revision: 1,
      state: 'final',
      speaker: name === '?' ? { speakerId: '', isUnknown: true } : { speakerId: name.toLowerCase(), name },
      startMs: index * 5_000,
      endMs: index * 5_000 + 4_000,
      text,
      language: 'en',
      made: { by: 'recogniser', provider: 'test', pass: 'live', leftMachine: false },
    };
  });
}

export const BUDGET: readonly string[] = [
  'Ada Lovelace: Good morning everybody, today we talk about the budget of the printing project and about its date.',
  'Grace Hopper: The printing project has used sixty percent of its budget and the supplier wants a new contract.',
  'Alan Turing: yes right',
  'Ada Lovelace: Has anybody decided about the supplier?',
  'Grace Hopper: We have not decided that yet.',
  'Alan Turing: The supplier in Leeds is cheaper, and its paper is better for the printing project.',
  'Ada Lovelace: Then we agreed to take the supplier in Leeds.',
  'Ada Lovelace: Grace will send the contract by Friday.',
  'Grace Hopper: Fine. Can you check the numbers of the budget once more, Alan?',
  'Alan Turing: I will be there.',
  "Alan Turing: I'll check them tomorrow.",
  'Ada Lovelace: The weather will be fine at the weekend, they say, and it will rain on Monday.',
  "Ada Lovelace: Let's meet again next week.",
  'Grace Hopper: The card is ••• by the way.',
];
