import { expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { PacedCaptions, type PacedCaption } from './paced-captions.ts';

const interim = (text: string, more: Partial<PacedCaption> = {}): PacedCaption => ({ captionId: 'a', text, isFinal: false, ...more });

function shown(): { readonly clock: VirtualClock; readonly captions: PacedCaptions<PacedCaption>; readonly texts: string[] } {
  const clock = virtualClock();
  const texts: string[] = [];
  return { clock, texts, captions: new PacedCaptions(clock, ({ text }) => void texts.push(`${String(clock.now())} ${text}`)) };
}

test('the first is shown at once, the last of those that come within 200 ms when they are over', async () => {
  const { clock, captions, texts } = shown();
  captions.put(interim('one'));
  await clock.advance(50);
  captions.put(interim('one two'));
  captions.put(interim('one two three'));
  await clock.advance(100);
  expect(texts).toEqual(['0 one']);
  await clock.advance(100);
  captions.put(interim('four'));
  await clock.advance(1_000);
  captions.put(interim('five'));
  expect(texts).toEqual(['0 one', '200 one two three', '400 four', '1250 five']);
});

test('what is final does not wait, and nothing that came before it is shown after it', async () => {
  const { clock, captions, texts } = shown();
  captions.put(interim('one'));
  captions.put(interim('one two'));
  captions.put(interim('One, two.', { isFinal: true }));
  await clock.advance(100);
  expect(texts).toEqual(['0 one', '0 One, two.']);
  // Somebody else recognises it once more.
  captions.put(interim('won'));
  captions.put(interim('won to'));
  await clock.advance(1_000);
  expect(texts.slice(2)).toEqual(['100 won', '300 won to']);
});

test('each caption, and each of its languages, has a pace of its own', () => {
  const { captions, texts } = shown();
  captions.put(interim('one', { language: 'en' }));
  captions.put(interim('one two', { language: 'fr' }));
  captions.put(interim('uno', { language: 'es', isTranslation: true }));
  captions.put(interim('un', { language: 'fr', isTranslation: true }));
  captions.put(interim('other', { captionId: 'b' }));
  expect(texts).toEqual(['0 one', '0 uno', '0 un', '0 other']);
});

test('at the end what waits is shown, once', async () => {
  const { clock, captions, texts } = shown();
  captions.put(interim('one'));
  captions.put(interim('one two'));
  captions.end();
  await clock.advance(1_000);
  expect(texts).toEqual(['0 one', '0 one two']);
});
