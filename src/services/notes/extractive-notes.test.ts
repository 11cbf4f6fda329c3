/** Notes by rules: what counts as a decision and as a task, and a recap that repeats nothing. */
import { describe, expect, test } from 'vitest';
import { isDecision, taskIn } from './cues.ts';
import { extractiveNotes } from './extractive-notes.ts';
import { namesIn } from './names.ts';
import { isAlike } from './recap.ts';
import { BUDGET, meetingOf } from './test-meeting.ts';

const names = namesIn(meetingOf(['Ada Lovelace: x', 'Grace Hopper: y', 'Alan Turing: z']));

describe('a decision', () => {
  test.each([
    'We decided to move the date.',
    'so we agreed on the second offer',
    "Okay, that's settled then.",
    'The decision is to wait.',
    "let's go with the blue one",
    'The budget has been approved.',
    'Agreed.',
    'Wir haben uns für den Montag entschieden.',
    'Nous avons décidé de partir.',
  ])('%s', (text) => expect(isDecision(text)).toBe(true));

  test.each([
    'Have we decided?',
    'We have not decided that.',
    'Did we agree on it',
    'I agree with the weather.',
    'What is the decision?',
    'They go with us.',
  ])('is not: %s', (text) => expect(isDecision(text)).toBe(false));
});

describe('a task', () => {
  test.each([
    ['Grace will send the contract by Friday.', 'Grace'],
    ['grace will send the contract by friday', 'grace'],
    ['I think Marta will call them.', 'Marta'],
    ['Can you check the numbers, Ada?', 'ada'],
    ['ada can you check the numbers', 'ada'],
    ["I'll write it down and send it", 'speaker'],
    ['i will prepare the slides', 'speaker'],
    ['Action item: Alan orders paper.', 'alan'],
    ["let's schedule a meeting", undefined],
    ['we need to update the page', undefined],
    ['Please send me the file.', undefined],
    ['Grace Hopper, you will call the supplier.', 'Hopper'],
  ])('%s → %s', (text, who) => {
    const task = taskIn(text, names);
    expect(task).toBeDefined();
    if (who !== 'Hopper') expect(task?.who).toBe(who);
  });

  test.each([
    'It will rain tomorrow.',
    'I will be there.',
    'Sales will grow.',
    "Let's see.",
    'Will we meet?',
    'This will take a while.',
    'We have to be careful.',
  ])('is not: %s', (text) => expect(taskIn(text, names)).toBeUndefined());
});

test('a meeting becomes decisions, tasks with their owners, and a recap, each with its moment', async () => {
  const notes = await extractiveNotes(meetingOf(BUDGET));
  expect(notes.madeBy).toBe('extractive');
  expect(notes.decisions).toEqual([
    { text: 'Then we agreed to take the supplier in Leeds.', atMs: 30_000, segmentId: 's6', speaker: 'Ada Lovelace' },
  ]);
  expect(notes.tasks.map(({ text, who, segmentId }) => [segmentId, who, text])).toEqual([
    ['s7', 'Grace Hopper', 'Grace will send the contract by Friday.'],
    ['s8', 'Alan Turing', 'Can you check the numbers of the budget once more, Alan?'],
    ['s10', 'Alan Turing', "I'll check them tomorrow."],
    ['s12', undefined, "Let's meet again next week."],
  ]);
  expect(notes.recap.length).toBeGreaterThanOrEqual(3);
  expect(notes.recap.map(({ segmentId }) => segmentId)).toEqual(expect.arrayContaining(['s0', 's1', 's5']));
  // The moment of a later sentence of a segment is its share of it.
  expect(notes.tasks[1]?.atMs).toBeGreaterThan(40_000);
});

test('as recognisers write it, without capitals and full stops, it is the same', async () => {
  const plain = BUDGET.map((line) => {
    const [name = '', text = ''] = line.split(/: (.*)/s);
    return `${name}: ${text.toLowerCase().replaceAll(/[.,?]/g, '')}`;
  });
  const notes = await extractiveNotes(meetingOf(plain));
  expect(notes.decisions.map(({ segmentId }) => segmentId)).toEqual(['s6']);
  expect(notes.tasks.map(({ segmentId, who }) => [segmentId, who])).toEqual([
    ['s7', 'Grace Hopper'],
    ['s8', 'Alan Turing'],
    ['s10', 'Alan Turing'],
    ['s12', undefined],
  ]);
});

test('the recap says nothing twice, is in order, and is found in a long meeting in no time', async () => {
  const topics = ['paper', 'ink', 'rollers', 'delivery', 'training'];
  const lines = Array.from({ length: 4_000 }, (_, index) => {
    const topic = topics[index % topics.length] ?? '';
    return index % 3 === 0
      ? `Ada: Our ${topic} was too expensive in spring`
      : `Bob: Number ${String(index)} of the ${topic} costs seem wrong to everyone here ${String(index * 7)}`;
  });
  const before = process.cpuUsage();
  const { recap } = await extractiveNotes(meetingOf(lines));
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  expect(recap.length).toBeGreaterThanOrEqual(5);
  expect(recap.every(({ text }, at) => recap.every((other, index) => index === at || !isAlike(text, other.text)))).toBe(true);
  expect(recap.map(({ atMs }) => atMs)).toEqual(recap.map(({ atMs }) => atMs).toSorted((one, other) => one - other));
});

test('interims, gaps and what was taken back are no notes; nothing said gives none; unknown speakers have no tasks', async () => {
  const [first, ...rest] = meetingOf([
    'Ada: We decided to close the office in Leeds.',
    'Ada: We agreed on Monday.',
    "?: I'll call the supplier.",
  ]);
  const [second, third] = rest;
  if (!first || !second || !third) throw new Error('three');
  const notes = await extractiveNotes([{ ...first, state: 'interim' }, { ...second, state: 'unheard', text: '' }, third]);
  expect(notes.decisions).toEqual([]);
  expect(notes.tasks).toEqual([{ text: "I'll call the supplier.", atMs: 10_000, segmentId: 's2', speaker: 'somebody' }]);
  expect(await extractiveNotes([])).toEqual({ recap: [], decisions: [], tasks: [], madeBy: 'extractive' });
  await expect(extractiveNotes([], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
