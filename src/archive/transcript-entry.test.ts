/** Entries that keep words alone, and what the rooms above keep sealed with an entry. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { about, ada, asViewer, grace, mallory, newPlace, operator, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

const words = { ...about, kind: 'transcript' } as const;
const joined = { kind: 'note', atMs: 0, note: { kind: 'joined', personId: grace.id, name: grace.name } } as const;

test('an entry without sound is saved without files, with who was there, and nothing is missing of it', async () => {
  const archive = await place.open();
  const open = await archive.begin(words);
  open.write(joined);
  const saved = await open.finish('the call ended');
  expect(saved).toMatchObject({ kind: 'transcript', state: 'saved', people: [grace], files: [], tracks: [], problem: undefined });
  expect(await archive.waveforms(asViewer(grace), saved.recordingId)).toEqual([]);
  expect((await place.blobs.list('')).filter(({ key }) => !key.includes('keys'))).toEqual([]);
  await expect(archive.openFile(operator, saved.recordingId, { kind: 'mixed' }, 'ogg')).rejects.toMatchObject({ code: 'archive/cannot' });
  expect(await archive.list(asViewer(grace), { kind: 'transcript' })).toHaveLength(1);
  await archive.erase(operator, saved.recordingId);
  expect(archive.standingOf(saved.recordingId)).toBe('gone');
});

test('one that was open when the program was killed is saved by the next start', async () => {
  const first = await place.open();
  const open = await first.begin(words);
  open.write(joined);
  await open.flush();
  const second = await place.open();
  await second.recover();
  expect(await second.get(asViewer(grace), open.recordingId)).toMatchObject({
    kind: 'transcript',
    state: 'saved',
    files: [],
    people: [grace],
  });
});

test('what is sealed with an entry opens for that purpose alone, also after a restart, and no more when it is deleted', async () => {
  const archive = await place.open();
  const open = await archive.begin(about);
  await twoSpeak(open);
  const { recordingId } = await open.finish('over');
  const seal = await archive.sealOf(recordingId, 'transcript');
  const sealed = seal.seal(Buffer.from('canary'));
  expect(Buffer.from(seal.seal(Buffer.from('canary'))).equals(sealed)).toBe(false);
  const again = await (await place.open()).sealOf(recordingId, 'transcript');
  expect(Buffer.from(again.open(sealed)).toString()).toBe('canary');
  const other = await archive.sealOf(recordingId, 'notes');
  expect(() => other.open(sealed)).toThrow(expect.objectContaining({ code: 'store/sealed' }));
  const changed = Uint8Array.from(sealed, (byte, index) => (index === 20 ? byte ^ 1 : byte));
  expect(() => seal.open(changed)).toThrow(expect.objectContaining({ code: 'store/sealed' }));
  await archive.erase(operator, recordingId);
  for (const use of [() => seal.open(sealed), () => seal.seal(sealed)])
    expect(use).toThrow(expect.objectContaining({ code: 'archive/unknown' }));
  await expect(archive.sealOf(recordingId, 'transcript')).rejects.toMatchObject({ code: 'archive/unknown' });
});

test('who may see and rename is told without a trace; what is done is noted in their name', async () => {
  const archive = await place.open();
  const open = await archive.begin(words);
  open.write(joined);
  await open.finish('over');
  const { recordingId } = open;
  const all = [operator, asViewer(ada), asViewer(grace), asViewer(mallory)].map((viewer) => archive.standing(viewer, recordingId));
  expect(all.map(({ maySee, mayRename }) => [maySee, mayRename])).toEqual([[true, true], [true, true], [true, false], [false, false]]); // prettier-ignore
  expect(archive.standing(operator, 'nothing')).toEqual({ maySee: false, mayRename: false });
  expect(await archive.trail(operator, recordingId)).toHaveLength(1);
  await archive.note(asViewer(grace), recordingId, 'corrected', 's1');
  await expect(archive.note(asViewer(mallory), recordingId, 'corrected')).rejects.toMatchObject({ code: 'archive/unknown' });
  expect((await archive.trail(operator, recordingId)).map(({ by, did, detail }) => [by, did, detail])).toContainEqual([
    `${grace.name} (recorded)`,
    'corrected',
    's1',
  ]);
});
