/** Words for recordings. */
import { expect, test } from 'vitest';
import { deedWords, fileRows, peopleWords, sizeWords, stateRemedy, stateWords } from './library-words.ts';

test('a state has words, and one that went wrong says what to do', () => {
  expect(stateWords({ state: 'recording' }).words).toBe('Recording now');
  expect(stateWords({ state: 'saved' }).words).toBe('Saved');
  expect(stateWords({ state: 'saved', problem: 'x' }).words).toBe('Saved, with a gap');
  expect(stateRemedy({ state: 'failed', problem: 'the disk is full' })?.remedy).toMatch(
    /^The disk is full\. What was recorded is still kept/,
  );
  expect(stateRemedy({ state: 'saved', problem: 'the last 0.4 s were lost.' })?.remedy).toMatch(/^The last 0\.4 s were lost\. /);
  expect(stateRemedy({ state: 'saved' })).toBeUndefined();
});

test('the trail speaks as a person does, also of what is new to it', () => {
  expect(deedWords({ did: 'retentionSet', detail: 'for good' })).toBe('set how long it is kept: for good');
  expect(deedWords({ did: 'teleported' })).toBe('teleported');
  expect(deedWords({ did: 'heardAgain' })).toBe('had it transcribed again');
  expect(deedWords({ did: 'corrected', detail: '0b6f-4' })).toBe('corrected the transcript');
  expect(deedWords({ did: 'namedSpeaker', detail: 'Ada' })).toBe('named a speaker: Ada');
});

test.each([
  [[], 'Nobody'],
  [['Ada'], 'Ada'],
  [['Ada', 'Grace'], 'Ada and Grace'],
  [['Ada', 'Grace', 'Eve'], 'Ada, Grace and Eve'],
  [['Ada', 'Grace', 'Eve', 'Bob'], 'Ada, Grace and 2 others'],
])('%j are "%s"', (names, words) => expect(peopleWords(names.map((name) => ({ name })))).toBe(words));

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [12_345_678, '12.3 MB'],
  [345_678_901, '346 MB'],
  [2_500_000_000, '2.5 GB'],
])('%i is %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words));

test('files stand together by what they are of', () => {
  const file = { mime: 'audio/ogg', durationMs: 1 };
  const rows = fileRows({
    files: [{ ...file, name: 'mixed.ogg', title: 'Everyone, one track (Opus)', sizeBytes: 5 }],
    making: [
      { name: 'mixed.wav', done: 0.5 },
      { name: 'track-1.wav', done: 0, problem: 'no room' },
      { name: 'speaker.mp4', done: 0.1 },
    ],
    canMake: [
      { name: 'track-1.ogg', title: 'Ada (she) alone (Opus)' },
      { name: 'track-1.wav', title: 'Ada (she) alone (WAV)' },
    ],
  });
  expect(rows).toEqual([
    {
      part: 'Everyone, one track',
      formats: [
        { name: 'mixed.ogg', format: 'Opus', sizeBytes: 5 },
        { name: 'mixed.wav', format: 'WAV', done: 0.5 },
      ],
    },
    { part: 'Film, speaker view', formats: [{ name: 'speaker.mp4', format: 'MP4', done: 0.1 }] },
    {
      part: 'Ada (she) alone',
      formats: [
        { name: 'track-1.ogg', format: 'Opus', problem: undefined },
        { name: 'track-1.wav', format: 'WAV', problem: 'no room' },
      ],
    },
  ]);
});
