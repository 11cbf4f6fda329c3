/** What the home page tells of recognisers. */
import { expect, test } from 'vitest';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import { HomeSpeech } from './home-speech.ts';

const named = (name: string, missing?: string): SpeechToText => ({
  name,
  leavesMachine: false,
  languages: 'any',
  gives: { interims: false, words: false, confidence: false },
  atOnce: 1,
  missing: () => Promise.resolve(missing),
  recognise: () => (async function* () {})(),
});

test('one that is passed over says so until it is back, and one that lacks something says what', async () => {
  let current = 'first';
  const recognisers = [named('first'), named('second', 'install it'), named('third')];
  const home = new HomeSpeech({ recognisers, translators: [], loads: () => [undefined], current: () => [undefined, current] });
  await home.look();
  const problems = (): readonly (string | undefined)[] => home.now.recognisers.map(({ problem }) => problem);
  expect(problems()).toEqual([undefined, 'install it', undefined]);
  current = 'third';
  expect(problems()).toEqual([expect.stringMatching(/failed.*third/), 'install it', undefined]);
  current = 'first';
  expect(problems()).toEqual([undefined, 'install it', undefined]);
});

test('second passes that were given up are counted, where there are any, and it is said why', () => {
  let givenUp: { readonly count: number; readonly why: string | undefined } = { count: 0, why: undefined };
  const home = new HomeSpeech({ recognisers: [], translators: [], loads: () => [], current: () => [], passesGivenUp: () => givenUp });
  expect(home.now).not.toHaveProperty('passesGivenUp');
  givenUp = { count: 2, why: 'its key was refused' };
  expect(home.now).toMatchObject({ passesGivenUp: 2, passesProblem: 'its key was refused' });
});
