/** What is kept of why a second pass failed: it helps whoever reads it, and gives nobody away. */
import { expect, test } from 'vitest';
import { SpeechError } from '../../speech/errors.ts';
import { failureOf, sayable } from './pass-failure.ts';

const nobody = { names: [], said: [] };
const ours = { names: ['Ada Lovelace', 'Márta'], said: ['well the merger closes on Friday', 'yes'] };
const failed = (message: string): SpeechError => new SpeechError('speech/provider-failed', message);

test('what helps stays: who failed, how, and the line that mends it', () => {
  const helpful = 'whisper at 127.0.0.1:11434 answered with 401, "Invalid credentials"; check its key';
  expect(failureOf(failed(helpful), ours)).toEqual({
    code: 'speech/provider-failed',
    words: 'whisper at 127.0.0.1:11434 answered with 401, …; check its key',
  });
  expect(sayable('It is not installed: "apt-get install pocketsphinx".', ours)).toContain('"apt-get install pocketsphinx"');
  expect(sayable('whisper at https://eu.example/v1/audio?key=abc, said nothing within 10 s', nobody)).toBe(
    'whisper at https://eu.example, said nothing within 10 s',
  );
});

test.each([
  ['a name', 'nobody understood Lovelace here', 'nobody understood … here'],
  ['a name with other accents and letters', 'nobody understood MARTA here', 'nobody understood … here'],
  ['three words in a row that were said', 'it got “the merger”, and: The MERGER, closes on its side', 'it got …, and: … its side'],
  ['what is quoted', "the server said 'I heard of it' and “so” and `it`", 'the server said … and … and …'],
  ['a long number', 'no sense in 4111 1111 1111 1111 was found', 'no sense in … was found'],
  ['an address of a person', 'account ada@example.com has no quota', 'account … has no quota'],
  ['whose folder it is', 'cannot open /home/ada/models/x.onnx there', 'cannot open /x.onnx there'],
])('%s is left out', (_what, message, left) => {
  expect(sayable(message, ours)).toBe(left);
});

test('it is bounded, and one line', () => {
  const words = sayable(`it broke\n${'again and '.repeat(500)}`, nobody);
  expect(words.length).toBeLessThanOrEqual(240);
  expect(words).toMatch(/^it broke again and .*…$/);
});

test('where it is not known what must not be said, or the error is none of the house, there is the code alone', () => {
  expect(failureOf(failed('Ada said so'), undefined)).toEqual({ code: 'speech/provider-failed' });
  expect(failureOf(new Error('Ada said so'), nobody)).toEqual({ code: 'unknown' });
  expect(failureOf(Object.assign(new Error('x'), { code: 'it said: Ada' }), nobody)).toEqual({ code: 'unknown' });
});
