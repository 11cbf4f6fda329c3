import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Ground } from '../../test/small-house.ts';
import type { RecordingsAnswer } from '../server/recordings/recordings-command.ts';
import { kept, openKept } from '../server/recordings/test-kept.ts';
import type { Sqlite } from '../store/sqlite.ts';
import { recordings } from './recordings.ts';

let folder: string;
let data: string;
let printed: string;
let problems: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-recordings-'));
  data = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function typed(...words: string[]): Promise<number> {
  printed = problems = '';
  const output = { out: (text: string) => void (printed += text), error: (text: string) => void (problems += text) };
  return recordings([...words, '--data', data], output);
}
async function answered<Kind extends RecordingsAnswer['kind']>(kind: Kind, ...words: string[]): Promise<RecordingsAnswer & { kind: Kind }> {
  expect(await typed(...words, '--json')).toBe(0);
  const answer = JSON.parse(printed) as RecordingsAnswer;
  expect(answer.kind).toBe(kind);
  return answer as RecordingsAnswer & { kind: Kind };
}

/** Two recordings of bots, one of the switchboard. */
async function threeKept(): Promise<readonly [string, string, string]> {
  await using archives = await openKept(data);
  const ids = [
    await kept(archives.bots),
    await kept(archives.bots, { subject: 'Zoë’s budget' }),
    await kept(archives.switchboard, { subject: 'Stand-up' }),
  ].map(({ recordingId }) => recordingId);
  return ids as [string, string, string];
}

describe.each(['closed', 'open'] as const)('the house is %s', { timeout: 60_000 }, (state) => {
  let ground: Ground | undefined;
  let ids: readonly [string, string, string];
  beforeEach(async () => {
    ids = await threeKept();
    if (state === 'closed') return;
    ground = await Ground.find();
    await ground.open({ data });
  }, 60_000);
  afterEach(async () => {
    await ground?.[Symbol.asyncDispose]();
    ground = undefined;
  });

  test('what both halves keep is listed, found by words, and shown by the beginning of its id', async () => {
    expect(await typed('list')).toBe(0);
    for (const id of ids) expect(printed).toContain(id.slice(0, 8));
    expect(printed).toMatch(/ 0:00:00 {2}saved {2}Stand-up$/m);
    expect((await answered('recordings', 'list', 'zoe')).recordings.map(({ subject }) => subject)).toEqual(['Zoë’s budget']);
    expect(await typed('list', 'nothing of the kind')).toBe(0);
    expect(printed).toContain('There are no recordings.');
    expect(await typed('show', ids[2].slice(0, 8))).toBe(0);
    expect(printed).toMatch(/^ {2}Stand-up$/m);
    expect(printed).toContain(ids[2]);
    expect(printed).toMatch(/^ {2}people {6}Ada Lovelace$/m);
    expect(printed).toMatch(/operator \S+ {2}looked$/m);
  });

  test('a held one is not deleted, and says so; a released one is, with the proof', async () => {
    const [id] = ids;
    const { recording, trail } = await answered('recording', 'hold', id, '--reason', 'case 4711');
    expect(recording.hold?.reason).toBe('case 4711');
    expect(trail.at(-1)).toMatchObject({ did: expect.stringMatching(/looked|readTrail/) as string });
    expect(trail).toContainEqual(
      expect.objectContaining({ did: 'held', detail: 'case 4711', by: expect.stringMatching(/^operator /) as string }),
    );
    await expect(typed('erase', id)).rejects.toThrow(/is held \(case 4711\) and cannot be deleted/);
    await expect(typed('keep', id, '1')).rejects.toThrow(/cannot be kept for a shorter time/);
    expect((await answered('recording', 'release', id)).recording.hold).toBeUndefined();
    expect(await typed('erase', id)).toBe(0);
    expect(printed).toMatch(/is deleted. Looked for, and not there any more:\n {4}\S+/);
    expect(printed).toContain('Its key is destroyed');
    expect((await answered('recordings', 'list')).recordings).toHaveLength(2);
    await expect(typed('show', id.slice(0, 8))).rejects.toMatchObject({
      message: expect.stringContaining('There is no recording') as string,
      remedy: expect.stringContaining('rollcall recordings list') as string,
    });
    const gone = await answered('gone', 'show', id);
    expect(gone.trail.map(({ did }) => did)).toEqual(expect.arrayContaining(['held', 'released', 'erased']));
    expect(JSON.stringify(gone)).not.toMatch(/4711|Quarterly|Ada/);
    expect(await typed('show', id)).toBe(0);
    expect(printed).toContain('Nothing is left of it but this');
  });

  test('it is kept for so many days from its beginning, or for ever', async () => {
    const { recording } = await answered('recording', 'keep', ids[1], '7');
    expect(recording.keptUntilMs).toBe(recording.startedMs + 7 * 86_400_000);
    expect((await answered('recording', 'keep', ids[1], 'forever')).recording.keptUntilMs).toBeUndefined();
    expect(await typed('show', ids[1])).toBe(0);
    expect(printed).toMatch(/^ {2}kept {8}for ever$/m);
  });

  test('the audit logs are as they were written; a new key is in both of them', async () => {
    const { keyId } = await answered('key', 'new-key');
    expect(await typed('verify')).toBe(0);
    expect(printed).toMatch(/audit log of the bots’ recordings: \d+ entr(?:y|ies), all as they were written/);
    expect(printed).toMatch(/audit log of the switchboard’s recordings: \d+ entr(?:y|ies), all as they were written/);
    await ground?.closeAll();
    for (const half of ['bots', 'switchboard']) {
      using log = auditOf(half);
      expect(log.all()).toContainEqual(
        expect.objectContaining({ action: 'keyMade', detail: keyId, actor: expect.stringMatching(/^operator ./) as string }),
      );
    }
    // What was wrapped by the older one is opened as before.
    expect((await answered('recording', 'show', ids[0])).recording.subject).toBe('Quarterly figures');
  });

  test('what cannot be meant is not done', async () => {
    await expect(typed('erase', ids[0].slice(0, 2))).rejects.toThrow(/an id, or at least its first four letters/);
    await expect(typed('erase', 'ffffffff')).rejects.toThrow('There is no recording ffffffff; it may have been deleted.');
    await expect(typed('hold', ids[0], '--reason', '  ')).rejects.toThrow(/say why: a case, a request/);
    await expect(typed('keep', ids[0], '99999')).rejects.toThrow(/days/);
    expect((await answered('recordings', 'list')).recordings).toHaveLength(3);
  });
});

/** Straight in the file, as somebody would who wants to hide something. */
function auditOf(half: string): Disposable & { all(): readonly object[]; exec(sql: string): void } {
  const database = new Database(join(data, 'recordings', half, 'audit', 'audit.db')) as unknown as Sqlite;
  return {
    all: () => database.prepare('SELECT * FROM entries').all() as object[],
    exec: (sql) => {
      database.exec(sql);
    },
    [Symbol.dispose]: () => {
      database.close();
    },
  };
}

test.each([
  ['changed', `UPDATE entries SET actor = 'operator nobody' WHERE sequence = 2`, 'entry 2: it, or its place in the log, was changed'],
  ['taken out', 'DELETE FROM entries WHERE sequence = 2', 'entry 2: it is missing'],
  ['cut off', 'DELETE FROM entries WHERE sequence > 1', 'entry 2: the end of the log was cut off'],
])('an entry of the audit log that was %s gives exit code 1 and is named', async (_, sql, problem) => {
  const [id] = await threeKept();
  expect(await typed('hold', id, '--reason', 'case 4711')).toBe(0);
  {
    using log = auditOf('bots');
    log.exec(sql);
  }
  expect(await typed('verify')).toBe(1);
  expect(printed).toContain(`audit log of the bots’ recordings: 1 entry, ${problem}`);
  expect(printed).toMatch(/switchboard’s recordings: \d+ entr(?:y|ies), all as they were written/);
  expect(await typed('verify', '--json')).toBe(1);
});

test.each([
  [['explode']],
  [[]],
  [['show']],
  [['erase']],
  [['hold', 'abcd']],
  [['keep', 'abcd']],
  [['keep', 'abcd', 'soon']],
  [['keep', 'abcd', '0']],
  [['show', 'a', 'b']],
  [['verify', 'x']],
])('rollcall recordings %j is not understood, and what is, is told', async (words) => {
  expect(await typed(...words)).toBe(2);
  expect(problems).toContain('rollcall recordings list [words]');
  expect(printed).toBe('');
});

test('--help tells what there is', async () => {
  expect(await typed('--help')).toBe(0);
  expect(printed).toContain('rollcall recordings new-key');
});
