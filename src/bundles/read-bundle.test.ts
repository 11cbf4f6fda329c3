import { expect, test } from 'vitest';
import { writeBundle } from './bundle.ts';
import { BundleError } from './errors.ts';
import { readBundle, soundOf } from './read-bundle.ts';
import { testBundle } from './test-bundle.ts';

const text = (change: object): string => JSON.stringify({ ...testBundle(), ...change });

test('what is written is read as it was', () => {
  const bundle = testBundle();
  expect(readBundle(writeBundle(bundle))).toEqual(JSON.parse(JSON.stringify(bundle)));
  expect(soundOf(bundle, 'said 1')).toHaveLength(9_600);
});

test.each([
  ['{"format": ', 'bundle/not-json', 'JSON'],
  ['[]', 'bundle/not-a-call', 'rollcall-call'],
  ['{"format":"har","version":1}', 'bundle/not-a-call', 'rollcall-call'],
  [text({ version: 2 }), 'bundle/other-version', 'version 2'],
  [text({ deeds: [{ kind: 'sing', atMs: 0, who: 'a' }] }), 'bundle/bad-content', 'deeds.0.kind'],
  [text({ deeds: [{ kind: 'key', key: '77', atMs: 0, who: 'a' }] }), 'bundle/bad-content', 'deeds.0.key'],
  [text({ deeds: [{ kind: 'say', sound: 'toString', atMs: 0, who: 'a' }] }), 'bundle/bad-content', 'deeds.0.sound'],
  [text({ heard: [{ sound: 'none', atMs: 0, who: 'a' }] }), 'bundle/bad-content', 'heard.0.sound'],
  [text({ sounds: { 'said 1': 'UklGRg==' } }), 'bundle/bad-content', 'sounds.said 1'],
  [text({ messages: [{ direction: 'sideways' }] }), 'bundle/bad-content', 'messages.0'],
  [text({ call: { callId: '' } }), 'bundle/bad-content', 'call.callId'],
])('%.40s is refused as %s, with its place', (file, code, place) => {
  let thrown: unknown;
  try {
    readBundle(file);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BundleError);
  expect(thrown).toMatchObject({ code, message: expect.stringContaining(place) as string });
});
