import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readManifest } from './manifest.ts';

test('a manifest that is none of a model is refused in one line that says what is wrong where', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-manifest-'));
  const path = join(folder, 'manifest.json');
  const messageOf = async (text: string): Promise<string> => {
    await writeFile(path, text);
    try {
      readManifest(path);
    } catch (error) {
      expect(error).toMatchObject({ code: 'speech/model-failed' });
      return (error as Error).message;
    }
    throw new Error('it was taken');
  };
  const bad = await messageOf('{"name":"x","family":"bad","languages":[],"files":{"tokens":{"file":"../tokens"}}}');
  expect(bad).toMatch(
    /manifest\.json cannot be read, or is none of a model: family: .*; languages: .*; files\.tokens\.file: a name of a file/,
  );
  expect(bad).not.toMatch(/[\n{}]/);
  const without = await messageOf('{"name":"x","family":"whisper","languages":"any","files":{}}');
  expect(without).toMatch(/is none of a model: a model needs the file `tokens` and those of its family$/);
  expect(await messageOf('{')).toMatch(/is none of a model: .*JSON/);
  await rm(folder, { recursive: true });
});
