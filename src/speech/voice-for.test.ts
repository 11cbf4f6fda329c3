import { expect, test } from 'vitest';
import { voiceFor } from './voice-for.ts';

const voices = [
  { id: 'slt', name: 'Slt', language: 'en-US' },
  { id: 'rms', name: 'Rms', language: 'en-US' },
  { id: 'awb', name: 'Awb', language: 'en-GB' },
];

test.each([
  [{}, 'rms'],
  [{ voice: 'awb' }, 'awb'],
  [{ language: 'en-gb' }, 'awb'],
  [{ language: 'en-US' }, 'rms'],
  [{ language: 'en' }, 'rms'],
  [{ language: 'en-AU' }, 'rms'],
  [{ voice: 'slt', language: 'en-GB' }, 'slt'],
])('%j asks for %s', (options, id) => {
  expect(voiceFor('flite', voices, options, 'rms').id).toBe(id);
});

test.each([
  [{ voice: 'kal' }, 'flite has no voice "kal"; it has slt, rms, awb'],
  [{ language: 'de' }, 'flite has no voice for "de"; it speaks en-US, en-GB'],
])('%j is refused: %s', (options, message) => {
  expect(() => voiceFor('flite', voices, options, 'rms')).toThrow(message);
});
