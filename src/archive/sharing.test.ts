/** Who may see and do what with a recording, and what the trail says of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Archive } from './archive.ts';
import type { Viewer } from './port.ts';
import { about, ada, asViewer, grace, mallory, newPlace, operator, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
let archive: Archive;
let recordingId: string;
beforeEach(async () => {
  place = await newPlace();
  archive = await place.open();
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  ({ recordingId } = await recording.finish('over'));
});
afterEach(() => place[Symbol.asyncDispose]());

const mixed = { kind: 'mixed' } as const;
const granted = { id: 'gus', name: 'Gus' };
const deeds = {
  see: (viewer: Viewer) => archive.get(viewer, recordingId),
  make: (viewer: Viewer) => archive.make(viewer, recordingId, mixed, 'wav'),
  rename: (viewer: Viewer) => archive.rename(viewer, recordingId, 'Other'),
  grant: (viewer: Viewer) => archive.grant(viewer, recordingId, granted),
  revoke: (viewer: Viewer) => archive.revoke(viewer, recordingId, 'nobody'),
  keepUntil: (viewer: Viewer) => archive.keepUntil(viewer, recordingId, undefined),
  trail: (viewer: Viewer) => archive.trail(viewer, recordingId),
  hold: (viewer: Viewer) => archive.hold(viewer, recordingId, 'court'),
  release: (viewer: Viewer) => archive.release(viewer, recordingId),
  erase: (viewer: Viewer) => archive.erase(viewer, recordingId),
};
const all = Object.keys(deeds) as readonly (keyof typeof deeds)[];

test.each([
  ['operators', operator, all],
  ['the organizer', asViewer(ada), all.filter((deed) => deed !== 'hold' && deed !== 'release')],
  ['who was recorded', asViewer(grace), ['see', 'make']],
  ['who it was granted to', asViewer(granted), ['see', 'make']],
  ['strangers', asViewer(mallory), []],
  ['nobody in particular', { kind: 'person', id: '', name: '' }, []],
] as const)('%s', async (_, viewer, allowed: readonly string[]) => {
  await archive.grant(operator, recordingId, granted);
  const outcomes: string[] = [];
  for (const deed of all) {
    try {
      await deeds[deed](viewer);
      outcomes.push(`${deed} yes`);
    } catch (error) {
      outcomes.push(`${deed} ${String((error as { code?: unknown }).code)}`);
    }
  }
  const refused = allowed.includes('see') ? 'archive/not-allowed' : 'archive/unknown';
  expect(outcomes).toEqual(all.map((deed) => `${deed} ${allowed.includes(deed) ? 'yes' : refused}`));
});

test('what one may not see is told in the same words as what is not there', async () => {
  const messageOf = (id: string): Promise<string> => archive.get(asViewer(mallory), id).then(String, (error: Error) => error.message);
  expect((await messageOf(recordingId)).replace(recordingId, '…')).toBe((await messageOf('not-there')).replace('not-there', '…'));
  expect(await archive.list(asViewer(mallory))).toEqual([]);
});

test('a grant lets somebody see it, also after a start, until it is taken back', async () => {
  await archive.grant(asViewer(ada), recordingId, granted);
  await archive.grant(asViewer(ada), recordingId, granted);
  for (const each of [archive, await place.open()])
    expect(await each.list(asViewer(granted))).toMatchObject([{ recordingId, grants: [granted] }]);
  await archive.revoke(asViewer(ada), recordingId, granted.id);
  expect(await archive.list(asViewer(granted))).toEqual([]);
  expect(await (await place.open()).list(asViewer(granted))).toEqual([]);
});

test('two who look at once see the same, and each leaves a mark of their own, once a minute', async () => {
  for (const viewer of [asViewer(ada), asViewer(grace)]) {
    await archive.get(viewer, recordingId);
    const file = await archive.openFile(viewer, recordingId, mixed, 'ogg');
    for (let n = 0; n < 20; n++) await archive.openFile(viewer, recordingId, mixed, 'ogg');
    expect(Buffer.from(await file.read(0, 4)).toString()).toBe('OggS');
  }
  await place.clock.advance(60_000);
  await archive.openFile(asViewer(grace), recordingId, mixed, 'ogg');
  await archive.rename(asViewer(ada), recordingId, 'Figures');
  await archive.get(asViewer(mallory), recordingId).catch(() => undefined);
  await archive.hold(asViewer(grace), recordingId, 'x').catch(() => undefined);
  expect((await archive.trail(asViewer(ada), recordingId)).map(({ by, did, detail }) => [by, did, detail])).toEqual([
    [`${ada.name} (organizer)`, 'looked', undefined],
    [`${ada.name} (organizer)`, 'opened', 'mixed.ogg'],
    [`${grace.name} (recorded)`, 'looked', undefined],
    [`${grace.name} (recorded)`, 'opened', 'mixed.ogg'],
    [`${grace.name} (recorded)`, 'opened', 'mixed.ogg'],
    [`${ada.name} (organizer)`, 'renamed', 'Figures'],
    [`${mallory.name} (stranger)`, 'refused', 'see'],
    [`${grace.name} (recorded)`, 'refused', 'hold'],
    [`${ada.name} (organizer)`, 'readTrail', undefined],
  ]);
});

test('lists, and asking for what is not there, are in the audit log without anybody’s name', async () => {
  await archive.list(asViewer(grace));
  await archive.list(asViewer(grace), { text: 'x' });
  await archive.get(asViewer(mallory), 'not-there').catch(() => undefined);
  await archive.list(operator);
  const entries = [];
  for await (const { actor, action, subject } of place.audit.entries()) if (subject === '') entries.push(`${actor} ${action}`);
  expect(entries).toEqual([
    expect.stringMatching(/^stranger [\w-]{12} listed$/),
    expect.stringMatching(/^stranger [\w-]{12} refused$/),
    'operator Olga listed',
  ]);
});

test('what cannot be put on the trail is not done', async () => {
  const audit = { ...place.audit, append: () => Promise.reject(new Error('the audit log is full')) };
  const strict = await place.open({ audit: audit as unknown as typeof place.audit });
  await expect(strict.openFile(operator, recordingId, mixed, 'ogg')).rejects.toThrow('audit log is full');
  await expect(strict.rename(operator, recordingId, 'x')).rejects.toThrow('audit log is full');
  expect(await archive.get(operator, recordingId)).toMatchObject({ subject: about.subject });
});
