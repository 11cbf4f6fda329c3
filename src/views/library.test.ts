/** Recordings as the library and its player show them. */
import { describe, expect, test } from 'vitest';
import type { KeptRecording } from '../archive/port.ts';
import { fileOfName, nameOfFile, possibleFiles, titleOfFile } from './library-files.ts';
import { libraryRecording, recordingDetail } from './library.ts';

const tracks: KeptRecording['tracks'] = [
  { track: 0, info: { kind: 'mixed' } },
  { track: 1, info: { kind: 'camera', personId: 'ada', name: 'Ada Lovelace' } },
  { track: 2, info: { kind: 'voice', personId: 'ada', name: 'Ada Lovelace' } },
  { track: 3, info: { kind: 'screen', personId: 'grace', name: 'Grace Hopper' } },
];
const kept: KeptRecording = {
  recordingId: 'r1',
  kind: 'recording',
  madeBy: { id: 'b', name: 'recorder' },
  subject: 'Sync',
  callId: 'c',
  organizer: { id: 'ada', name: 'Ada Lovelace' },
  state: 'saved',
  startedMs: 1,
  durationMs: 2,
  people: [{ id: 'grace', name: 'Grace Hopper' }],
  tracks,
  chapters: [{ atMs: 0, title: 'Start' }],
  markers: [],
  pauses: [],
  files: [
    { content: { kind: 'track', track: 2 }, format: 'ogg', mime: 'audio/ogg', sizeBytes: 1, durationMs: 2 },
    { content: { kind: 'mixed' }, format: 'ogg', mime: 'audio/ogg', sizeBytes: 1, durationMs: 2 },
    { content: { kind: 'composite', layout: 'speaker' }, format: 'webm', mime: 'video/webm', sizeBytes: 1, durationMs: 2 },
  ],
  grants: [{ id: 'x', name: 'X' }],
};
const as = (id: string): { readonly kind: 'person'; readonly id: string; readonly name: string } => ({ kind: 'person', id, name: id });
const shown = (more: Partial<KeptRecording> = {}, by = 'ada'): ReturnType<typeof recordingDetail> =>
  recordingDetail({ ...kept, ...more }, { viewer: as(by), ledger: [], hasTranscript: false, making: [{ name: 'mixed.wav', done: 0.5 }, { name: 'track-2.wav', done: 0, problem: 'no' }] }); // prettier-ignore

describe('files', () => {
  test.each([
    ['mixed.ogg', 'Everyone, one track (Opus)'],
    ['track-2.wav', 'Ada Lovelace alone (WAV)'],
    ['track-1.webm', 'Ada Lovelace, camera (WebM)'],
    ['track-3.webm', 'Grace Hopper, screen (WebM)'],
    ['speaker.mp4', 'Film, speaker view (MP4)'],
    ['gallery.webm', 'Film, gallery view (WebM)'],
  ])('%s is "%s", and its name reads back', (name, title) => {
    const file = fileOfName(name);
    expect(file && titleOfFile(file, tracks)).toBe(title);
    expect(file && nameOfFile(file)).toBe(name);
  });

  test.each(['', 'mixed', 'mixed.mp3', 'track-.ogg', 'track-01.ogg', 'track--1.ogg', '../mixed.ogg', 'mixed.ogg/', 'track-9999999.ogg'])(
    '"%s" is no name of one',
    (name) => expect(fileOfName(name)).toBeUndefined(),
  );

  test('that can be had: films come of pictures alone', () => {
    expect(possibleFiles(tracks).map(nameOfFile)).toEqual(
      ['speaker.mp4 speaker.webm gallery.mp4 gallery.webm', 'mixed.ogg mixed.wav track-2.ogg track-2.wav track-1.webm track-3.webm']
        .join(' ')
        .split(' '),
    );
    expect(possibleFiles(tracks.slice(0, 1)).map(nameOfFile)).toEqual(['mixed.ogg', 'mixed.wav']);
    expect(possibleFiles([])).toEqual([]);
  });
});

test('a line of the list says whether there are pictures, and whether it is held', () => {
  expect(libraryRecording(kept, true)).toMatchObject({ hasPictures: true, hasTranscript: true, isHeld: false, madeBy: 'recorder' });
  const hold = { reason: 'lawsuit', by: { id: 'o', name: 'Op' }, sinceMs: 3 };
  expect(libraryRecording({ ...kept, hold, tracks: tracks.slice(0, 1) }, false)).toMatchObject({ hasPictures: false, isHeld: true });
});

describe('the detail', () => {
  test('has everybody first, then who is heard, then screens and cameras', () => {
    expect(shown().lanes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'mixed Everyone',
      'voice Ada Lovelace',
      'screen Grace Hopper',
      'camera Ada Lovelace',
    ]);
  });

  test('offers what is neither there nor being made, once it is saved; what failed is offered again', () => {
    expect(shown().files.map(({ name }) => name)).toEqual(['speaker.webm', 'mixed.ogg', 'track-2.ogg']);
    expect(shown().canMake.map(({ name }) => name)).toEqual(
      ['speaker.mp4', 'gallery.mp4', 'gallery.webm', 'track-2.wav', 'track-1.webm', 'track-3.webm'], // prettier-ignore
    );
    expect(shown({ state: 'recording' }).canMake).toEqual([]);
  });

  test.each([
    ['ada', {}, ['rename', 'grant', 'keepUntil', 'make', 'erase']],
    ['ada', { hold: { reason: 'r', by: { id: 'o', name: 'Op' }, sinceMs: 1 } }, ['rename', 'grant', 'keepUntil', 'make']],
    ['ada', { state: 'recording' }, ['rename', 'grant', 'keepUntil']],
    ['ada', { state: 'failed' }, ['rename', 'grant', 'keepUntil', 'erase']],
    ['grace', {}, ['make']],
    ['x', { state: 'finishing' }, []],
  ] as const)('lets %s with %j do %j', (by, more, may) => {
    expect(shown(more, by).may).toEqual(may);
  });

  test('lets an operator do everything', () => {
    const { may } = recordingDetail(kept, { viewer: { kind: 'operator', name: 'Op' }, ledger: [], hasTranscript: false, making: [] });
    expect(may).toContain('erase');
  });

  test('names those who consented, and those without a name by their id', () => {
    const ledger = [
      { atMs: 1, person: { id: 'g', name: 'Grace' }, what: 'agreed', how: 'key 1' },
      { atMs: 2, person: { id: '+49301' }, what: 'refused', how: 'voice "no"' },
    ] as const;
    const { consents } = recordingDetail(kept, { viewer: as('ada'), ledger, hasTranscript: false, making: [] });
    expect(consents.map(({ name, what }) => `${name} ${what}`)).toEqual(['Grace agreed', '+49301 refused']);
  });
});
