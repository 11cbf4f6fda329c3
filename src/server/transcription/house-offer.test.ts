/** What the house offers, by who is there to recognise and to translate; and what pages show at home of them. */
import { expect, test } from 'vitest';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { HomeSpeech } from './home-speech.ts';
import { houseOffer } from './house-offer.ts';

function recogniser(name: string, missing?: string, sendsTo?: string): SpeechToText {
  return {
    name,
    leavesMachine: sendsTo !== undefined,
    sendsTo,
    languages: 'any',
    gives: { interims: false, words: false, confidence: false },
    atOnce: 1,
    missing: () => Promise.resolve(missing),
    recognise: () => {
      throw new Error('nothing is said here');
    },
  };
}
function translator(name: string, targets: readonly string[] | 'any', missing?: string): Translator {
  const common = { name, leavesMachine: false, missing: () => Promise.resolve(missing), targets: () => Promise.resolve(targets) };
  return { ...common, translate: () => Promise.reject(new Error('nothing is said here')) };
}

test('the first that is there recognises, all that can translate count, and whither what is said goes is told', async () => {
  const recognisers = [recogniser('local', 'apt-get install local'), recogniser('cloud', undefined, 'api.example')];
  const translators = [translator('away', ['it'], 'not installed'), translator('words', ['es', 'fr']), translator('more', ['fr', 'ca'])];
  expect(await houseOffer({ recognisers, translators, language: 'en-US' })).toEqual({
    offer: {
      spoken: 'en-US',
      captions: ['ca', 'es', 'fr'],
      voices: [],
      transcriber: { name: 'cloud', leavesMachine: true, sendsTo: 'api.example' },
      translator: { name: 'words', leavesMachine: false },
    },
  });
});

test('where nobody recognises the first says what is missing; who translates into any language offers those that are widely read', async () => {
  const recognisers = [recogniser('local', 'apt-get install local')];
  expect(await houseOffer({ recognisers, language: 'en-US' })).toEqual({ remedy: 'apt-get install local' });
  expect((await houseOffer({ recognisers: [], language: 'en-US' })).remedy).toMatch(/^Configure/);
  const { offer } = await houseOffer({ recognisers: [recogniser('r')], translators: [translator('any', 'any')], language: 'en-US' });
  expect(offer?.captions).toContain('es');
  expect(offer?.captions).not.toContain('en');
});

test('one that could not be looked at does not count as missing: another one is offered, or it is told that nobody knows', async () => {
  const busy = { ...recogniser('busy'), missing: () => Promise.reject(new Error('it was killed')) };
  const language = 'en-US';
  expect((await houseOffer({ recognisers: [busy, recogniser('there')], language })).offer?.transcriber?.name).toBe('there');
  await expect(houseOffer({ recognisers: [recogniser('local', 'apt-get install local'), busy], language })).rejects.toThrow(
    'it was killed',
  );
});

test('at home all are shown with what is missing, and the loads of both halves together', async () => {
  let missing: string | undefined = 'not installed';
  const later = { ...recogniser('local'), missing: () => Promise.resolve(missing) };
  const load = { ears: 1, speaking: 1, waiting: 2, waitingMs: 300, droppedMs: 40, heardMs: 0, segments: 0, failovers: 0 };
  const home = new HomeSpeech({
    recognisers: [later],
    translators: [translator('words', [])],
    current: () => [],
    loads: () => [load, undefined, load],
  });
  expect(await home.look()).toBe(true);
  expect(home.now).toMatchObject({ recognisers: [{ name: 'local', problem: 'not installed' }], translators: [{ name: 'words' }] });
  expect(home.now).toMatchObject({ speaking: 2, waiting: 4, waitingMs: 600, droppedMs: 80 });
  expect(await home.look()).toBe(false);
  missing = undefined;
  expect(await home.look()).toBe(true);
  expect(home.now.recognisers[0]?.problem).toBeUndefined();
});
