/** Notes by rules, on this machine: sentences as they were said, chosen by the words in them. */
import { isDecision, taskIn } from './cues.ts';
import { namesIn } from './names.ts';
import type { MakeNotes, MeetingNotes, Note } from './port.ts';
import { isAlike, recapOf } from './recap.ts';
import { sentencesOf, type SaidSentence } from './sentences.ts';

const LONGEST = 280;
const MOST_OF_A_KIND = 20;

/**
 * Decisions and tasks are found by how people say them in English ("we agreed …", "Grace will send …", "can you …, Ada?", "action item"), in other
 * languages only the plainest. The recap goes by what is said most, in any language. Nothing stands in the notes that nobody said.
 */
export const extractiveNotes: MakeNotes = (segments, { signal } = {}) => {
  if (signal?.aborted) return Promise.reject(signal.reason as Error);
  return Promise.resolve(extracted(segments));
};

export function extracted(segments: Parameters<MakeNotes>[0]): MeetingNotes {
  const sentences = sentencesOf(segments);
  const names = namesIn(segments);
  const decisions = sentences.filter(({ text }) => isDecision(text));
  const tasks = sentences.flatMap((sentence) => {
    const task = decisions.includes(sentence) ? undefined : taskIn(sentence.text, names);
    if (!task) return [];
    const who = task.who === 'speaker' ? sentence.speaker : task.who && (names.of(task.who) ?? task.who);
    return [{ ...noteOf(sentence), ...(who === undefined || who === 'somebody' ? {} : { who }) }];
  });
  const said = new Set([...decisions, ...tasks].map(({ text }) => text));
  const rest = sentences.filter(({ text }) => !said.has(text));
  const atMost = Math.min(7, Math.max(3, Math.ceil(Math.sqrt(rest.length))));
  return {
    recap: recapOf(rest, atMost).map(noteOf),
    decisions: once(decisions.map(noteOf)),
    tasks: once(tasks),
    madeBy: 'extractive',
  };
}

/** Said twice, noted once. */
export function once<T extends Note>(notes: readonly T[]): readonly T[] {
  const kept: T[] = [];
  for (const note of notes) if (!kept.some(({ text }) => isAlike(text, note.text))) kept.push(note);
  return kept.slice(0, MOST_OF_A_KIND);
}

function noteOf({ text, atMs, segmentId, speaker }: SaidSentence): Note {
  return { text: text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/u, '')} …` : text, atMs, segmentId, speaker };
}
