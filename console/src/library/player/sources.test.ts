/** What can be played. */
import { expect, test } from 'vitest';
import { sourcesOf } from './sources.ts';

const file = (name: string, mime: string): Parameters<typeof sourcesOf>[0][number] => ({
  name,
  mime,
  title: name,
  sizeBytes: 1,
  durationMs: 1,
});
const files = [
  file('mixed.ogg', 'audio/ogg'),
  file('mixed.wav', 'audio/wav'),
  file('track-1.ogg', 'audio/ogg'),
  file('gallery.mp4', 'video/mp4'),
  file('speaker.webm', 'video/webm'),
];

test('films come first, sound of everybody last; one person alone is for downloads', () => {
  expect(sourcesOf(files, () => true).map((source) => source.file.name)).toEqual(['speaker.webm', 'gallery.mp4', 'mixed.ogg']);
  expect(sourcesOf([], () => true)).toEqual([]);
});

test('of several formats that is taken which the browser can play, or the first if it says of none', () => {
  expect(sourcesOf(files, (mime) => mime === 'audio/wav').at(-1)?.file.name).toBe('mixed.wav');
  expect(sourcesOf(files, () => false).at(-1)?.file.name).toBe('mixed.ogg');
});
