/** What the home page says of speech to text. */
import { expect, test } from 'vitest';
import { loadWords, problemParts } from './speech-words.ts';

test('quiet is said to be quiet', () => {
  expect(loadWords({ speaking: 0, waiting: 0, waitingMs: 0, droppedMs: 0 })).toBe('Nobody speaks just now.');
});

test('who speaks, what waits and what was lost are counted', () => {
  expect(loadWords({ speaking: 1, waiting: 0, waitingMs: 0, droppedMs: 0 })).toBe('1 person speaks.');
  expect(loadWords({ speaking: 3, waiting: 2, waitingMs: 1500, droppedMs: 0 })).toBe('3 people speak; 2 utterances wait, 1.5 s of speech.');
  expect(loadWords({ speaking: 0, waiting: 1, waitingMs: 300, droppedMs: 2000 })).toBe(
    'Nobody speaks just now; 1 utterance waits, 300 ms of speech. 2.0 s of speech could not be kept up with, and is shown as gaps.',
  );
  expect(loadWords({ speaking: 0, waiting: 0, waitingMs: 0, droppedMs: 0, passesGivenUp: 2 })).toBe(
    'Nobody speaks just now. 2 recordings could not be transcribed again: the library says why.',
  );
});

test('why recordings could not be transcribed again is said, and what to do', () => {
  const none = { speaking: 0, waiting: 0, waitingMs: 0, droppedMs: 0 };
  expect(loadWords({ ...none, passesGivenUp: 1, passesProblem: 'whisper: its key was refused.' })).toBe(
    'Nobody speaks just now. 1 recording could not be transcribed again: whisper: its key was refused. In the library it can be asked for again.',
  );
  expect(loadWords({ ...none, passesGivenUp: 3, passesProblem: 'it hung up' })).toContain(
    '3 recordings could not be transcribed again, the last of them because: it hung up. In',
  );
});

test('the line that installs what is missing can be copied', () => {
  expect(problemParts('It is not installed: "apt-get install pocketsphinx".').command).toBe('apt-get install pocketsphinx');
  expect(problemParts('Install `npm install sherpa-onnx-node` first').command).toBe('npm install sherpa-onnx-node');
  expect(problemParts('apertium is not on this machine: apt-get install -y apertium apertium-eng-spa')).toEqual({
    words: 'apertium is not on this machine.',
    command: 'apt-get install -y apertium apertium-eng-spa',
  });
  expect(problemParts('The key was refused by "api.openai.com"')).toEqual({ words: 'The key was refused by "api.openai.com"' });
});
