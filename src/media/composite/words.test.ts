/** Names as pictures: whatever they are, they are words and nothing else. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { blockLetters } from './block-letters.ts';
import type { WordPicture } from './canvas.ts';
import { initialsOf, Words } from './words.ts';

const clock = realClock();
const isThere = await findFfmpeg({ clock }).then(
  () => true,
  () => false,
);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const size = { height: 28, maxWidth: 640 };

function ink({ data }: WordPicture): number {
  return data.reduce((sum, each) => sum + Number(each > 120), 0);
}

test.each([
  ['Adele Vance', 'AV'],
  ['  grady  ', 'G'],
  ['Łukasz (Contoso) Żak', 'ŁŻ'],
  ['محمد علي', 'مع'],
  ['😀', '?'],
  ['', '?'],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('block letters are told from each other, and say what they can of any name', () => {
  const all = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?', (letter) => Buffer.from(blockLetters(letter, size).data).toString('hex'));
  expect(new Set(all).size).toBe(37);
  expect(blockLetters('Zoë', size)).toEqual(blockLetters('ZOE', size));
  expect(blockLetters('x'.repeat(500), size).width).toBeLessThanOrEqual(size.maxWidth);
  expect(ink(blockLetters('王芳', size))).toBeGreaterThan(20);
});

describe.skipIf(!isThere && process.env['CI'] !== 'true')('with ffmpeg installed', () => {
  const words = new Words({ clock });

  test('each name looks like no other, and is as wide as it is long', async () => {
    const [adele, grady, again] = await Promise.all(['Adele Vance', 'Grady', 'Adele Vance'].map((name) => words.picture(name, size)));
    expect(adele).toEqual(again);
    expect(ink(adele as WordPicture)).toBeGreaterThan(100);
    expect(adele?.width).toBeGreaterThan((grady?.width ?? 0) * 1.3);
    expect(adele?.data).not.toEqual(grady?.data);
  });

  test.each([
    `O'Brien: "quoted"`,
    '%{pts} %{localtime} 100 %',
    String.raw`back\slash \N \h end\\`,
    String.raw`{\pos(900,900)}here`,
    String.raw`{\c&H000000&}black {not} }{`,
    'a,b;c[d]=e|f@g',
    "x',drawbox=c=red,'",
    'two\nDialogue: 0,0:00:00.00,0:01:00.00,D,,0,0,0,,lines',
    'محمد علي',
    'Zoë 😀',
  ])('%j is shown as it is', async (name) => {
    // A part of it that was taken for a command would not be there.
    const whole = await words.picture(name, size);
    expect(whole.height).toBe(size.height);
    expect(ink(whole)).toBeGreaterThan(Array.from(name).length * 4);
    expect(whole.width).toBeGreaterThan(Math.min(Array.from(name).length, 60) * 4);
  });

  test('a name of a thousand letters is cut', async () => {
    expect((await words.picture('Wolfeschlegelsteinhausen '.repeat(40), size)).width).toBeLessThanOrEqual(size.maxWidth);
  });

  test.skipIf(process.platform === 'win32')('where ffmpeg cannot write, block letters stand in', async () => {
    writeFileSync(join(folder, 'ffmpeg'), '#!/bin/sh\necho "No such filter: subtitles" >&2\nexit 1\n');
    chmodSync(join(folder, 'ffmpeg'), 0o755);
    expect(await new Words({ clock, path: folder }).picture('Adele', size)).toEqual(blockLetters('Adele', size));
  });
});
