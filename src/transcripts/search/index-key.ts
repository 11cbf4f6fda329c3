/** The key under which words are blinded: made once, and kept beside the index, wrapped by the vault. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { KeyVault, WrappedKey } from '../../store/key-vault.ts';
import { refusedByDisk } from '../../store/refusal.ts';
import { KEY_BYTES } from '../../store/sealing.ts';
import { UNFINISHED, writeWhole } from '../../store/whole-file.ts';

export type IndexKeyOptions = { readonly file: string; readonly vault: KeyVault; readonly context: string; readonly clock: Clock };

const wrappedKey: z.ZodType<WrappedKey> = z.object({ keyId: z.string(), wrapped: z.string() });

/**
 * `isNew`: there was none, or it was damaged, and what was indexed under another is to be indexed again. Rejects as the vault does while that
 * does not answer.
 */
export async function indexKey({
  file,
  vault,
  context,
  clock,
}: IndexKeyOptions): Promise<{ readonly key: Uint8Array; readonly isNew: boolean }> {
  const text = await clock.hold(() => readFile(file, 'utf8').catch(() => undefined));
  const known = text === undefined ? undefined : wrappedKey.safeParse(jsonOf(text)).data;
  if (known) return { key: await vault.unwrap(known, context), isNew: false };
  const key = new Uint8Array(randomBytes(KEY_BYTES));
  const { keyId, wrapped } = await vault.wrap(key, context);
  try {
    await clock.hold(async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const temporary = `${dirname(file)}/${UNFINISHED}${randomBytes(12).toString('hex')}`;
      await writeWhole(file, temporary, Buffer.from(JSON.stringify({ keyId, wrapped })));
    });
  } catch (cause) {
    throw refusedByDisk('write the key of the index of transcripts', cause);
  }
  return { key, isNew: true };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
